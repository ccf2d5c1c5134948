import { compareBytes, joinBytes, prefixEnd, sharedLength } from "@etcdscope/keyspace";
import type { KeyRange } from "./key-range.ts";
import { Neighbours } from "./neighbours.ts";
import { PageSize } from "./page-size.ts";
import { placesOf, placesWithin } from "./places.ts";
import { Spread } from "./spread.ts";
import { type Cut, cutAt, cutBehind, isBefore, sharedDepth } from "./windows.ts";

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
  /** Where keys are likely to be, in order. */
  readonly places?: readonly Uint8Array[];
  /** Windows follow from how the last page's keys spread, where that is known. */
  readonly isMeasured?: boolean;
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
/** A range that holds more pages than this is cut. */
const pagesInRange = 4;
/** As many as a window should hold that is cut by what is known of its keys, and at most before it is cut again. */
const pagesInMeasured = { wanted: 1.8, most: 2.2 };

/**
 * Cuts a range of keys into requests. etcd counts all keys up to the end of a requested range whatever the limit, and
 * holds up writers meanwhile: pages up to the end of a large prefix cost the square of its keys, and even one such
 * request stalls. So windows are asked for that hold a few pages: first by the groups of bytes that names begin with,
 * then up to the end of a longer or shorter prefix of the place that was reached. What remains of a window that was
 * asked for is known exactly as long as the revision is pinned. The size of pages follows the time they take.
 */
export class RangePlan {
  #from: Uint8Array;
  readonly #page: PageSize;
  readonly #few: number;
  /** From the whole range to the narrowest; empty when nothing is left. */
  readonly #bounds: Bound[];
  /** Likely places still to come, from the last to the next. */
  readonly #places: Uint8Array[];
  /** Depths at which keys were found behind a skip: the more careful way out of a window. */
  readonly #fertile = new Set<number>();
  #skippedTo: Uint8Array | undefined;
  /** The byte of a key that the last window was cut at, and how many groups of bytes it went over. */
  #position = -1;
  #steps = 1;
  readonly #measures: { readonly spread: Spread; readonly neighbours: Neighbours } | undefined;

  constructor(range: KeyRange, options: PlanOptions) {
    const { limit, largest, few = 0, isSmall = false, isMeasured = false, places = placesOf([]) } = options;
    this.#from = range.key;
    this.#page = new PageSize(limit, largest);
    this.#few = few;
    this.#measures = isMeasured ? { spread: new Spread(), neighbours: new Neighbours() } : undefined;
    this.#bounds = [
      { end: range.end ?? zeroByte, depth: sharedDepth(range), remaining: undefined, taken: 0 },
    ];
    this.#places = isSmall ? [] : placesWithin(places, range.key, range).toReversed();
    if (!isSmall) this.#advance(() => this.#narrow(range.key.length));
  }

  /** What to ask for next; `undefined` when nothing is left. */
  get next(): PlannedRange | undefined {
    const bound = this.#bounds.at(-1);
    return bound === undefined ? undefined : { key: this.#from, rangeEnd: bound.end, limit: this.limit };
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
    return this.#page.keys;
  }

  set limit(limit: number) {
    this.#page.keys = limit;
  }

  /** Takes the answer to `next` into account. */
  observe(outcome: RangeOutcome): void {
    this.#account(outcome, outcome.keys.length);
    this.pace(outcome);
    const first = outcome.keys[0]?.key;
    const last = outcome.keys.at(-1)?.key;
    this.#learn(first);
    this.#measure(outcome, true);
    if (outcome.more && first !== undefined && last !== undefined) {
      this.#position = -1;
      this.#from = joinBytes(last, zeroByte);
      this.#narrow(sharedLength(first, last) + 1);
    } else {
      this.#leave(outcome.count);
    }
  }

  /**
   * As `observe`, but what is left of a window that holds little more is returned, for the caller to ask for, and the
   * plan goes on behind it.
   */
  observeAhead(outcome: RangeOutcome): KeyRange | undefined {
    const end = this.#bounds.at(-1)?.end;
    const last = outcome.keys.at(-1)?.key;
    const left = outcome.count - outcome.keys.length;
    if (!outcome.more || last === undefined || left > pagesInMeasured.most * this.limit) {
      this.observe(outcome);
      return undefined;
    }
    this.pace(outcome);
    this.#measure(outcome, false);
    this.pass(outcome);
    return { key: joinBytes(last, zeroByte), end };
  }

  /** The answer to `next` is enough for its whole window, however much it left out. */
  pass(outcome: RangeOutcome): void {
    this.#account(outcome, outcome.count);
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
    this.#advance(() => this.#narrow(this.#shallower(depth, position.length)));
  }

  /** Asks for half as many keys; `false` when it cannot be less: the answer was too large. */
  halve(): boolean {
    return this.#page.halve();
  }

  /** Of the keys that were counted, so many need not be asked for again. */
  #account({ keys, count }: RangeOutcome, done: number): void {
    for (const bound of this.#bounds) {
      bound.taken += keys.length;
      bound.remaining = bound.remaining === undefined ? undefined : bound.remaining - done;
    }
    const innermost = this.#bounds.at(-1);
    if (innermost !== undefined) innermost.remaining = Math.max(0, count - done);
  }

  #measure({ keys }: RangeOutcome, isNextBehind: boolean): void {
    this.#measures?.spread.learn(keys, isNextBehind);
    this.#measures?.neighbours.learn(keys);
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
    this.#from = left.end;
    this.#popUpTo(left.end);
    this.#popUsedUp();
    const outer = this.#bounds.at(-1);
    if (outer === undefined) return;
    const isMeagre = Math.max(left.taken, count) * 2 < this.limit;
    if (!isMeagre) this.#position = -1;
    if (this.#measures?.neighbours.isKnown) this.#advance(() => this.#climb());
    else this.#advance(() => this.#narrow(isMeagre ? this.#shallower(outer.depth, left.depth) : left.depth));
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

  /** Drops the windows whose last keys were among those counted. */
  #popUsedUp(): void {
    for (let top = this.#bounds.at(-1); top?.remaining === 0; top = this.#bounds.at(-1)) {
      this.#from = top.end;
      this.#popUpTo(top.end);
    }
  }

  /** A depth between two, nearer to the outer one; not beyond the deepest at which something was found. */
  #shallower(outer: number, inner: number): number {
    const half = Math.floor((outer + inner) / 2);
    return Math.max(half, ...[...this.#fertile].filter((depth) => depth < inner));
  }

  /** Cuts the window behind the place that was reached, where a likely place may begin. */
  #advance(cut: () => void): void {
    this.#enterPlaces();
    cut();
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
    if (outer === undefined || this.#cutAsMeasured(outer)) return;
    if ((outer.remaining ?? Infinity) <= this.#fewIn(pagesInRange)) return;
    const cut = cutAt(this.#from, Math.max(depth, outer.depth + 1), outer.end);
    const position = cut === undefined ? outer.depth : cut.depth - 1;
    // Nothing much at this byte: the next window goes over more of it.
    this.#steps = position === this.#position ? this.#steps + 1 : 1;
    this.#position = position;
    const isFirst = this.#steps === 1 && cut !== undefined;
    const window = isFirst
      ? cut
      : cutBehind(this.#from, position, this.#steps, outer.end, this.#places.at(-1));
    if (window !== undefined) this.#push(window);
  }

  /** Cuts the window behind one that a measured plan has left. */
  #climb(): void {
    const outer = this.#bounds.at(-1);
    if (outer === undefined || this.#cutAsMeasured(outer)) return;
    if ((outer.remaining ?? Infinity) <= this.#fewIn(pagesInRange)) return;
    const window = this.#measures?.neighbours.cut(this.#from, outer.depth, outer.end);
    if (window !== undefined && isBefore(window.end, outer.end)) this.#push(window);
  }

  /** Cuts a window that should hold a few pages, where that is known; `true` when nothing else is to be done. */
  #cutAsMeasured(outer: Bound): boolean {
    if (this.#measures === undefined) return false;
    if ((outer.remaining ?? Infinity) <= this.#fewIn(pagesInMeasured.most)) return true;
    const cut = this.#measures.spread.cut(this.#from, outer.depth, pagesInMeasured.wanted * this.limit);
    if (cut === undefined || !isBefore(cut.end, outer.end)) return false;
    this.#position = -1;
    this.#push(cut);
    return true;
  }

  #fewIn(pages: number): number {
    return Math.max(this.#few, pages * this.limit);
  }

  #push({ end, depth }: Cut): void {
    this.#bounds.push({ end, depth, remaining: undefined, taken: 0 });
  }

  /** Takes the time of an answer into account, whoever asked for it. */
  pace({ milliseconds, more }: Pick<RangeOutcome, "milliseconds" | "more">): void {
    this.#page.pace(milliseconds, more);
  }
}
