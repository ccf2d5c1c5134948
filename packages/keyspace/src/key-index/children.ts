import { compareBytes, joinBytes, sharedLength } from "../bytes/order.ts";
import type { KeyChild } from "../source/source.ts";
import type { Place, SortedKeys } from "./sorted-keys.ts";

const slash = 0x2f;
const slashBytes = Uint8Array.of(slash);
const zeroByte = Uint8Array.of(0);

/** Rows that are compared one by one before a binary search pays. */
const neighbours = 8;

export interface ChildrenOptions {
  /** The name of the last child already seen. */
  readonly cursor?: Uint8Array | undefined;
  /** Children in the page at most. */
  readonly limit: number;
}

/** A run of children, in byte order of their names. */
export interface ChildRun {
  readonly children: readonly KeyChild[];
  /** Cursor of the next run; absent at the end. */
  readonly next?: Uint8Array;
}

export interface ChildrenPage extends ChildRun {
  /** Direct children of the prefix in all. */
  readonly total: number;
}

/** Direct children of a prefix in byte order of their names. The prefix need not end with a slash. */
export function listChildren(keys: SortedKeys, prefix: Uint8Array, options: ChildrenOptions): ChildRun {
  const children: KeyChild[] = [];
  const limit = Math.max(1, options.limit);
  for (const child of childrenAfter(keys, prefix, options.cursor)) {
    const last = children.at(-1);
    if (last !== undefined && children.length === limit) {
      return { children, next: last.name };
    }
    children.push(child);
  }
  return { children };
}

/** How many direct children a prefix has, without naming them: one pass over the keys, blocks of them skipped. */
export function countChildren(keys: SortedKeys, prefix: Uint8Array): number {
  return countIn(keys, prefix, keys.prefixBound(prefix));
}

/** How many direct children of a prefix have a name less than this one. */
export function countBefore(keys: SortedKeys, prefix: Uint8Array, name: Uint8Array): number {
  let total = countIn(keys, prefix, keys.lowerBound(joinBytes(prefix, name)));
  for (let length = shortestName(prefix); length < name.length; length++) {
    const key = joinBytes(prefix, name.subarray(0, length));
    // Keys under `foo/` stand behind those of `foo-bar`: the name is less, and was not counted yet.
    const isBehind = (name[length] ?? 0) < slash && !keys.has(key);
    if (isBehind && keys.count(joinBytes(key, slashBytes)) > 0) total++;
  }
  return total;
}

/** Children whose first key stands before an ordinal. */
function countIn(keys: SortedKeys, prefix: Uint8Array, end: number): number {
  const from = prefix.length + shortestName(prefix);
  let total = 0;
  let ordinal = keys.lowerBound(prefix);
  while (ordinal < end) {
    const place = keys.placeOf(ordinal);
    const at = place.chunk.indexOfAt(place.row, slash, from);
    if (at === -1) {
      total++;
      ordinal++;
    } else {
      total += isAlsoKey(keys, place, at) ? 0 : 1;
      ordinal = blockEnd(keys, ordinal, place, at + 1);
    }
  }
  return total;
}

/** At the root the empty name cannot be: every key has a byte, and a leading slash is part of the name. */
function shortestName(prefix: Uint8Array): number {
  return prefix.length === 0 ? 1 : 0;
}

/** Children from a name on, itself included. */
export function* childrenFrom(keys: SortedKeys, prefix: Uint8Array, name: Uint8Array): Generator<KeyChild> {
  if (name.length === 0) {
    yield* childrenAfter(keys, prefix, undefined);
    return;
  }
  const key = joinBytes(prefix, name);
  if (keys.has(key) || keys.count(joinBytes(key, slashBytes)) > 0) {
    yield childNamed(keys, prefix, name, keys.lowerBound(key)).child;
  }
  yield* childrenAfter(keys, prefix, name);
}

function* childrenAfter(
  keys: SortedKeys,
  prefix: Uint8Array,
  cursor: Uint8Array | undefined,
): Generator<KeyChild> {
  const end = keys.prefixBound(prefix);
  let after = cursor;
  let ordinal = keys.lowerBound(
    cursor === undefined ? prefix : joinBytes(joinBytes(prefix, cursor), zeroByte),
  );
  for (;;) {
    const name = nextName(keys, prefix, { from: ordinal, end, after });
    if (name === undefined) {
      return;
    }
    const found = childNamed(keys, prefix, name.bytes, name.first);
    yield found.child;
    after = name.bytes;
    ordinal = found.next;
  }
}

/** The least child name greater than `after`, of the keys from one ordinal to another. */
function nextName(
  keys: SortedKeys,
  prefix: Uint8Array,
  { from, end, after }: { from: number; end: number; after: Uint8Array | undefined },
): { bytes: Uint8Array; first: number } | undefined {
  let ordinal = from;
  while (ordinal < end) {
    const name = nameAt(keys, ordinal, prefix);
    if (after === undefined || compareBytes(name, after) > 0) {
      const shorter = shorterName(keys, prefix, name, after);
      return shorter === undefined
        ? { bytes: name, first: ordinal }
        : { bytes: shorter, first: keys.lowerBound(joinBytes(prefix, shorter)) };
    }
    // Keys under `foo/` stand behind those of `foo-bar`, though the name `foo` came first.
    ordinal = keys.prefixBound(joinBytes(joinBytes(prefix, name), slashBytes));
  }
  return undefined;
}

/** The child of a name, given the first key that begins with it; and the ordinal where the next child may begin. */
function childNamed(
  keys: SortedKeys,
  prefix: Uint8Array,
  name: Uint8Array,
  first: number,
): { child: KeyChild; next: number } {
  const key = joinBytes(prefix, name);
  const place = keys.placeOf(first);
  const isKey = place.chunk.lengthAt(place.row) === key.length;
  const behind = first + (isKey ? 1 : 0);
  const block = blockOf(keys, behind, key);
  const under = block.end - block.start;
  const child = { name, key, isKey, isPrefix: under > 0, count: under + (isKey ? 1 : 0) };
  return { child, next: block.start === behind ? block.end : behind };
}

/** The keys under `key` + "/", looked for from the first key behind `key` on: mostly they begin or fail there. */
function blockOf(keys: SortedKeys, behind: number, key: Uint8Array): { start: number; end: number } {
  if (behind >= keys.size) {
    return { start: behind, end: behind };
  }
  const place = keys.placeOf(behind);
  const block = joinBytes(key, slashBytes);
  if (place.chunk.startsWithAt(place.row, block)) {
    return { start: behind, end: blockEnd(keys, behind, place, block.length) };
  }
  return place.chunk.startsWithAt(place.row, key)
    ? { start: keys.lowerBound(block), end: keys.prefixBound(block) }
    : { start: behind, end: behind };
}

/**
 * A child whose name is the beginning of `name`, still to come in key order: `foo/…` stands behind `foo-bar/…`
 * because `-` is less than the slash, but the name `foo` is less than `foo-bar`.
 */
function shorterName(
  keys: SortedKeys,
  prefix: Uint8Array,
  name: Uint8Array,
  after: Uint8Array | undefined,
): Uint8Array | undefined {
  const seen = after === undefined ? 0 : sharedLength(name, after) + 1;
  for (let length = Math.max(seen, shortestName(prefix)); length < name.length; length++) {
    if ((name[length] ?? 0) < slash) {
      const shorter = name.slice(0, length);
      if (keys.count(joinBytes(joinBytes(prefix, shorter), slashBytes)) > 0) {
        return shorter;
      }
    }
  }
  return undefined;
}

/** The name of the child that the key at an ordinal belongs to. */
export function nameAt(keys: SortedKeys, ordinal: number, prefix: Uint8Array): Uint8Array {
  const key = keys.keyAt(ordinal);
  const at = key.indexOf(slash, prefix.length + shortestName(prefix));
  return key.slice(prefix.length, at === -1 ? key.length : at);
}

/** Whether the first `length` bytes of a block's first key are a key themselves: it would stand closely before. */
function isAlsoKey(keys: SortedKeys, { chunk, row }: Place, length: number): boolean {
  if (row > 0 && !chunk.shareBeginning(row - 1, row, length)) {
    return false;
  }
  return keys.has(chunk.keyAt(row).subarray(0, length));
}

/** Ordinal behind the keys that share the first `length` bytes. Most blocks are small: look at neighbours first. */
function blockEnd(keys: SortedKeys, ordinal: number, { chunk, row }: Place, length: number): number {
  for (let next = row + 1; next < chunk.count && next <= row + neighbours; next++) {
    if (!chunk.shareBeginning(next, row, length)) {
      return ordinal + next - row;
    }
  }
  const end = chunk.endOfAlike(row, length);
  return end < chunk.count ? ordinal + end - row : keys.prefixBound(chunk.keyAt(row).subarray(0, length));
}
