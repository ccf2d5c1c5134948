import { compareBytes, joinBytes, prefixEnd, sharedLength } from "@etcdscope/keyspace";
import type { KeyRange } from "./key-range.ts";
import { type Cut, cutAt, cutBehind, isBefore, sharedDepth, usualPlacesIn } from "./windows.ts";

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

export interface PlanOptions {
  readonly limit: number;
  /** Keys in a page at most. */
  readonly largest?: number;
  /** A window of so many keys is not cut, when four pages of it would be fewer. */
  readonly few?: number;
  /** All keys together are few: the first request may count them. */
  readonly isSmall?: boolean;
}

/** A range that encloses what is asked for now; inner ones end within outer ones. */
interface Bound {
  readonly end: Uint8Array;
  /** Its keys share so many bytes. */
  readonly depth: number;
  /** Keys of it that are still to come, at most; unknown until it is asked for as a whole. */
  remaining: number | undefined;
  taken: number;
}

const zeroByte = Uint8Array.of(0);
/** Fewer keys are no lighter: what is slow then is the machine, and more pages make it slower. */
const smallestLimit = 500;
const largestLimit = 10_000;
/** A range that holds more pages than this is cut. */
const pagesInRange = 4;
const slowAfter = 300;
const fastWithin = 150;

/**
 * Cuts a range of keys into requests. etcd counts all keys up to the end of a requested range whatever the limit, and
 * holds up writers meanwhile: pages up to the end of a large prefix cost the square of its keys, and even one such
 * request stalls. So windows are asked for that hold a few pages: first by the groups of bytes that names begin with,
 * then up to the end of a longer or shorter prefix of the place that was reached. What remains of a window that was
 * asked for is known exactly as long as the revision is pinned. The size of pages follows the time they take.
 */
export class RangePlan {
  #from: Uint8Array;
  #limit: number;
  readonly #largest: number;
  readonly #few: number;
  /** From the whole range to the narrowest; empty when nothing is left. */
  readonly #bounds: Bound[];
  /** Usual places still to come, from the last to the next. */
  readonly #places: Uint8Array[];
  /** Depths at which keys were found behind a skip: the more careful way out of a window. */
  readonly #fertile = new Set<number>();
  #skippedTo: Uint8Array | undefined;
  /** The byte of a key that the last window was cut at, and how many groups of bytes it went over. */
  #position = -1;
  #steps = 1;

  constructor(range: KeyRange, { limit, largest = largestLimit, few = 0, isSmall = false }: PlanOptions) {
    this.#from = range.key;
    this.#limit = limit;
    this.#largest = largest;
    this.#few = few;
    this.#bounds = [
      { end: range.end ?? zeroByte, depth: sharedDepth(range), remaining: undefined, taken: 0 },
    ];
    this.#places = isSmall ? [] : usualPlacesIn(range.key, range).toReversed();
    if (!isSmall) this.#advance(range.key.length);
  }

  /** What to ask for next; `undefined` when nothing is left. */
  get next(): PlannedRange | undefined {
    const bound = this.#bounds.at(-1);
    return bound === undefined ? undefined : { key: this.#from, rangeEnd: bound.end, limit: this.#limit };
  }

  /** Keys still to come, where the whole range was asked for. */
  get remaining(): number | undefined {
    return this.#bounds.length === 0 ? 0 : this.#bounds[0]?.remaining;
  }

  /** Where what was not asked for yet begins. */
  get from(): Uint8Array {
    return this.#from;
  }

  get limit(): number {
    return this.#limit;
  }

  set limit(limit: number) {
    this.#limit = Math.min(this.#largest, Math.max(1, limit));
  }

  /** Takes the answer to `next` into account. */
  observe(outcome: RangeOutcome): void {
    this.#account(outcome);
    this.#pace(outcome);
    const first = outcome.keys[0]?.key;
    const last = outcome.keys.at(-1)?.key;
    this.#learn(first);
    if (outcome.more && first !== undefined && last !== undefined) {
      this.#position = -1;
      this.#from = joinBytes(last, zeroByte);
      this.#narrow(sharedLength(first, last) + 1);
    } else {
      this.#leave(outcome.count);
    }
  }

  /** The answer to `next` is enough for its whole window, however much it left out. */
  pass(outcome: RangeOutcome): void {
    this.#account(outcome);
    this.#leave(outcome.count);
  }

  /** Leaves out what stands before `position`. */
  skipTo(position: Uint8Array): void {
    if (this.#bounds.length === 0 || compareBytes(position, this.#from) <= 0) return;
    this.#from = position;
    this.#skippedTo = position;
    this.#position = -1;
    this.#popUpTo(position);
    const depth = this.#bounds.at(-1)?.depth ?? 0;
    this.#advance(this.#shallower(depth, position.length));
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
    if (innermost !== undefined) innermost.remaining = Math.max(0, count - keys.length);
  }

  #learn(found: Uint8Array | undefined): void {
    if (found === undefined || this.#skippedTo === undefined) return;
    this.#fertile.add(sharedLength(found, this.#skippedTo) + 1);
    this.#skippedTo = undefined;
  }

  /** The innermost window is exhausted: goes on behind it, with one that its yield suggests. */
  #leave(count: number): void {
    const left = this.#bounds.at(-1);
    if (left === undefined) return;
    this.#popUpTo(left.end);
    const outer = this.#bounds.at(-1);
    if (outer === undefined) return;
    this.#from = left.end;
    const isMeagre = Math.max(left.taken, count) * 2 < this.#limit;
    if (!isMeagre) this.#position = -1;
    this.#advance(isMeagre ? this.#shallower(outer.depth, left.depth) : left.depth);
  }

  /** Drops the windows that end at a place or before it. */
  #popUpTo(place: Uint8Array): void {
    for (
      let top = this.#bounds.at(-1);
      top !== undefined && !isBefore(place, top.end);
      top = this.#bounds.at(-1)
    )
      this.#bounds.pop();
  }

  /** A depth between two, nearer to the outer one; not beyond the deepest at which something was found. */
  #shallower(outer: number, inner: number): number {
    const half = Math.floor((outer + inner) / 2);
    return Math.max(half, ...[...this.#fertile].filter((depth) => depth < inner));
  }

  /** Cuts the window behind the place that was reached, where a usual place may begin. */
  #advance(depth: number): void {
    this.#enterPlaces();
    this.#narrow(depth);
    const place = this.#places.at(-1);
    const top = this.#bounds.at(-1);
    if (place !== undefined && top !== undefined && isBefore(place, top.end))
      this.#push({ end: place, depth: sharedLength(this.#from, place) });
  }

  #enterPlaces(): void {
    for (let place = this.#places.at(-1); place !== undefined; place = this.#places.at(-1)) {
      const order = compareBytes(place, this.#from);
      if (order > 0) return;
      this.#places.pop();
      const end = prefixEnd(place);
      if (order < 0 || end === undefined) continue;
      this.#position = -1;
      this.#push({ end, depth: place.length });
    }
  }

  /** Cuts a window of many pages, or of nobody knows how many. */
  #narrow(depth: number): void {
    const outer = this.#bounds.at(-1);
    const few = Math.max(this.#few, pagesInRange * this.#limit);
    if (outer === undefined || (outer.remaining ?? Infinity) <= few) return;
    const cut = cutAt(this.#from, Math.max(depth, outer.depth + 1), outer.end);
    const position = cut === undefined ? outer.depth : cut.depth - 1;
    // Nothing much at this byte: the next window goes over more of it.
    this.#steps = position === this.#position ? this.#steps + 1 : 1;
    this.#position = position;
    const isFirst = this.#steps === 1 && cut !== undefined;
    const window = isFirst ? cut : cutBehind(this.#from, position, this.#steps, outer.end);
    if (window !== undefined) this.#push(window);
  }

  #push({ end, depth }: Cut): void {
    this.#bounds.push({ end, depth, remaining: undefined, taken: 0 });
  }

  #pace({ milliseconds, more }: RangeOutcome): void {
    if (milliseconds > slowAfter) {
      this.#limit = Math.min(this.#largest, Math.max(smallestLimit, Math.floor(this.#limit / 2)));
    } else if (more && milliseconds < fastWithin) {
      this.#limit = Math.min(this.#largest, this.#limit * 2);
    }
  }
}
