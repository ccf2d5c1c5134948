import type { KeyTable } from "./key-table.ts";

/** Keys that are sorted without a pause. */
const largestStep = 100_000;

interface Run {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/**
 * The numbers of all keys in byte order of the keys. Sorts by one digit of several bytes behind what the keys share,
 * then each run of equals by the next. `pause` is awaited between large steps, so that others have their turn.
 */
export async function sortKeys(table: KeyTable, pause: () => Promise<void>): Promise<Uint32Array> {
  const order = Uint32Array.from({ length: table.size }, (_, id) => id);
  const digits = new Float64Array(table.size);
  const open: Run[] = [{ start: 0, end: order.length, depth: 0 }];
  let sorted = 0;
  for (let run = open.pop(); run !== undefined; run = open.pop()) {
    const { start, end } = run;
    const depth = sortRun(table, order.subarray(start, end), digits.subarray(start, end), run.depth);
    pushEqualRuns(open, { start, end, depth }, digits);
    sorted += end - start;
    if (sorted < largestStep) continue;
    sorted = 0;
    await pause();
  }
  return order;
}

/**
 * Sorts a run by one digit, which stands in `digits` afterwards; answers the depth behind it. Numbers alone are sorted
 * many times quicker than by a function that compares: each is a digit with the place that it came from.
 */
function sortRun(table: KeyTable, run: Uint32Array, digits: Float64Array, from: number): number {
  const { length } = run;
  const depth = from + table.shared(run, from);
  const size = digitSize(length);
  const unsorted = run.slice();
  for (let at = 0; at < length; at++) digits[at] = table.digit(unsorted[at] ?? 0, depth, size) * length + at;
  digits.sort();
  for (let at = 0; at < length; at++) {
    const both = digits[at] ?? 0;
    const digit = Math.floor(both / length);
    run[at] = unsorted[both - digit * length] ?? 0;
    digits[at] = digit;
  }
  return depth + size;
}

/** Bytes of a key that fit a number exactly, with their count and a place among `length`, and a bit to divide by it. */
function digitSize(length: number): number {
  return Math.max(1, Math.min(6, Math.floor((49 - Math.log2(length)) / 8)));
}

function pushEqualRuns(open: Run[], { start: from, end, depth }: Run, digits: Float64Array): void {
  let start = from;
  for (let at = from + 1; at <= end; at++) {
    if (at < end && digits[at] === digits[start]) continue;
    if (at - start > 1) open.push({ start, end: at, depth });
    start = at;
  }
}
