import { createReadStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { SourceFault } from "@etcdscope/keyspace";
import { fileOf, memoryFile, type OpenFile } from "./file.ts";

export interface InflateOptions {
  /** Where what does not fit in memory goes. */
  readonly temporaryFolder: string;
  /** Bytes that are held in memory. */
  readonly memoryLimit: number;
  /** Bytes at which inflating ends with a fault. */
  readonly sizeLimit: number;
  readonly signal: AbortSignal | undefined;
}

/** A gzip file as a file that can be read by position: in memory while small, else in a temporary file. */
export async function inflate(path: string, options: InflateOptions): Promise<OpenFile> {
  const compressed = createReadStream(path);
  const gunzip = createGunzip();
  const spool = new Spool(options);
  compressed.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const chunk of compressed.pipe(gunzip)) {
      options.signal?.throwIfAborted();
      await spool.add(chunk);
    }
    return await spool.finish();
  } catch (error) {
    await spool.discard();
    throw isZlibError(error) ? damaged(error, gunzip.bytesWritten) : error;
  } finally {
    compressed.destroy();
  }
}

function damaged(cause: Error, offset: number): SourceFault {
  const message = `The snapshot is damaged: its gzip stream breaks off or is corrupt (${cause.message}).`;
  return new SourceFault("snapshot_damaged", message, { detail: { offset }, cause });
}

const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && String(error.code).startsWith("Z_");

/** Takes bytes in order; beyond the memory limit they go to a file that nobody else may read. */
class Spool {
  readonly #options: InflateOptions;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #handle: FileHandle | undefined;

  constructor(options: InflateOptions) {
    this.#options = options;
  }

  async add(chunk: Uint8Array): Promise<void> {
    const { sizeLimit, memoryLimit, temporaryFolder } = this.#options;
    this.#size += chunk.length;
    if (this.#size > sizeLimit)
      throw new SourceFault("too_large", `The compressed snapshot unpacks to more than ${sizeLimit} bytes.`);
    this.#chunks.push(chunk);
    if (this.#handle === undefined && this.#size > memoryLimit)
      this.#handle = await nameless(temporaryFolder);
    if (this.#handle !== undefined) await this.#flush(this.#handle);
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

  async #flush(handle: FileHandle): Promise<void> {
    const chunks = this.#chunks;
    this.#chunks = [];
    for (const chunk of chunks) await handle.writeFile(chunk);
  }
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
