import { groupKeys, type KeyGroups, type Run } from "./key-groups.ts";
import type { KeyTable } from "./key-table.ts";

/** Keys that are worked on without a pause. */
const largestStep = 50_000;
/** Up to so many keys are put in order one by one. */
const smallRun = 12;

type Pause = () => Promise<void>;

/** The numbers of keys in the order so far, and beside each the digit that it was last sorted by. */
interface Sorting {
  readonly table: KeyTable;
  readonly order: Uint32Array;
  readonly digits: Float64Array;
  readonly pause: Pause;
}

/**
 * The numbers of all keys in byte order of the keys. They lie in memory as they came, and waiting for memory is most of
 * what sorting costs: so they are looked at in that order, to put each into its group with the digit that tells it from
 * others there, and once more only where that does not tell. `pause` is awaited between large steps, so that others
 * have their turn.
 */
export async function sortKeys(table: KeyTable, pause: Pause): Promise<Uint32Array> {
  const groups = await groupKeys(table, (few) => sortDirectly(few, pause), pause);
  if (groups === undefined) return sortDirectly(table, pause);
  const sorting = sortingOf(table, pause);
  await sortRuns(sorting, await sortGroups(sorting, groups));
  return sorting.order;
}

async function sortDirectly(table: KeyTable, pause: Pause): Promise<Uint32Array> {
  const sorting = sortingOf(table, pause);
  const { order } = sorting;
  for (let id = 0; id < order.length; id++) order[id] = id;
  await sortRuns(sorting, [{ start: 0, end: order.length, depth: 0 }]);
  return order;
}

const sortingOf = (table: KeyTable, pause: Pause): Sorting => ({
  table,
  order: new Uint32Array(table.size),
  digits: new Float64Array(table.size),
  pause,
});

/** Sorts each group by the digit behind what its keys share. Answers the runs that it leaves equal. */
async function sortGroups(sorting: Sorting, { of, runs }: KeyGroups): Promise<Run[]> {
  const { table, order, digits, pause } = sorting;
  const free = Uint32Array.from(runs, ({ start }) => start);
  for (let id = 0; id < of.length; id++) {
    const group = of[id] ?? 0;
    const { start, end, depth } = runs[group] ?? { start: 0, end: 0, depth: 0 };
    const at = free[group] ?? 0;
    free[group] = at + 1;
    order[at] = id;
    digits[at] = packed(table.digit(id, depth, digitSize(end - start)), at - start, end - start);
    if (id % largestStep === largestStep - 1) await pause();
  }
  const open: Run[] = [];
  for (const run of runs) pushEqualRuns(sorting, open, orderRun(sorting, run));
  return open;
}

/** Sorts each run by one digit of several bytes behind what its keys share, then each run of equals by the next. */
async function sortRuns(sorting: Sorting, open: Run[]): Promise<void> {
  let sorted = 0;
  for (let run = open.pop(); run !== undefined; run = open.pop()) {
    if (run.end - run.start <= smallRun) sortFew(sorting, run);
    else pushEqualRuns(sorting, open, sortRun(sorting, run));
    sorted += run.end - run.start;
    if (sorted < largestStep) continue;
    sorted = 0;
    await sorting.pause();
  }
}

/** Each key moves down to its place among those before it. */
function sortFew({ table, order }: Sorting, { start, end, depth }: Run): void {
  for (let at = start + 1; at < end; at++) {
    const id = order[at] ?? 0;
    let to = at;
    while (to > start && table.compare(order[to - 1] ?? 0, id, depth) > 0) {
      order[to] = order[to - 1] ?? 0;
      to--;
    }
    order[to] = id;
  }
}

function sortRun(sorting: Sorting, { start, end, depth: from }: Run): Run {
  const { table, order, digits } = sorting;
  const length = end - start;
  const depth = from + table.shared(order.subarray(start, end), from);
  const size = digitSize(length);
  for (let at = start; at < end; at++)
    digits[at] = packed(table.digit(order[at] ?? 0, depth, size), at - start, length);
  return orderRun(sorting, { start, end, depth });
}

/**
 * Puts a run in the order of its packed digits; afterwards the digits alone stand there. Answers the run as it is behind
 * the digit. Numbers alone are sorted many times quicker than by a function that compares.
 */
function orderRun({ order, digits }: Sorting, { start, end, depth }: Run): Run {
  const length = end - start;
  const unsorted = order.slice(start, end);
  digits.subarray(start, end).sort();
  for (let at = start; at < end; at++) {
    const both = digits[at] ?? 0;
    const digit = Math.floor(both / length);
    order[at] = unsorted[both - digit * length] ?? 0;
    digits[at] = digit;
  }
  return { start, end, depth: depth + digitSize(length) };
}

/** A digit with the place in its run that it came from. */
const packed = (digit: number, place: number, length: number): number => digit * length + place;

/** Bytes of a key that fit a number exactly, with their count and a place among `length`, and a bit to divide by it. */
function digitSize(length: number): number {
  return Math.max(1, Math.min(6, Math.floor((49 - Math.log2(length)) / 8)));
}

function pushEqualRuns({ digits }: Sorting, open: Run[], { start: from, end, depth }: Run): void {
  let start = from;
  for (let at = from + 1; at <= end; at++) {
    if (at < end && digits[at] === digits[start]) continue;
    if (at - start > 1) open.push({ start, end: at, depth });
    start = at;
  }
}
