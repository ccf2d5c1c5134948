import type { KeyChangeAnswer, KeyRef } from "@etcdscope/contract";
import type { Query, QueryClient } from "@tanstack/react-query";
import { cacheKeys } from "../api/cache-keys.ts";
import { isWalk } from "../api/search-queries.ts";
import { refId, refOf, refOfId, startsWith } from "../links/key-ref.ts";
import { type AskPart, isLevel, LevelRenewal } from "./level-renewal.ts";

/** A search goes over all keys: where they keep changing it is not asked for more often. */
const searchPauseMs = 2000;

/** Brings what was read of a source's newest state up to a revision, and asks for nothing that is there already. */
export class Renewal {
  readonly #client: QueryClient;
  readonly #source: string;
  readonly #levels: LevelRenewal;
  /** What is being read now may be too old: the revision that it must have when it comes. */
  readonly #wanted = new Map<Query, bigint>();
  readonly #delayed = new Set<Query>();

  constructor(client: QueryClient, source: string, ask: AskPart) {
    this.#client = client;
    this.#source = source;
    this.#levels = new LevelRenewal(client, ask);
  }

  /** Everything that was read before that revision. */
  all(revision: bigint): void {
    for (const query of this.#newest()) this.#renew(query, revision);
  }

  /** The levels and values that these changes touch. */
  touched(changes: readonly KeyChangeAnswer[], revision: bigint): void {
    const refs = changes.map((change) => ({ ref: refOf(change), isMove: change.change !== "changed" }));
    const keys = new Set(refs.map(({ ref }) => refId(ref)));
    const moved = refs.filter(({ isMove }) => isMove).map(({ ref }) => ref);
    for (const query of this.#newest()) {
      if (isWalk(query)) continue;
      if (isLevel(query)) this.#levels.touched(query, moved, revision);
      else if (isTouched(query, keys, moved)) this.#renew(query, revision);
    }
  }

  #newest(): Query[] {
    return this.#client.getQueryCache().findAll({ queryKey: cacheKeys.newest(this.#source) });
  }

  /** A read under way is let finish: under steady change none would, were each begun anew. */
  #renew(query: Query, revision: bigint): void {
    if (query.state.fetchStatus === "idle") {
      this.#askIfOlder(query, revision);
      return;
    }
    const isWaiting = this.#wanted.has(query);
    this.#wanted.set(query, revision);
    if (!isWaiting) void query.promise?.then(this.#settled(query), this.#settled(query));
  }

  #settled(query: Query): () => void {
    return () => {
      const revision = this.#wanted.get(query);
      this.#wanted.delete(query);
      if (revision !== undefined) this.#askIfOlder(query, revision);
    };
  }

  #askIfOlder(query: Query, revision: bigint): void {
    const has = revisionOf(query.state.data);
    if (has !== undefined && has >= revision) return;
    const wait = isSearch(query) ? query.state.dataUpdatedAt + searchPauseMs - Date.now() : 0;
    if (wait <= 0) void this.#client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    else if (!this.#delayed.has(query)) this.#delay(query, revision, wait);
  }

  #delay(query: Query, revision: bigint, wait: number): void {
    this.#delayed.add(query);
    setTimeout(() => {
      this.#delayed.delete(query);
      this.#askIfOlder(query, revision);
    }, wait);
  }
}

const ofOneKey: ReadonlySet<unknown> = new Set(["value", "whole-value", "layer", "child"]);

function isTouched({ queryKey }: Query, keys: ReadonlySet<string>, moved: readonly KeyRef[]): boolean {
  const [, , kind, id] = queryKey;
  if (typeof id !== "string") return true;
  if (ofOneKey.has(kind)) return keys.has(id);
  if (kind !== "search") return true;
  const prefix = refOfId(id);
  return moved.some((ref) => startsWith(ref, prefix));
}

const isSearch = ({ queryKey }: Query): boolean => queryKey[2] === "search";

/** The revision at which an answer is true; of an answer in pages the oldest one. */
function revisionOf(data: unknown): bigint | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  if ("revision" in data && typeof data.revision === "string") return BigInt(data.revision);
  if (!("pages" in data) || !Array.isArray(data.pages)) return undefined;
  const revisions = data.pages.map(revisionOf);
  return revisions.reduce((least, one) =>
    least === undefined || one === undefined || one < least ? one : least,
  );
}
