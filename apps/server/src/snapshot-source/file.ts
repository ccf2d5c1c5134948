import { constants, type Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { SourceFault } from "@etcdscope/keyspace";
import type { SnapshotFile } from "@etcdscope/snapshot";

/** A file that must be closed. */
export interface OpenFile extends SnapshotFile {
  close(): Promise<void>;
}

/** Only what is a file: a pipe would make this wait, and a device may have no end. */
export async function openFile(path: string): Promise<OpenFile> {
  refuseOthers(await stat(path));
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // It may have been replaced since it was looked at.
    refuseOthers(await handle.stat());
    return await fileOf(handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function refuseOthers(stats: Stats): void {
  if (stats.isFile()) return;
  throw new SourceFault(
    "source_unavailable",
    `The snapshot's path leads to ${kindOf(stats)}; a file is needed.`,
  );
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

/** Positioned reads over an open file, of which the size is taken once. */
export async function fileOf(handle: FileHandle): Promise<OpenFile> {
  const { size } = await handle.stat();
  return {
    size: async () => size,
    read: (offset, length, into) =>
      readFully(handle, offset, Math.max(0, Math.min(length, size - offset)), into),
    close: () => handle.close(),
  };
}

/** A single read may return less than was asked for. */
async function readFully(
  handle: FileHandle,
  offset: number,
  length: number,
  into: Uint8Array | undefined,
): Promise<Uint8Array> {
  const bytes = into ?? new Uint8Array(length);
  let have = 0;
  while (have < length) {
    const { bytesRead } = await handle.read(bytes, have, length - have, offset + have);
    if (bytesRead === 0) break;
    have += bytesRead;
  }
  return bytes.subarray(0, have);
}

/** The same over bytes in memory; what is read is a copy, as it is from a file. */
export function memoryFile(bytes: Uint8Array): OpenFile {
  // A Buffer's own slice would not copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    size: async () => plain.length,
    read: async (offset, length) => plain.slice(offset, offset + length),
    close: async () => undefined,
  };
}
