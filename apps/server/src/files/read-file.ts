import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

/** Why a file is not read: one sentence, without the file's name. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}

interface ReadLimits {
  /** Bytes of the file at most. */
  readonly size: number;
  /** Milliseconds in which a pipe must have delivered all of it. */
  readonly wait: number;
}

/** What files that a person names may be: certificates, passwords, settings. Kubernetes limits a Secret to one MiB. */
const usualLimits: ReadLimits = { size: 4 * 1024 * 1024, wait: 10_000 };

/**
 * Reads a regular file up to a size. What a link leads to counts. A file that claims to be empty, as those of /proc do,
 * is read until it ends. Throws {@link UnreadableFile}, or what the operating system says.
 */
export async function readRegularFile(path: string, size: number): Promise<Buffer> {
  return await opened(path, async (handle) => {
    const kind = await kindOf(handle);
    if (kind !== "file") throw new UnreadableFile(`This is ${names[kind]}; a file is needed.`);
    return await readWhole(handle, size);
  });
}

/** Settings, which are read more than once: a pipe could not be. */
export async function readSettingsFile(path: string): Promise<string> {
  return (await readRegularFile(path, usualLimits.size)).toString("utf8");
}

/**
 * Reads a regular file or a pipe: a shell's `<(…)`, /dev/stdin or a named pipe, which secrets are handed over by. A
 * pipe must deliver within the limits' time; it is opened without waiting for its writer, so that none can hold the
 * program. Devices are refused: some never end. Throws {@link UnreadableFile}, or what the operating system says.
 */
export async function readFileOrPipe(path: string, limits: ReadLimits = usualLimits): Promise<Buffer> {
  return await opened(path, async (handle) => {
    const kind = await kindOf(handle);
    if (kind === "file") return await readWhole(handle, limits.size);
    if (kind !== "pipe") throw new UnreadableFile(`This is ${names[kind]}; a file or a pipe is needed.`);
    return await readPipe(handle, limits);
  });
}

const names = {
  file: "a file",
  pipe: "a pipe",
  folder: "a folder",
  device: "a device",
  socket: "a socket",
} as const;

async function opened<T>(path: string, read: (handle: FileHandle) => Promise<T>): Promise<T> {
  // Looked at once it is open: between looking and opening it could be exchanged. Where there is no such flag, on
  // Windows, there are no pipes among the files either.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return await read(handle);
  } finally {
    await handle.close();
  }
}

async function kindOf(handle: FileHandle): Promise<keyof typeof names> {
  const stats = await handle.stat();
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  if (stats.isFIFO()) return "pipe";
  return stats.isSocket() ? "socket" : "device";
}

const chunkSize = 64 * 1024;

async function readWhole(handle: FileHandle, size: number): Promise<Buffer> {
  const content = new Content(size);
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkSize), 0, chunkSize, null);
    if (bytesRead === 0) return content.whole();
    content.add(buffer.subarray(0, bytesRead));
  }
}

/** Milliseconds between two looks at a pipe that has nothing yet. */
const lookAgain = 20;

/** Until a writer came, a pipe reads as if it had ended; afterwards its end is the end. */
async function readPipe(handle: FileHandle, { size, wait }: ReadLimits): Promise<Buffer> {
  const content = new Content(size);
  const until = performance.now() + wait;
  while (performance.now() < until) {
    const chunk = await readReady(handle);
    if (chunk?.length === 0 && content.hasBegun) return content.whole();
    if (chunk === undefined || chunk.length === 0) await pause(lookAgain);
    else content.add(chunk);
  }
  throw new UnreadableFile(`The pipe did not end within ${wait / 1000} s.`);
}

/** What can be read without waiting: nothing at the end, `undefined` where the writer has not written yet. */
async function readReady(handle: FileHandle): Promise<Buffer | undefined> {
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkSize), 0, chunkSize, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return undefined;
    throw error;
  }
}

/** Bytes in order, up to a size. */
class Content {
  readonly #largest: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(largest: number) {
    this.#largest = largest;
  }

  get hasBegun(): boolean {
    return this.#size > 0;
  }

  add(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#largest)
      throw new UnreadableFile(`The file has more than ${this.#largest} bytes.`);
    this.#chunks.push(chunk);
  }

  whole(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
