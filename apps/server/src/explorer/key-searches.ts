import { setImmediate as others } from "node:timers/promises";
import { keyNameOf } from "@etcdscope/contract";
import {
  type FoundKey,
  joinBytes,
  type KeyIndex,
  type KeySource,
  PatternFault,
  type SearchMode,
  SearchPattern,
  searchKeys,
  startsWith,
} from "@etcdscope/keyspace";
import { Gate } from "./gate.ts";
import type { KeptIndex } from "./kept-index.ts";
import { type WalkLimits, type WalkPlace, walkKeys } from "./key-walk.ts";
import { Refusal } from "./refusal.ts";
import { coverageOf, groundOf, type SearchedPrefix, stretchesOf } from "./search-ground.ts";
import { latin1, SharedReads } from "./shared-reads.ts";

export interface SearchRequest {
  readonly mode: SearchMode;
  readonly text: string;
  readonly prefix: Uint8Array;
  /** The prefixes that the asker has open: without an index these are searched. */
  readonly opened: readonly Uint8Array[];
  /** Where an earlier answer ended. */
  readonly cursor?: SearchCursor | undefined;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** The last key given, or how far a walk has come. */
export type SearchCursor = { readonly after: Uint8Array } | { readonly place: WalkPlace };

/** What was searched where there is no whole index. */
export interface SearchCoverage {
  /** Keys that an index holds which is still being built. */
  readonly indexed: number | undefined;
  readonly prefixes: readonly SearchedPrefix[];
}

export interface SearchResult {
  readonly revision: bigint;
  /** In byte order; in that of the prefixes where they were walked over. */
  readonly found: readonly FoundKey[];
  /** Keys that fit, and keys looked at: all of them; so far where they were walked over. */
  readonly total: number;
  readonly searched: number;
  /** Whether all keys under the prefix were looked at. */
  readonly isWhole: boolean;
  readonly coverage?: SearchCoverage;
  readonly next?: SearchCursor;
}

/** Searches that go on at a time: each wants a processor for itself. */
const mostSearches = 2;
/** Walks that go on at a time: the others of what a source may be asked are for levels and values. */
const mostWalks = 4;
/** About half a second of an etcd that is not busy. */
const usualLimits: WalkLimits = { keys: 50_000, milliseconds: 1500 };
/** Milliseconds after which a search lets other requests go first. */
const turn = 8;

export interface SearchedSource {
  readonly source: KeySource;
  readonly kept: KeptIndex;
  /** Reads that the source is asked for at a time. */
  readonly gate: Gate;
  /** Waits for an index that may be there soon. */
  readonly whenIndexed: () => Promise<void>;
}

/**
 * Searches over the keys of a source: few at a time, the same one once, and none that keeps others waiting. Without
 * an index they walk over the prefixes that the asker has open. Which these are comes with the request: were it the
 * levels that the server has given out, one person's clicks would change what another one finds.
 */
export class KeySearches {
  readonly #searched: SearchedSource;
  readonly #limits: WalkLimits;
  readonly #overIndex = new SharedReads<SearchResult>(new Gate(mostSearches));
  readonly #walks = new SharedReads<SearchResult>(new Gate(mostWalks));

  constructor(searched: SearchedSource, limits: WalkLimits = usualLimits) {
    this.#searched = searched;
    this.#limits = limits;
  }

  /** Refuses what is no pattern, with its place, and one that costs too much on these keys. */
  async run(request: SearchRequest): Promise<SearchResult> {
    try {
      return await this.#search(new SearchPattern(request.mode, request.text), request);
    } catch (error) {
      throw error instanceof PatternFault ? refusalOf(error) : error;
    }
  }

  async #search(pattern: SearchPattern, request: SearchRequest): Promise<SearchResult> {
    const { kept, whenIndexed } = this.#searched;
    const { cursor, prefix, opened } = request;
    if (cursor !== undefined && "place" in cursor) return this.#walk(pattern, request, cursor.place);
    if (kept.index === undefined) await whenIndexed();
    if (kept.index !== undefined) return this.#searchWhole(kept.index, pattern, request);
    kept.requireSource();
    if (kept.soFar !== undefined) return this.#searchSoFar(kept.soFar, pattern, request);
    if (cursor !== undefined)
      throw new Refusal("invalid_request", "The index that this search began with is gone: search again.");
    const counts = groundOf(prefix, opened).map(() => 0);
    return this.#walk(pattern, request, { done: 0, total: 0, searched: 0, counts });
  }

  #searchWhole(index: KeyIndex, pattern: SearchPattern, request: SearchRequest): Promise<SearchResult> {
    const question = questionOf(request, [String(index.revision), "whole"]);
    const search = async (stop: AbortSignal): Promise<SearchResult> => {
      const { revision } = index;
      const { next, ...keys } = await searchKeys(index.runs(), pattern, optionsOf(request, stop));
      return { revision, ...keys, isWhole: true, ...(next === undefined ? {} : { next: { after: next } }) };
    };
    return this.#overIndex.read(question, search, request.signal);
  }

  /** What an unfinished index holds, then what it does not hold yet of the prefixes that are asked for by name. */
  async #searchSoFar(index: KeyIndex, pattern: SearchPattern, request: SearchRequest): Promise<SearchResult> {
    const runs = index.runs();
    const prefixes = namedGround(request);
    const begin: Omit<WalkPlace, "total" | "searched"> = {
      revision: index.revision,
      done: 0,
      counts: prefixes.map((prefix) => index.count(prefix)),
      indexed: { keys: index.size, until: behind(index.last) },
    };
    const question = questionOf(request, [String(index.revision), index.size]);
    const search = async (stop: AbortSignal): Promise<SearchResult> => {
      const { found, total, searched, next } = await searchKeys(runs, pattern, optionsOf(request, stop));
      const result = this.#resultOf(request, { found, place: { ...begin, total, searched } });
      return next === undefined ? result : { ...result, isWhole: false, next: { after: next } };
    };
    const result = await this.#overIndex.read(question, search, request.signal);
    const { next, found } = result;
    if (next === undefined || !("place" in next)) return result;
    const more = await this.#walk(pattern, { ...request, limit: request.limit - found.length }, next.place);
    return { ...more, found: [...found, ...more.found] };
  }

  #walk(pattern: SearchPattern, request: SearchRequest, place: WalkPlace): Promise<SearchResult> {
    const { source, kept, gate } = this.#searched;
    kept.requireSource();
    const { prefixes, stretches } = groundAt(request, place);
    if (place.counts.length !== prefixes.length)
      throw new Refusal("invalid_request", "The cursor is of a search for other prefixes: search again.");
    // One who knows of a newer revision must not be given what was asked for before it.
    const at = place.revision === undefined ? `after ${kept.revision}` : String(place.revision);
    const { done, after, total, searched, counts, indexed } = place;
    const known = [at, done, after && latin1(after), total, searched, counts, indexed?.keys];
    const question = questionOf(request, known);
    const search = async (stop: AbortSignal): Promise<SearchResult> => {
      const walk = { prefixes, stretches, place, limit: request.limit, limits: this.#limits };
      const walked = await walkKeys(source, pattern, { ...walk, pause: pauseOf(stop) }, stop);
      return this.#resultOf(request, walked);
    };
    const whenFree = (stop: AbortSignal) => gate.pass(() => search(stop), stop);
    return this.#walks.read(question, whenFree, request.signal);
  }

  #resultOf(
    request: SearchRequest,
    { found, place }: { readonly found: readonly FoundKey[]; readonly place: WalkPlace },
  ): SearchResult {
    const { prefixes, stretches } = groundAt(request, place);
    const { total, searched, counts, done, indexed } = place;
    const isDone = done === stretches.length;
    return {
      revision: place.revision ?? this.#searched.kept.revision,
      found,
      total,
      searched,
      isWhole: isDone && prefixes.some((prefix) => startsWith(request.prefix, prefix)),
      coverage: { indexed: indexed?.keys, prefixes: coverageOf(prefixes, stretches, counts, done) },
      ...(isDone ? {} : { next: { place } }),
    };
  }
}

/** What is walked over: while an index is being built, what is behind its last key. */
function groundAt(request: SearchRequest, { indexed }: WalkPlace) {
  const prefixes = indexed === undefined ? groundOf(request.prefix, request.opened) : namedGround(request);
  return { prefixes, stretches: stretchesOf(prefixes, indexed?.until) };
}

/** All keys are what the index reads: they are not walked over beside it. */
function namedGround({ prefix, opened }: SearchRequest): readonly Uint8Array[] {
  return groundOf(prefix, opened).filter(({ length }) => length > 0);
}

const behind = (key: Uint8Array | undefined): Uint8Array =>
  key === undefined ? new Uint8Array(0) : joinBytes(key, Uint8Array.of(0));

function questionOf(request: SearchRequest, state: readonly unknown[]): string {
  const { mode, text, prefix, opened, cursor, limit } = request;
  const after = cursor !== undefined && "after" in cursor ? latin1(cursor.after) : undefined;
  return JSON.stringify([state, mode, text, latin1(prefix), opened.map(latin1), after, limit]);
}

function optionsOf({ prefix, cursor, limit }: SearchRequest, signal: AbortSignal) {
  const after = cursor !== undefined && "after" in cursor ? cursor.after : undefined;
  return { prefix, after, limit, textOf: (key: Uint8Array) => keyNameOf(key).key, pause: pauseOf(signal) };
}

function refusalOf({ message, position }: PatternFault): Refusal {
  return new Refusal("invalid_request", `${message}, at character ${position + 1} of the pattern.`, {
    position,
  });
}

function pauseOf(signal: AbortSignal): () => Promise<void> | undefined {
  let began = performance.now();
  const rest = async (): Promise<void> => {
    await others();
    signal.throwIfAborted();
    began = performance.now();
  };
  return () => (performance.now() - began < turn ? undefined : rest());
}
