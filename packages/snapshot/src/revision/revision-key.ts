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
/** etcd counts in signed numbers. */
const largest = 2n ** 63n - 1n;

/**
 * Reads a key of etcd's bucket `key`: main and sub as big-endian 64-bit numbers around `_`, then `t` for a deletion.
 * `undefined` where the bytes are something else.
 */
export function parseRevisionKey(bytes: Uint8Array): RevisionKey | undefined {
  const isDeletion = bytes.length === deletionSize && bytes[plainSize] === deletionMark;
  if ((bytes.length !== plainSize && !isDeletion) || bytes[8] !== underscore) return undefined;
  const main = readBigEndian(bytes, 0);
  const sub = readBigEndian(bytes, 9);
  return main > largest || sub > largest ? undefined : { main, sub, isDeletion };
}

/** Without a view of its own: there are millions of these. */
function readBigEndian(bytes: Uint8Array, at: number): bigint {
  const high = read32(bytes, at);
  const low = BigInt(read32(bytes, at + 4));
  return high === 0 ? low : (BigInt(high) << 32n) | low;
}

function read32(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let next = at; next < at + 4; next++) value = value * 256 + (bytes[next] ?? 0);
  return value;
}
