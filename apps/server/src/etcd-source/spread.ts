import { joinBytes, prefixEnd, sharedLength, startsWith } from "@etcdscope/keyspace";
import type { Cut } from "./windows.ts";

/** Keys of a page that are compared: enough to tell how many begin alike. */
const samples = 64;
/** Fewer keys tell nothing. */
const fewestKeys = 256;
/** Pages that are remembered. */
const mostPages = 4;
/** What happened less often tells nothing of how often it happens. */
const fewestStarts = 3;
const slash = 0x2f;
/**
 * Bytes that names are mostly made of: where so many different ones of a kind stand, the others may. Numbers go on;
 * a letter that all names share is part of a word.
 */
const kinds: readonly (readonly [first: number, last: number, fewest: number])[] = [
  [0x30, 0x39, 1],
  [0x41, 0x5a, 2],
  [0x61, 0x7a, 2],
];

const none: Uint8Array = new Uint8Array(0);

interface Page {
  readonly keys: number;
  readonly samples: readonly Uint8Array[];
  /** At how many samples another beginning of so many bytes starts, by the number of bytes. */
  readonly starts: readonly number[];
}

/** How keys spread over their beginnings, learned from the last pages: where a window of so many keys may end. */
export class Spread {
  #pages: readonly Page[] = [];
  /** What the keys of the pages are all in. */
  #directory = none;
  /** The last key that is known, and whether nothing was found behind it yet. */
  #last = none;
  #isEmptyBehind = false;
  /** The first key of the next page follows the last one of this. */
  #isNextBehind = false;
  /** Grows as windows turn out to hold less than they should. */
  #doubt = 1;

  /** Takes the first keys of a window; `isNextBehind` when those that follow are the next to be learned. */
  learn(keys: readonly { readonly key: Uint8Array }[], isNextBehind: boolean): void {
    this.#isEmptyBehind = keys.length === 0;
    if (keys.length < fewestKeys) {
      this.#doubt *= 2;
      return;
    }
    const page = pageOf(keys, this.#isNextBehind ? this.#last : undefined, this.#directory);
    const isElsewhere = !startsWith(page.samples[0] ?? none, this.#directory);
    this.#pages = isElsewhere ? [page] : [...this.#pages, page].slice(-mostPages);
    this.#directory = directoryOf(this.#pages.flatMap((one) => one.samples));
    this.#last = page.samples.at(-1) ?? none;
    this.#isNextBehind = isNextBehind;
    this.#doubt = 1;
  }

  /** The window from `from` that should hold so many keys, where the pages tell. */
  cut(from: Uint8Array, outerDepth: number, keys: number): Cut | undefined {
    if (this.#pages.length === 0 || !startsWith(from, this.#directory)) return undefined;
    // What stands beside the last key may be as it is; not so what stands under that, once nothing was found.
    const known = sharedLength(from, this.#last) + (this.#isEmptyBehind ? 1 : 2);
    const wanted = keys * this.#doubt;
    for (let depth = outerDepth + 1; depth <= Math.min(known, from.length + 1); depth++) {
      const alike = this.#alike(depth);
      if (alike > wanted) continue;
      return this.#behind(
        from,
        depth,
        Math.floor(wanted / alike),
        Math.max(outerDepth, this.#directory.length),
      );
    }
    return undefined;
  }

  /** How many keys begin with the same bytes, on average. */
  #alike(depth: number): number {
    let keys = 0;
    let starts = 0;
    for (const page of this.#pages) {
      keys += page.keys;
      starts += page.starts[depth] ?? 0;
    }
    return starts < fewestStarts ? Number.POSITIVE_INFINITY : keys / starts;
  }

  /**
   * The end of so many groups of keys that begin with the same `deepest` bytes. Where their letters end, it is the
   * place where the next letter is before them, up to what all keys share.
   */
  #behind(from: Uint8Array, deepest: number, groups: number, shared: number): Cut | undefined {
    for (let depth = deepest; depth > shared; depth--) {
      const letters = this.#letters(depth - 1);
      const first = letters.findIndex((letter) => letter > (from[depth - 1] ?? -1));
      const letter = first === -1 ? undefined : letters[first + (depth === deepest ? groups : 1) - 1];
      if (letter !== undefined)
        return { end: joinBytes(from.subarray(0, depth - 1), Uint8Array.of(letter)), depth: depth - 1 };
    }
    const end = prefixEnd(from.subarray(0, shared));
    return end === undefined ? undefined : { end, depth: shared };
  }

  /** The bytes that may stand at a place in keys, in order. */
  #letters(at: number): number[] {
    const seen = new Set(this.#pages.flatMap((page) => page.samples.flatMap((key) => key[at] ?? [])));
    for (const [first, last, fewest] of kinds) {
      const few = [...seen].filter((byte) => byte >= first && byte <= last).length < fewest;
      for (let byte = first; byte <= last && !few; byte++) seen.add(byte);
    }
    return [...seen].sort((left, right) => left - right);
  }
}

/** What is learned of a page: the end of it where it runs from one directory into another. */
function pageOf(
  keys: readonly { readonly key: Uint8Array }[],
  before: Uint8Array | undefined,
  known: Uint8Array,
): Page {
  const stride = (keys.length - 1) / samples;
  const all = Array.from({ length: samples + 1 }, (_, at) => keys[Math.floor(at * stride)]?.key ?? none);
  const end = all.slice(-samples / 4);
  const directory = end.every((key) => startsWith(key, known)) ? known : directoryOf(end);
  const taken = all.filter((key) => startsWith(key, directory));
  const row = before === undefined || taken.length < all.length ? taken : [before, ...taken];
  return { keys: keys.length * (taken.length / all.length), samples: taken, starts: startsIn(row) };
}

function startsIn([first = none, ...others]: readonly Uint8Array[]): number[] {
  const deepest = Math.max(...others.map((key) => key.length));
  const starts = Array.from({ length: deepest + 1 }, () => 0);
  let before = first;
  for (const key of others) {
    const shared = sharedLength(before, key);
    for (let depth = shared + 1; depth <= deepest; depth++) starts[depth] = (starts[depth] ?? 0) + 1;
    before = key;
  }
  return starts;
}

/** Up to the last slash that all of the keys share. */
function directoryOf(keys: readonly Uint8Array[]): Uint8Array {
  const first = keys[0] ?? none;
  const shared = first.subarray(0, sharedLength(first, keys.at(-1) ?? first));
  return first.subarray(0, shared.lastIndexOf(slash) + 1);
}
