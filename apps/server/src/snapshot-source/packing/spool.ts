import { type FileHandle, mkdtemp, open, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { SourceFault } from "@etcdscope/keyspace";
import { fileOf, memoryFile, type OpenFile } from "../file.ts";

export interface SpoolOptions {
  /** Where what does not fit in memory goes. */
  readonly temporaryFolder: string;
  /** Bytes that are held in memory. */
  readonly memoryLimit: number;
  /** Bytes at which unpacking ends with a fault. */
  readonly sizeLimit: number;
  /** Throws where a file that begins so is not worth being unpacked. Called once, with the first bytes. */
  readonly checkHead?: (head: Uint8Array) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that tell what a file is. */
export const headSize = 128 * 1024;
/** How often the room that is left on the disk is looked at. */
const bytesBetweenLooks = 64 * 1024 * 1024;
/** Of the disk this share stays free, up to so many bytes: etcd itself may be on it, and ends where it is full. */
const shareLeftFree = 0.05;
const mostLeftFree = 1024 ** 3;

/**
 * Takes bytes in order: in memory while they are few, beyond that in a file that has no name and that nobody else may
 * read.
 */
export class Spool {
  readonly #options: SpoolOptions;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #handle: FileHandle | undefined;
  #nextLook = 0;
  #isChecked = false;

  constructor(options: SpoolOptions) {
    this.#options = options;
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  async add(chunk: Uint8Array): Promise<void> {
    const { sizeLimit, memoryLimit, signal } = this.#options;
    signal?.throwIfAborted();
    this.#size += chunk.length;
    if (this.#size > sizeLimit)
      throw new SourceFault("too_large", `The packed snapshot unpacks to more than ${sizeLimit} bytes.`);
    this.#chunks.push(chunk);
    if (!this.#isChecked && this.#size >= headSize) this.#check();
    if (this.#size > memoryLimit) await this.#flush();
  }

  async finish(): Promise<OpenFile> {
    if (this.#handle !== undefined) return await fileOf(this.#handle);
    const bytes = Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [];
    return memoryFile(bytes);
  }

  async discard(): Promise<void> {
    this.#chunks = [];
    await this.#handle?.close();
  }

  #check(): void {
    this.#isChecked = true;
    this.#options.checkHead?.(Buffer.concat(this.#chunks).subarray(0, headSize));
  }

  async #flush(): Promise<void> {
    const { temporaryFolder } = this.#options;
    const chunks = this.#chunks;
    this.#chunks = [];
    try {
      if (this.#size >= this.#nextLook) await this.#look();
      this.#handle ??= await nameless(temporaryFolder);
      for (const chunk of chunks) await this.#handle.writeFile(chunk);
    } catch (error) {
      throw folderFault(error, temporaryFolder);
    }
  }

  async #look(): Promise<void> {
    this.#nextLook = this.#size + bytesBetweenLooks;
    const { bavail, bsize, blocks } = await statfs(this.#options.temporaryFolder);
    const reserve = Math.min(mostLeftFree, shareLeftFree * blocks * bsize);
    if (bavail * bsize < reserve) throw noRoom(this.#options.temporaryFolder);
  }
}

const noRoom = (folder: string): SourceFault =>
  new SourceFault(
    "source_unavailable",
    `There is not enough room to unpack the snapshot in ${folder}, the folder for temporary files: set TMPDIR to one with more, or unpack the file yourself.`,
  );

const folderFaults: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "does not exist"],
  ["ENOTDIR", "is not a folder"],
  ["EACCES", "cannot be written by this user"],
  ["EPERM", "cannot be written by this user"],
  ["EROFS", "cannot be written"],
]);

/** The snapshot is not at fault where the folder for temporary files is missing, closed or full. */
function folderFault(error: unknown, folder: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") return noRoom(folder);
  const reason = folderFaults.get(code);
  if (reason === undefined) return error;
  const message = `The snapshot is unpacked in the folder for temporary files, and ${folder} ${reason}: set TMPDIR to another.`;
  return new SourceFault("source_unavailable", message, { cause: error });
}

/** A temporary file without a name: its bytes are gone when it is closed, however the process ends. */
async function nameless(parent: string): Promise<FileHandle> {
  const folder = await mkdtemp(join(parent, "etcdscope-"));
  try {
    return await open(join(folder, "snapshot.db"), "wx+", 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
