import { int64 } from "./int64.ts";

/** The name of one change: the store's revision, and which change within it. */
export interface RevisionKey {
  readonly main: bigint;
  readonly sub: bigint;
  /** The change was a deletion. */
  readonly isDeletion: boolean;
}

const plainSize = 17;
const deletionSize = 18;
const underscore = 0x5f;
const deletionMark = 0x74;

/**
 * The name of a change in words, to be read for millions: main and sub, of each the low half, and the high half behind
 * it.
 */
export class RevisionWords {
  readonly words: Uint32Array = new Uint32Array(4);
  isDeletion = false;

  /**
   * Reads a key of etcd's bucket `key`: main and sub as big-endian 64-bit numbers around `_`, then `t` for a deletion.
   * `false` where the bytes are something else.
   */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    const size = end - start;
    this.isDeletion = size === deletionSize && bytes[start + plainSize] === deletionMark;
    if ((size !== plainSize && !this.isDeletion) || bytes[start + 8] !== underscore) return false;
    const { words } = this;
    words[1] = read32(bytes, start);
    words[0] = read32(bytes, start + 4);
    words[3] = read32(bytes, start + 9);
    words[2] = read32(bytes, start + 13);
    // etcd counts in signed numbers.
    return ((words[1] ?? 0) | (words[3] ?? 0)) >>> 31 === 0;
  }

  /** Whether this change comes before the other in the history. */
  isBefore({ words: theirs, isDeletion }: RevisionWords): boolean {
    const { words } = this;
    for (let weight = 0; weight < places.length; weight++) {
      const at = places[weight] ?? 0;
      const difference = (words[at] ?? 0) - (theirs[at] ?? 0);
      if (difference !== 0) return difference < 0;
    }
    return !this.isDeletion && isDeletion;
  }
}

/** Words by their weight. */
const places = [1, 0, 3, 2] as const;

/** The name of a change; `undefined` where the bytes are something else. */
export function parseRevisionKey(bytes: Uint8Array): RevisionKey | undefined {
  const name = new RevisionWords();
  if (!name.read(bytes, 0, bytes.length)) return undefined;
  return { main: int64(name.words, 0), sub: int64(name.words, 2), isDeletion: name.isDeletion };
}

function read32(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  const low = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  return ((high << 16) | low) >>> 0;
}
