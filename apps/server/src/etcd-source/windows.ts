import { compareBytes, joinBytes, prefixEnd, sharedLength } from "@etcdscope/keyspace";
import type { KeyRange } from "./key-range.ts";

/** Where a window ends, and how many bytes of the key it was made of. */
export interface Cut {
  readonly end: Uint8Array;
  readonly depth: number;
}

/** Before these bytes a level is cut: most names begin with a letter, the others with a digit. */
const cutBytes: readonly number[] = [0x2f, 0x3a, ...Array.from({ length: 26 }, (_, at) => 0x62 + at)];
/** The same where a digit stands: others may stand beside it. */
const digitCuts: readonly number[] = [
  ...Array.from({ length: 9 }, (_, at) => 0x31 + at),
  ...cutBytes.slice(1),
];

/** The window from `from` to the end of its first `depth` bytes, or of the fewest more that end before `limit`. */
export function cutAt(from: Uint8Array, depth: number, limit: Uint8Array): Cut | undefined {
  for (let length = Math.max(depth, 1); length <= from.length; length++) {
    const end = prefixEnd(from.subarray(0, length));
    if (end !== undefined && isBefore(end, limit)) return { end, depth: length };
  }
  return undefined;
}

/**
 * The window from `from` over the next `steps` groups of bytes that may stand behind its first `depth` bytes; digits
 * are one group, unless one stands there in `from` or in a key that is known.
 */
export function cutBehind(
  from: Uint8Array,
  depth: number,
  steps: number,
  limit: Uint8Array,
  known?: Uint8Array,
): Cut | undefined {
  if (from.length < depth) return undefined;
  const byte = from[depth] ?? -1;
  const isBeside = known !== undefined && sharedLength(from, known) >= depth;
  const cuts = isDigit(byte) || (isBeside && isDigit(known[depth] ?? -1)) ? digitCuts : cutBytes;
  const first = cuts.findIndex((cut) => cut > byte);
  const cut = first === -1 ? undefined : cuts[first + steps - 1];
  if (cut === undefined) return undefined;
  const end = joinBytes(from.subarray(0, depth), Uint8Array.of(cut));
  // A window of several groups is no deeper than what it is cut from: it can be cut by group again.
  return isBefore(end, limit) ? { end, depth: steps === 1 ? depth + 1 : depth } : undefined;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** How many bytes all keys of a range share: windows are cut behind them. */
export function sharedDepth({ key, end }: KeyRange): number {
  if (end === undefined) return 0;
  for (let length = key.length; length > 0; length--) {
    const own = prefixEnd(key.subarray(0, length));
    if (own !== undefined && compareBytes(own, end) === 0) return length;
  }
  return sharedLength(key, end);
}

/** A single zero byte is etcd's way to say "to the last key". */
export function isBefore(end: Uint8Array, limit: Uint8Array): boolean {
  return !isOpen(end) && (isOpen(limit) || compareBytes(end, limit) < 0);
}

function isOpen(end: Uint8Array): boolean {
  return end.length === 1 && end[0] === 0;
}
