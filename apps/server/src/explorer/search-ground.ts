import { compareBytes, prefixEnd, startsWith } from "@etcdscope/keyspace";

/** Keys that are walked over in one go: those of a prefix that are not of one before it. */
export interface Stretch {
  /** Which of the prefixes. */
  readonly prefix: number;
  readonly from: Uint8Array;
  /** To the last key without. */
  readonly until: Uint8Array | undefined;
}

/** How much of a prefix was searched, with what is nested in it. */
export interface SearchedPrefix {
  readonly prefix: Uint8Array;
  readonly searched: number;
  readonly isWhole: boolean;
}

/**
 * The prefixes that a search without an index walks over, in this order: those that were opened, the deepest first,
 * because a person looks there. A prefix that is asked for itself is the last; without any it is all keys.
 */
export function groundOf(under: Uint8Array, opened: readonly Uint8Array[]): readonly Uint8Array[] {
  const inside = opened.filter((prefix) => startsWith(prefix, under));
  const all = under.length > 0 || inside.length === 0 ? [...inside, under] : inside;
  const sorted = all.toSorted(deepestFirst);
  return sorted.filter((prefix, at) => at === 0 || compareBytes(prefix, sorted[at - 1] ?? under) !== 0);
}

/** What is nested in a prefix is longer and has no fewer slashes: it always comes before it. */
function deepestFirst(left: Uint8Array, right: Uint8Array): number {
  return slashes(right) - slashes(left) || right.length - left.length || compareBytes(left, right);
}

const slashes = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum + (byte === 0x2f ? 1 : 0), 0);

/** Every key of the prefixes in one stretch and no more; keys before `from` are left out. */
export function stretchesOf(prefixes: readonly Uint8Array[], from?: Uint8Array): readonly Stretch[] {
  const all = prefixes.flatMap((_, prefix) => stretchesOfOne(prefixes, prefix));
  if (from === undefined) return all;
  return all
    .filter(({ until }) => until === undefined || compareBytes(from, until) < 0)
    .map((stretch) => (compareBytes(stretch.from, from) < 0 ? { ...stretch, from } : stretch));
}

function stretchesOfOne(prefixes: readonly Uint8Array[], prefix: number): Stretch[] {
  const own = prefixes[prefix] ?? new Uint8Array(0);
  const holes = prefixes.slice(0, prefix).filter((other) => startsWith(other, own));
  const stretches: Stretch[] = [];
  let from: Uint8Array | undefined = own;
  for (const hole of holes.toSorted(compareBytes)) {
    if (from === undefined) return stretches;
    if (compareBytes(hole, from) > 0) stretches.push({ prefix, from, until: hole });
    // A hole in a hole ends within it.
    if (compareBytes(hole, from) >= 0) from = prefixEnd(hole);
  }
  const until = prefixEnd(own);
  if (from !== undefined && (until === undefined || compareBytes(from, until) < 0))
    stretches.push({ prefix, from, until });
  return stretches;
}

/** The prefixes that a key of one of them counts for: that one and those around it. */
export function around(prefixes: readonly Uint8Array[], prefix: number): readonly number[] {
  const own = prefixes[prefix] ?? new Uint8Array(0);
  return prefixes.flatMap((other, at) => (startsWith(own, other) ? [at] : []));
}

/** What was searched once the first `done` stretches were walked; `counts` are the keys looked at of each prefix. */
export function coverageOf(
  prefixes: readonly Uint8Array[],
  stretches: readonly Stretch[],
  counts: readonly number[],
  done: number,
): readonly SearchedPrefix[] {
  const left = new Set(stretches.slice(done).map(({ prefix }) => prefix));
  return prefixes.map((prefix, at) => ({ prefix, searched: counts[at] ?? 0, isWhole: !left.has(at) }));
}
