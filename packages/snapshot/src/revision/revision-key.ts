import { viewOf } from "../bolt/number.ts";

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
 * Reads a key of etcd's bucket `key`: main and sub as big-endian 64-bit numbers around `_`, then `t` for a deletion.
 * `undefined` where the bytes are something else.
 */
export function parseRevisionKey(bytes: Uint8Array): RevisionKey | undefined {
  const isDeletion = bytes.length === deletionSize && bytes[plainSize] === deletionMark;
  if ((bytes.length !== plainSize && !isDeletion) || bytes[8] !== underscore) return undefined;
  const view = viewOf(bytes);
  const main = view.getBigInt64(0);
  const sub = view.getBigInt64(9);
  return main < 0n || sub < 0n ? undefined : { main, sub, isDeletion };
}
