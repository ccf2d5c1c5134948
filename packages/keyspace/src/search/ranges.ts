import { type Beside, besideOf, type Machine, type Steps } from "./machine.ts";

/** Half-open range `[start, end)`. */
export type Range = readonly [start: number, end: number];

/** Longer texts are not gone through from every place; what matches in them is not marked. */
const longest = 4096;
const mostRanges = 16;
/** Steps of the pattern that are looked at for one text; matches that are not found by then are not marked. */
const mostWork = 50_000;

/** Where matches stand, as offsets of bytes: the leftmost first, each as long as it can be, none over another. */
export function matchRanges(machine: Machine, bytes: Uint8Array): Range[] {
  const found: Range[] = [];
  if (bytes.length > longest) return found;
  const last = machine.work + mostWork;
  for (let at = 0; at < bytes.length && found.length < mostRanges; at++) {
    const end = longestFrom(machine, bytes, at, last);
    if (machine.work >= last) return found;
    if (end === undefined || end === at) continue;
    found.push([at, end]);
    at = end - 1;
  }
  return found;
}

/** Gives up where the machine's work reaches `mostWork`. */
function longestFrom(
  machine: Machine,
  bytes: Uint8Array,
  from: number,
  mostWork: number,
): number | undefined {
  let steps: Steps = [machine.start];
  let end: number | undefined;
  for (let at = from; steps.length > 0 && machine.work < mostWork; at++) {
    const ready = machine.reach(steps, beside(bytes, at - 1), beside(bytes, at));
    if (machine.hasMatch(ready)) end = at;
    if (at >= bytes.length) break;
    steps = machine.take(ready, bytes[at] ?? 0);
  }
  return end;
}

function beside(bytes: Uint8Array, at: number): Beside {
  const byte = bytes[at];
  return byte === undefined ? "nothing" : besideOf(byte);
}
