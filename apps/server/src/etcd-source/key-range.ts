import { compareBytes, joinBytes, prefixEnd } from "@etcdscope/keyspace";

/** Keys from `key` on, before `end`; to the last key without an end. */
export interface KeyRange {
  readonly key: Uint8Array;
  readonly end: Uint8Array | undefined;
}

const zeroByte = Uint8Array.of(0);

/** The same keys in as few ranges as there can be, in byte order. */
export function joined(ranges: readonly KeyRange[]): KeyRange[] {
  const result: KeyRange[] = [];
  for (const range of ranges.toSorted((left, right) => compareBytes(left.key, right.key))) {
    const last = result.at(-1);
    if (last === undefined || (last.end !== undefined && compareBytes(last.end, range.key) < 0)) {
      result.push(range);
    } else {
      result[result.length - 1] = { key: last.key, end: laterEnd(last.end, range.end) };
    }
  }
  return result;
}

/** What of the ranges stands under a prefix. */
export function under(ranges: readonly KeyRange[], prefix: Uint8Array): KeyRange[] {
  return within(ranges, rangeOf(prefix));
}

/** The keys that start with a prefix. */
export function rangeOf(prefix: Uint8Array): KeyRange {
  return { key: prefix.length === 0 ? zeroByte : prefix, end: prefixEnd(prefix) };
}

/** What of the ranges stands in another one. */
export function within(ranges: readonly KeyRange[], whole: KeyRange): KeyRange[] {
  return ranges
    .map(({ key, end }) => ({
      key: compareBytes(key, whole.key) < 0 ? whole.key : key,
      end: earlierEnd(end, whole.end),
    }))
    .filter(({ key, end }) => end === undefined || compareBytes(key, end) < 0);
}

/** A range as etcd's permissions have it: no end for one key, a zero byte for all from the key on. */
export function grantedRange(key: Uint8Array, rangeEnd: Uint8Array): KeyRange {
  const start = key.length === 0 ? zeroByte : key;
  if (rangeEnd.length === 0) return { key: start, end: joinBytes(start, zeroByte) };
  return { key: start, end: isZeroByte(rangeEnd) ? undefined : rangeEnd };
}

/** A range as requests have it. */
export function requestOf({ key, end }: KeyRange): { key: Uint8Array; rangeEnd: Uint8Array } {
  return { key, rangeEnd: end ?? zeroByte };
}

function isZeroByte(bytes: Uint8Array): boolean {
  return bytes.length === 1 && bytes[0] === 0;
}

function laterEnd(one: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array | undefined {
  if (one === undefined || other === undefined) return undefined;
  return compareBytes(one, other) < 0 ? other : one;
}

function earlierEnd(one: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array | undefined {
  if (one === undefined) return other;
  return other !== undefined && compareBytes(other, one) < 0 ? other : one;
}
