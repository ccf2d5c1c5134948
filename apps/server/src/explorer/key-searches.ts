import { setImmediate as others } from "node:timers/promises";
import { keyNameOf } from "@etcdscope/contract";
import {
  type FoundKeys,
  PatternFault,
  type SearchMode,
  SearchPattern,
  searchKeys,
} from "@etcdscope/keyspace";
import { Gate } from "./gate.ts";
import type { CutIndex } from "./levels.ts";
import { Refusal } from "./refusal.ts";
import { SharedReads } from "./shared-reads.ts";

export interface SearchRequest {
  readonly mode: SearchMode;
  readonly text: string;
  readonly prefix: Uint8Array;
  /** Only keys behind this one are given. */
  readonly after?: Uint8Array | undefined;
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface SearchResult {
  readonly revision: bigint;
  readonly keys: FoundKeys;
  readonly isWhole: boolean;
}

/** Searches that go on at a time: each wants a processor for itself. */
const mostSearches = 2;
/** Milliseconds after which a search lets other requests go first. */
const turn = 8;

/** Searches over an index: few at a time, the same one once, and none that keeps others waiting. */
export class KeySearches {
  readonly #shared = new SharedReads<SearchResult>(new Gate(mostSearches));

  /** Refuses what is no pattern, with its place. */
  async run(searched: CutIndex, request: SearchRequest): Promise<SearchResult> {
    const pattern = patternOf(request);
    const { mode, text, prefix, after, limit, signal } = request;
    const { revision } = searched.index;
    const asked = [String(revision), searched.isWhole, mode, text, [...prefix], after && [...after], limit];
    const search = (stop: AbortSignal) => searchIndex(searched, pattern, request, stop);
    return this.#shared.read(JSON.stringify(asked), search, signal);
  }
}

async function searchIndex(
  { index, isWhole }: CutIndex,
  pattern: SearchPattern,
  { prefix, after, limit }: SearchRequest,
  signal: AbortSignal,
): Promise<SearchResult> {
  const { revision } = index;
  const textOf = (key: Uint8Array): string => keyNameOf(key).key;
  const options = { prefix, after, limit, textOf, pause: pauseOf(signal) };
  return { revision, keys: await searchKeys(index.runs(), pattern, options), isWhole };
}

function patternOf({ mode, text }: SearchRequest): SearchPattern {
  try {
    return new SearchPattern(mode, text);
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    const { message, position } = error;
    throw new Refusal("invalid_request", `${message}, at character ${position + 1} of the pattern.`, {
      position,
    });
  }
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
