import { digitSize, type KeyTable } from "./key-table.ts";

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
  const digit = (id: number): number => digits[id] ?? 0;
  const open: Run[] = [{ start: 0, end: order.length, depth: 0 }];
  let sorted = 0;
  for (let run = open.pop(); run !== undefined; run = open.pop()) {
    const part = order.subarray(run.start, run.end);
    const depth = run.depth + sharedBytes(table, part, run.depth);
    for (const id of part) digits[id] = table.digit(id, depth);
    part.sort((a, b) => digit(a) - digit(b));
    pushEqualRuns(open, { ...run, depth }, (at) => digit(order[at] ?? 0));
    sorted += part.length;
    if (sorted < largestStep) continue;
    sorted = 0;
    await pause();
  }
  return order;
}

/** Bytes from `depth` on that all keys of a run have in common. */
function sharedBytes(table: KeyTable, run: Uint32Array, depth: number): number {
  const [first = 0] = run;
  let shared = Number.POSITIVE_INFINITY;
  for (const id of run) {
    shared = table.shared(first, id, depth, shared);
    if (shared === 0) return 0;
  }
  return Number.isFinite(shared) ? shared : 0;
}

function pushEqualRuns(open: Run[], run: Run, digitOf: (at: number) => number): void {
  const depth = run.depth + digitSize;
  let start = run.start;
  for (let at = run.start + 1; at <= run.end; at++) {
    if (at < run.end && digitOf(at) === digitOf(start)) continue;
    if (at - start > 1) open.push({ start, end: at, depth });
    start = at;
  }
}
