import { compareBytes } from "../bolt/number.ts";
import type { SnapshotFile } from "./file.ts";

/** A running sha256. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** The 32 bytes of the hash; nothing is updated after it. */
  digest(): Uint8Array;
}

/**
 * What the sha256 at the end of a saved snapshot says. `absent`: the file is a plain database and has none.
 * `cut`: the file ends neither with a page nor with a whole sha256.
 */
export type TrailerVerdict = "intact" | "mismatch" | "absent" | "cut";

/** Pages are multiples of it, so what is left over tells of a trailer. */
const sector = 512;
const hashSize = 32;
const chunkSize = 1024 * 1024;

/** Bytes of the database alone, without the trailer that a file of this size has. */
export function databaseSize(fileSize: number): number {
  return fileSize % sector === hashSize ? fileSize - hashSize : fileSize;
}

/** Compares the sha256 that `etcdctl snapshot save` appends with the bytes before it. Reads the whole file once. */
export async function checkTrailer(
  file: SnapshotFile,
  hash: Sha256,
  signal?: AbortSignal,
): Promise<TrailerVerdict> {
  const size = await file.size();
  if (size % sector !== hashSize) return size % sector === 0 ? "absent" : "cut";
  const end = size - hashSize;
  await hashTo(end, file, hash, signal);
  const stored = await file.read(end, hashSize);
  return compareBytes(stored, hash.digest()) === 0 ? "intact" : "mismatch";
}

/** While one chunk is hashed the next is read. */
async function hashTo(end: number, file: SnapshotFile, hash: Sha256, signal?: AbortSignal): Promise<void> {
  const buffers = [new Uint8Array(chunkSize), new Uint8Array(chunkSize)] as const;
  const read = (at: number): Promise<Uint8Array> =>
    file.read(at, Math.min(chunkSize, end - at), buffers[(at / chunkSize) % 2 === 0 ? 0 : 1]);
  for (let at = 0, next = read(0); at < end; at += chunkSize) {
    const bytes = await next;
    signal?.throwIfAborted();
    if (at + chunkSize < end) next = read(at + chunkSize);
    hash.update(bytes);
  }
}
