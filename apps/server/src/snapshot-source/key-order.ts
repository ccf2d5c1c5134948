import type { KeyTable } from "./key-table.ts";

/** Bytes compared at once; six and their count still fit a number exactly. */
const digitSize = 6;

interface Run {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** The numbers of all keys in byte order of the keys. Sorts by six bytes, then each run of equals by the next six. */
export function sortKeys(table: KeyTable): Uint32Array {
  const order = Uint32Array.from({ length: table.size }, (_, id) => id);
  const digits = new Float64Array(table.size);
  const digit = (id: number): number => digits[id] ?? 0;
  const open: Run[] = [{ start: 0, end: order.length, depth: 0 }];
  for (let run = open.pop(); run !== undefined; run = open.pop()) {
    const part = order.subarray(run.start, run.end);
    for (const id of part) digits[id] = digitAt(table.bytes(id), run.depth);
    part.sort((a, b) => digit(a) - digit(b));
    pushEqualRuns(open, run, (at) => digit(order[at] ?? 0));
  }
  return order;
}

/** Six bytes as one number, and behind them how many there are: a key comes before what continues it. */
function digitAt(key: Uint8Array, depth: number): number {
  let digit = 0;
  for (let at = depth; at < depth + digitSize; at++) digit = digit * 256 + (key[at] ?? 0);
  return digit * 8 + Math.max(0, Math.min(digitSize, key.length - depth));
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
