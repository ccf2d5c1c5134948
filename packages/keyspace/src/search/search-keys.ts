import { compareBytes, prefixEnd } from "../bytes/order.ts";
import type { KeyRun } from "../key-index/chunk.ts";
import { PatternFault } from "./pattern.ts";
import { isPlain } from "./plain-text.ts";
import type { Range } from "./ranges.ts";
import type { SearchPattern } from "./search-pattern.ts";

export interface KeySearchOptions {
  /** Only keys that start so. */
  readonly prefix: Uint8Array;
  /** Only keys behind this one are given; all are counted. */
  readonly after?: Uint8Array | undefined;
  /** Keys given at most. */
  readonly limit: number;
  /** The text that stands for a key wherever it is shown, and is searched. Of plain ASCII it must be the same text. */
  readonly textOf: (key: Uint8Array) => string;
  /** Called over and over: a promise lets others go first. It may reject to end the search. */
  readonly pause: () => Promise<void> | undefined;
}

export interface FoundKey {
  readonly key: Uint8Array;
  readonly text: string;
  /** Where the pattern was found in `text`, in UTF-16 units. */
  readonly ranges: readonly Range[];
}

export interface FoundKeys {
  readonly found: readonly FoundKey[];
  /** Keys that fit in all. */
  readonly total: number;
  /** Keys that were looked at. */
  readonly searched: number;
  /** The last key given, when more follow. */
  readonly next?: Uint8Array;
}

/** Keys and bytes looked at between two calls of `pause`, and steps of the pattern: each about a millisecond's work. */
const keysAtOnce = 512;
const bytesAtOnce = 256 * 1024;
const workAtOnce = 50_000;

/** Steps of the pattern that are looked at for one search: half a minute or so. */
const mostWork = 2_000_000_000;

const utf8 = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Goes through all keys, because it counts them all; gives the first ones behind `after` in byte order. Throws
 * `PatternFault` where the pattern costs too much on these keys.
 */
export async function searchKeys(
  runs: readonly KeyRun[],
  pattern: SearchPattern,
  options: KeySearchOptions,
): Promise<FoundKeys> {
  const scan = new Scan(pattern, options);
  for (const run of runs) {
    const end = prefixEnd(options.prefix);
    const to = end === undefined ? run.ends.length : lowerBound(run, end);
    const isTextRun = isPlain(run.bytes, 0, run.ends.at(-1) ?? 0);
    for (let row = lowerBound(run, options.prefix); row < to; ) {
      row = scan.rows(run, row, to, isTextRun);
      await options.pause();
    }
  }
  return scan.result();
}

class Scan {
  readonly #pattern: SearchPattern;
  readonly #options: KeySearchOptions;
  readonly #found: FoundKey[] = [];
  /** The search of a key that was broken off to let others go first. */
  #isUnderWay = false;
  #hasMore = false;
  #total = 0;
  #searched = 0;

  constructor(pattern: SearchPattern, options: KeySearchOptions) {
    this.#pattern = pattern;
    this.#options = options;
  }

  /** Looks at some keys of the run, from one row on; says which row is the next: the same where it is not done yet. */
  rows(run: KeyRun, from: number, to: number, isTextRun: boolean): number {
    const startByte = run.ends[from - 1] ?? 0;
    const workEnd = this.#pattern.work + workAtOnce;
    const last = Math.min(to, from + keysAtOnce);
    let start = startByte;
    let row = from;
    while (row < last && start - startByte < bytesAtOnce && this.#pattern.work < workEnd) {
      const end = run.ends[row] ?? start;
      if (!this.#isUnderWay) this.#begin(run.bytes, start, end, isTextRun);
      const fits = this.#pattern.goOn(workEnd);
      this.#isUnderWay = fits === undefined;
      if (fits === undefined) break;
      if (fits) this.#take(run.bytes, start, end);
      start = end;
      row++;
    }
    this.#searched += row - from;
    if (this.#pattern.work > mostWork) throw new PatternFault("The pattern is too complex for these keys", 0);
    return row;
  }

  result(): FoundKeys {
    const last = this.#found.at(-1);
    return {
      found: this.#found,
      total: this.#total,
      searched: this.#searched,
      ...(this.#hasMore && last !== undefined ? { next: last.key } : {}),
    };
  }

  #begin(bytes: Uint8Array, start: number, end: number, isText: boolean): void {
    if (isText || isPlain(bytes, start, end)) this.#pattern.begin(bytes, start, end);
    else this.#pattern.begin(utf8.encode(this.#options.textOf(bytes.slice(start, end))));
  }

  #take(bytes: Uint8Array, start: number, end: number): void {
    const { after, limit, textOf } = this.#options;
    this.#total++;
    if (this.#hasMore) return;
    const key = bytes.slice(start, end);
    if (after !== undefined && compareBytes(key, after) <= 0) return;
    this.#hasMore = this.#found.length >= limit;
    if (this.#hasMore) return;
    const text = textOf(key);
    this.#found.push({ key, text, ranges: textRanges(this.#pattern, text) });
  }
}

/** The pattern counts bytes, a text UTF-16 units. */
function textRanges(pattern: SearchPattern, text: string): readonly Range[] {
  const bytes = utf8.encode(text);
  const ranges = pattern.ranges(bytes);
  if (bytes.length === text.length) return ranges;
  const unitsTo = (at: number): number => decoder.decode(bytes.subarray(0, at)).length;
  return ranges.map(([start, end]) => [unitsTo(start), unitsTo(end)]);
}

/** The first row of a run whose key is not less than `key`. */
function lowerBound({ bytes, ends }: KeyRun, key: Uint8Array): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = bytes.subarray(ends[middle - 1] ?? 0, ends[middle]);
    if (compareBytes(other, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
