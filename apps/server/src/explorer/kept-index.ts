import { setTimeout as sleep } from "node:timers/promises";
import {
  type IndexProgress,
  type KeyEvents,
  KeyIndex,
  type KeySource,
  type SourceFacts,
  SourceFault,
} from "@etcdscope/keyspace";
import { Latch } from "./latch.ts";
import { Refusal } from "./refusal.ts";
import type { KeptState, Problem } from "./status.ts";

export interface KeepOptions {
  /** Milliseconds before the next try, by the number of tries that failed in a row. */
  readonly pause?: (failures: number) => number;
  /** Told of every change of state. */
  readonly onState?: (kept: KeptState) => void;
}

/** Is told what becomes of an index. */
export interface IndexWatcher {
  /** A new index was built; `isForeign` when its revisions are not those of the one before. */
  relisted(revision: bigint, keyCount: number, isForeign: boolean): void;
  changed(batch: KeyEvents, keyCount: number): void;
  /** The state is another, or indexing went on. */
  stateChanged(): void;
}

const usualPause = (failures: number): number => Math.min(2000, 100 * 2 ** failures);

/**
 * The index of a source, built once and kept true by following the source. When the source goes away the index
 * stays as it was last known, and following goes on from its revision as soon as the source is back.
 */
export class KeptIndex {
  readonly #source: KeySource;
  readonly #pause: (failures: number) => number;
  readonly #onState: (kept: KeptState) => void;
  readonly #watcher: IndexWatcher;
  readonly #stop = new AbortController();
  readonly #indexed = new Latch();
  #work: Promise<void> = Promise.resolve();
  #index: KeyIndex | undefined;
  #isOutdated = false;
  #hasTried = false;
  #failures = 0;
  #facts: SourceFacts;
  #kept: KeptState = { state: "indexing" };
  #progress: IndexProgress = { keys: 0 };

  constructor(source: KeySource, facts: SourceFacts, watcher: IndexWatcher, options: KeepOptions = {}) {
    this.#source = source;
    this.#facts = facts;
    this.#watcher = watcher;
    this.#pause = options.pause ?? usualPause;
    this.#onState = options.onState ?? (() => undefined);
  }

  /** The last known index; `undefined` until the first is built. */
  get index(): KeyIndex | undefined {
    return this.#index;
  }

  get state(): KeptState {
    return this.#kept.state === "indexing" ? { ...this.#kept, progress: this.#progress } : this.#kept;
  }

  get facts(): SourceFacts {
    return this.#facts;
  }

  /** The newest revision known. */
  get revision(): bigint {
    const indexed = this.#index?.revision ?? 0n;
    return indexed > this.#facts.revision ? indexed : this.#facts.revision;
  }

  /** `lost`: why the source did not answer when it was opened. */
  start(lost?: SourceFault): void {
    this.#hasTried = lost !== undefined;
    if (lost !== undefined) this.#lose(lost);
    this.#work = this.#keep(this.#stop.signal);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  /** Waits until there is an index, or for so many milliseconds. */
  whenIndexed(milliseconds: number): Promise<void> {
    return this.#indexed.wait(milliseconds);
  }

  /** A refusal, not a fault: the cause was logged when the source went away, and need not be with every request. */
  requireSource(): void {
    const { problem } = this.#kept;
    if (problem !== undefined) throw new Refusal(problem.code, problem.message);
  }

  async #keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#buildAndFollow(signal);
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (!this.#lose(faultOf(error))) return;
      }
      await sleep(this.#pause(this.#failures++), undefined, { signal }).catch(() => undefined);
    }
  }

  async #buildAndFollow(signal: AbortSignal): Promise<void> {
    // To describe an etcd is to count its keys: the facts it was opened with are not asked for twice.
    if (this.#hasTried) this.#facts = await this.#source.describe(signal);
    this.#hasTried = true;
    const index = await this.#currentIndex(signal);
    this.#become({ state: "ready" });
    if (this.#source.follow === undefined) return;
    for await (const batch of this.#source.follow(index.revision + 1n, signal)) {
      index.apply(batch);
      this.#watcher.changed(batch, index.size);
      // Not before: one who may list but not follow would be asked ten times a second.
      this.#failures = 0;
    }
    signal.throwIfAborted();
    throw new SourceFault("source_unavailable", "The source stopped telling of its changes.");
  }

  async #currentIndex(signal: AbortSignal): Promise<KeyIndex> {
    const index = this.#index;
    // A lower revision than the one already seen is another history: a restored or a replaced etcd.
    const isForeign = index !== undefined && this.#facts.revision < index.revision;
    if (index !== undefined && !isForeign && !this.#isOutdated) return index;
    this.#become({ state: "indexing" });
    const onProgress = (progress: IndexProgress): void => {
      this.#progress = progress;
      this.#watcher.stateChanged();
    };
    const built = await KeyIndex.build(this.#source.listKeys({ signal }), { onProgress });
    this.#index = built;
    this.#isOutdated = false;
    this.#watcher.relisted(built.revision, built.size, isForeign);
    this.#indexed.open();
    return built;
  }

  /** Says whether trying again makes sense. */
  #lose(fault: SourceFault): boolean {
    const { oldestRevision } = fault.detail;
    if (oldestRevision !== undefined) this.#facts = { ...this.#facts, oldestRevision };
    if (isAnotherHistory(fault)) {
      this.#isOutdated = true;
      return true;
    }
    const isLive = this.#source.follow !== undefined;
    this.#become({ state: isLive ? "away" : "failed", problem: this.#problemOf(fault) });
    return isLive;
  }

  #problemOf(fault: SourceFault): Problem {
    const since = this.#kept.problem?.since ?? new Date();
    return { code: fault.code, message: fault.message, since, cause: fault };
  }

  #become(kept: KeptState): void {
    const isNews = kept.state !== this.#kept.state || kept.problem?.code !== this.#kept.problem?.code;
    this.#kept = kept;
    if (!isNews) return;
    this.#watcher.stateChanged();
    this.#onState(kept);
  }
}

/** The revision to go on from is forgotten, or has never been: only a new listing tells what there is. */
function isAnotherHistory({ code }: SourceFault): boolean {
  return code === "revision_compacted" || code === "revision_in_future";
}

function faultOf(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  return new SourceFault("internal", "Something failed inside etcdscope; its log says what.", {
    cause: error,
  });
}
