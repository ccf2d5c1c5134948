import { compareBytes, joinBytes, prefixEnd, sharedLength } from "@etcdscope/keyspace";
import type { KeyRange } from "./key-range.ts";

/** The next request of a listing: at most `limit` keys of `[key, rangeEnd)`. */
export interface PlannedRange {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  readonly limit: number;
}

/** What came of a request. */
export interface RangeOutcome {
  readonly keys: readonly { readonly key: Uint8Array }[];
  readonly more: boolean;
  /** Keys of the requested range, whatever the limit. */
  readonly count: number;
  readonly milliseconds: number;
}

/** A range that encloses what is listed now; inner ones end within outer ones. */
interface Bound {
  readonly end: Uint8Array;
  /** Its end is the end of so many bytes of the key where it was made. */
  readonly depth: number;
  /** Keys of it that are still to come; unknown before the first answer. */
  remaining: number | undefined;
  taken: number;
}

const zeroByte = Uint8Array.of(0);
const smallestLimit = 64;
const largestLimit = 10_000;
/** A range that holds more pages than this is cut. */
const pagesInRange = 4;
const slowAfter = 300;
const fastWithin = 75;

/**
 * Cuts a listing into ranges. etcd counts all keys up to the end of a range whatever the limit, so that pages up to the
 * end of a large prefix cost the square of its keys. Here a range that turns out to hold many pages is cut at the end
 * of a longer prefix of the last key, and what remains of it is known exactly because the listing's revision is pinned.
 * Only the first request counts everything. The size of pages follows the time they take.
 */
export class RangePlan {
  #from: Uint8Array;
  #limit: number;
  /** From the whole listing to the narrowest range; empty when all is listed. */
  readonly #bounds: Bound[];

  constructor({ key, end }: KeyRange, firstLimit: number) {
    this.#from = key;
    this.#limit = firstLimit;
    // A single zero byte is etcd's way to say "to the last key".
    this.#bounds = [boundOf(end ?? zeroByte, safeDepth(key, end))];
  }

  /** What to ask for next; `undefined` when everything was listed. */
  get next(): PlannedRange | undefined {
    const bound = this.#bounds.at(-1);
    return bound === undefined ? undefined : { key: this.#from, rangeEnd: bound.end, limit: this.#limit };
  }

  /** Keys still to come, known from the first answer on. */
  get remaining(): number | undefined {
    return this.#bounds.length === 0 ? 0 : this.#bounds[0]?.remaining;
  }

  /** Takes the answer to `next` into account. */
  observe(outcome: RangeOutcome): void {
    this.#account(outcome);
    this.#pace(outcome);
    const first = outcome.keys[0]?.key;
    const last = outcome.keys.at(-1)?.key;
    if (outcome.more && first !== undefined && last !== undefined) {
      this.#from = joinBytes(last, zeroByte);
      this.#narrow(last, sharedLength(first, last) + 1);
    } else {
      this.#leave();
    }
  }

  /** Asks for half as many keys; `false` when it cannot be less: the answer was too large. */
  halve(): boolean {
    const canHalve = this.#limit > 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    return canHalve;
  }

  #account({ keys, count }: RangeOutcome): void {
    for (const bound of this.#bounds) {
      bound.taken += keys.length;
      bound.remaining = bound.remaining === undefined ? undefined : bound.remaining - keys.length;
    }
    const innermost = this.#bounds.at(-1);
    if (innermost !== undefined) {
      innermost.remaining = Math.max(0, count - keys.length);
    }
  }

  /** The innermost range is exhausted: goes on behind it, with a range of a depth that its yield suggests. */
  #leave(): void {
    const left = this.#bounds.pop();
    while (this.#bounds.length > 0 && sameBytes(this.#bounds.at(-1)?.end, left?.end)) {
      this.#bounds.pop();
    }
    const outer = this.#bounds.at(-1);
    if (left === undefined || outer === undefined) {
      return;
    }
    this.#from = left.end;
    const wasSmall = left.taken * 2 < this.#limit;
    this.#narrow(left.end, wasSmall ? Math.floor((outer.depth + left.depth) / 2) : left.depth);
  }

  /** Cuts a range of many pages at the end of the first `depth` bytes of `anchor`, the place that was reached. */
  #narrow(anchor: Uint8Array, depth: number): void {
    const outer = this.#bounds.at(-1);
    if (outer?.remaining === undefined || outer.remaining <= pagesInRange * this.#limit) {
      return;
    }
    const cut = Math.min(Math.max(depth, outer.depth + 1), anchor.length);
    const end = prefixEnd(anchor.subarray(0, cut));
    if (cut > outer.depth && end !== undefined) {
      this.#bounds.push(boundOf(end, cut));
    }
  }

  #pace({ milliseconds, more }: RangeOutcome): void {
    if (milliseconds > slowAfter) {
      this.#limit = Math.max(smallestLimit, Math.floor(this.#limit / 2));
    } else if (more && milliseconds < fastWithin) {
      this.#limit = Math.min(largestLimit, this.#limit * 2);
    }
  }
}

/** The end of more bytes than these of a key in the range is never behind the range's end. */
function safeDepth(key: Uint8Array, end: Uint8Array | undefined): number {
  if (end === undefined) return 0;
  return sameBytes(prefixEnd(key), end) ? key.length : end.length;
}

function boundOf(end: Uint8Array, depth: number): Bound {
  return { end, depth, remaining: undefined, taken: 0 };
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left !== undefined && right !== undefined && compareBytes(left, right) === 0;
}
