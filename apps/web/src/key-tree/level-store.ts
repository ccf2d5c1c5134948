import type { ChildAnswer, ChildrenAnswer, KeyRef } from "@etcdscope/contract";
import { type InfiniteData, InfiniteQueryObserver, type QueryClient } from "@tanstack/react-query";
import type { Queries } from "../api/queries.ts";
import { isSameLevel, type Level, type LevelResult, levelOf } from "../level/level.ts";

/** Levels by the identity of their prefix. */
export type Levels = ReadonlyMap<string, Level>;

/** A list of a hundred thousand rows takes a while to draw up; one of so many does not. */
const betweenMs = 50;
const soonDrawn = 5_000;

const none: readonly ChildAnswer[] = [];

type Pages = InfiniteData<ChildrenAnswer>;

/** One level that is watched. */
interface Watched {
  readonly prefix: KeyRef;
  readonly result: () => LevelResult;
  readonly loadMore: () => void;
  readonly loadPrevious: () => void;
  readonly retry: () => void;
  readonly stop: () => void;
}

/**
 * Watches the children of every prefix that is on the screen in the query cache, and gathers them into one value.
 * It keeps nothing of its own but the subscriptions.
 */
export class LevelStore {
  readonly #client: QueryClient;
  readonly #ask: (prefix: KeyRef, around?: string) => ReturnType<Queries["children"]>;
  readonly #watched = new Map<string, Watched>();
  readonly #listeners = new Set<() => void>();
  readonly #flat = new WeakMap<Pages, readonly ChildAnswer[]>();
  #levels: Levels = new Map();
  #telling = false;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    client: QueryClient,
    ask: (prefix: KeyRef, around?: string) => ReturnType<Queries["children"]>,
  ) {
    this.#client = client;
    this.#ask = ask;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly levels = (): Levels => this.#levels;

  /** Watches exactly these prefixes from now on. What the cache knows of them is told at once. */
  readonly watch = (wanted: ReadonlyMap<string, KeyRef>): void => {
    const gone = [...this.#watched].filter(([id]) => !wanted.has(id));
    const come = [...wanted].filter(([id]) => !this.#watched.has(id));
    for (const [id, level] of gone) {
      level.stop();
      this.#watched.delete(id);
    }
    for (const [id, prefix] of come) this.#start(id, prefix);
    if (gone.length > 0 || come.length > 0) this.#tell();
  };

  readonly loadMore = (id: string): void => this.#watched.get(id)?.loadMore();

  readonly loadPrevious = (id: string): void => this.#watched.get(id)?.loadPrevious();

  /** Begins a level anew around the child of this name. */
  readonly lookAround = (id: string, name: string): void => {
    const level = this.#watched.get(id);
    if (level === undefined) return;
    level.stop();
    this.#start(id, level.prefix, name);
    this.#changed();
  };

  readonly retry = (id: string): void => this.#watched.get(id)?.retry();

  #start(id: string, prefix: KeyRef, around?: string): void {
    const observer = new InfiniteQueryObserver(this.#client, this.#ask(prefix, around));
    const stop = observer.subscribe(() => this.#changed());
    this.#watched.set(id, {
      prefix,
      result: () => observer.getCurrentResult(),
      loadMore: () => void observer.fetchNextPage({ cancelRefetch: false }),
      loadPrevious: () => void observer.fetchPreviousPage({ cancelRefetch: false }),
      retry: () => void observer.refetch(),
      stop,
    });
  }

  /** One change is told at once; many, as when a hundred levels are opened, a few times a second. */
  #changed(): void {
    if (this.#telling || !this.#isNews()) return;
    this.#telling = true;
    const wait = this.#toldAt + (this.#size() <= soonDrawn ? 0 : betweenMs) - performance.now();
    if (wait <= 0) queueMicrotask(this.#tellChange);
    else setTimeout(this.#tellChange, wait);
  }

  /** Whether there is anything to draw: a query tells much of itself, that it has begun to ask, for one. */
  #isNews(): boolean {
    return [...this.#gather()].some(([id, level]) => !isSameLevel(level, this.#levels.get(id)));
  }

  #size(): number {
    return [...this.#levels.values()].reduce((size, { children }) => size + children.length, 0);
  }

  readonly #tellChange = (): void => {
    this.#telling = false;
    this.#tell();
    this.#toldAt = performance.now();
  };

  #tell(): void {
    this.#levels = this.#gather();
    for (const listener of this.#listeners) listener();
  }

  #gather(): Levels {
    const entries = [...this.#watched].map(([id, { prefix, result }]) => {
      const now = result();
      return [id, levelOf(prefix, now, this.#children(now.data))] as const;
    });
    return new Map(entries);
  }

  #children(pages: Pages | undefined): readonly ChildAnswer[] {
    if (pages === undefined) return none;
    const known = this.#flat.get(pages);
    if (known !== undefined) return known;
    const flat = pages.pages.flatMap((page) => page.children);
    this.#flat.set(pages, flat);
    return flat;
  }
}
