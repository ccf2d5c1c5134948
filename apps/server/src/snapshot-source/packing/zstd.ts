import { setImmediate } from "node:timers/promises";
import { type PackingDamage, SourceFault } from "@etcdscope/keyspace";
import type { SnapshotFile } from "@etcdscope/snapshot";
import { Decompress } from "fzstd";
import xxhash from "xxhash-wasm";
import type { Sink } from "./deflate.ts";

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const longestHeader = 18;
const blockHeader = 3;
/** In the frame's descriptor. */
const [checksumFlag, reservedFlag, singleFlag] = [4, 8, 0x20];
const largestBlock = 128 * 1024;
/** What every decoder must be able to hold (RFC 8878); only --ultra and --long make larger ones. */
const largestWindow = 8 * 1024 * 1024;
/** Each block moves the window on: bytes moved for each one unpacked, and how many of them are free. */
const movesForByte = 256;
const freeMoves = 16 * 1024 ** 3;
/** Bytes unpacked between two turns of others. */
const bytesInTurn = 4 * 1024 * 1024;
const freeFrames = 1000;
const bytesForFrame = 1024;

/** A frame's header (RFC 8878, 3.1.1.1). */
interface Frame {
  readonly headerSize: number;
  readonly window: number;
  readonly hasChecksum: boolean;
  readonly contentSize: number | undefined;
}

/** What of a frame was unpacked. */
interface Unpacked {
  readonly damage?: PackingDamage;
  readonly next?: number;
}

/**
 * Unpacks a zstd file with one or more frames. What can be unpacked reaches the sink; the answer is the file's first
 * damage, or `undefined`.
 *
 * @throws SourceFault `not_supported` for a frame that needs a dictionary or a larger window.
 */
export async function unzstd(file: SnapshotFile, sink: Sink): Promise<PackingDamage | undefined> {
  const reader = new FrameReader(file, await file.size(), sink, await xxhash());
  return await reader.readAll();
}

class FrameReader {
  readonly #file: SnapshotFile;
  readonly #size: number;
  readonly #sink: Sink;
  readonly #hashes: Awaited<ReturnType<typeof xxhash>>;
  #unpacked = 0;
  #moved = 0;
  #turnAt = bytesInTurn;

  constructor(file: SnapshotFile, size: number, sink: Sink, hashes: Awaited<ReturnType<typeof xxhash>>) {
    this.#file = file;
    this.#size = size;
    this.#sink = sink;
    this.#hashes = hashes;
  }

  async readAll(): Promise<PackingDamage | undefined> {
    let damage: PackingDamage | undefined;
    for (let at = 0, frames = 1; ; frames++) {
      const { damage: found, next } = await this.#frame(at);
      damage ??= found;
      if (next === undefined || next >= this.#size) return damage;
      if (frames > freeFrames + this.#unpacked / bytesForFrame)
        return damage ?? { fault: "corrupt", offset: next };
      at = next;
    }
  }

  async #frame(at: number): Promise<Unpacked> {
    const head = Buffer.from(await this.#file.read(at, longestHeader));
    if (head.length < 8) return { damage: { fault: at === 0 ? "cut" : "trailing", offset: at } };
    const magic = head.readUInt32LE(0);
    if ((magic & 0xfffffff0) >>> 0 === skippableMagic) return this.#skip(at + 8 + head.readUInt32LE(4));
    if (magic !== frameMagic) return { damage: { fault: at === 0 ? "corrupt" : "trailing", offset: at } };
    const frame = frameOf(head);
    if (frame === undefined) return { damage: { fault: "corrupt", offset: at } };
    return await this.#blocks(frame, head, at);
  }

  #skip(next: number): Unpacked {
    return next > this.#size ? { damage: { fault: "cut", offset: this.#size } } : { next };
  }

  /** Gives the decoder one block at a time, so that what comes out of it at once is bounded. */
  async #blocks(frame: Frame, head: Buffer, start: number): Promise<Unpacked> {
    const decoder = new FrameDecoder(head.subarray(0, frame.headerSize));
    const hash = this.#hashes.create64(0n);
    let length = 0;
    for (let at = start + frame.headerSize; ; ) {
      const block = await this.#block(at);
      if (typeof block === "string") return { damage: { fault: block, offset: at } };
      const out = this.#afford(frame.window) ? decoder.decode(block) : undefined;
      if (out === undefined) return { damage: { fault: "corrupt", offset: at } };
      if (frame.hasChecksum) hash.update(out);
      length += out.length;
      await this.#give(out);
      at += block.bytes.length;
      if (block.isLast) return await this.#end(frame, at, length, hash.digest());
    }
  }

  /** Block header, 3 bytes little endian: last, type of two bits, size. A block of type 1 is one byte, repeated. */
  async #block(at: number): Promise<Block | "corrupt" | "cut"> {
    const head = await this.#file.read(at, blockHeader);
    if (head.length < blockHeader) return "cut";
    const bits = (head[0] ?? 0) | ((head[1] ?? 0) << 8) | ((head[2] ?? 0) << 16);
    const [type, size] = [(bits >> 1) & 3, bits >> 3];
    if (type === 3 || size > largestBlock) return "corrupt";
    const length = blockHeader + (type === 1 ? 1 : size);
    const bytes = await this.#file.read(at, length);
    return bytes.length < length ? "cut" : { bytes, isLast: (bits & 1) === 1 };
  }

  #afford(window: number): boolean {
    this.#moved += window;
    return this.#moved <= freeMoves + movesForByte * this.#unpacked;
  }

  async #give(bytes: Uint8Array): Promise<void> {
    this.#unpacked += bytes.length;
    await this.#sink(bytes);
    if (this.#unpacked < this.#turnAt) return;
    this.#turnAt = this.#unpacked + bytesInTurn;
    await setImmediate();
  }

  /** The low half of XXH64 over what was unpacked, where there is one. */
  async #end(frame: Frame, at: number, length: number, hash: bigint): Promise<Unpacked> {
    const next = at + (frame.hasChecksum ? 4 : 0);
    const stored = Buffer.from(await this.#file.read(at, next - at));
    if (stored.length < next - at) return { damage: { fault: "cut", offset: this.#size } };
    const fits =
      (!frame.hasChecksum || BigInt(stored.readUInt32LE(0)) === (hash & 0xffff_ffffn)) &&
      (frame.contentSize === undefined || frame.contentSize === length);
    return fits ? { next } : { damage: { fault: "checksum", offset: at }, next };
  }
}

interface Block {
  /** With its header. */
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/** Unpacks the blocks of one frame. */
class FrameDecoder {
  readonly #out: Uint8Array[] = [];
  readonly #decoder = new Decompress((bytes) => void this.#out.push(bytes));
  /** What the decoder was not given yet. */
  #header: Uint8Array;

  /** The decoder neither checks the sum behind a frame nor ends there: its flag is taken from the header. */
  constructor(header: Uint8Array) {
    this.#header = Uint8Array.from(header);
    this.#header[4] = (this.#header[4] ?? 0) & ~checksumFlag;
  }

  /** What is in a block; `undefined` where that makes no sense. */
  decode({ bytes, isLast }: Block): Uint8Array | undefined {
    try {
      this.#decoder.push(Buffer.concat([this.#header, bytes]), isLast);
      this.#header = new Uint8Array(0);
      return Buffer.concat(this.#out.splice(0));
    } catch {
      return undefined;
    }
  }
}

function frameOf(head: Buffer): Frame | undefined {
  const descriptor = head[4] ?? 0;
  if ((descriptor & reservedFlag) !== 0) return undefined;
  const isSingle = (descriptor & singleFlag) !== 0;
  const dictionaryAt = isSingle ? 5 : 6;
  const sizeAt = dictionaryAt + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const headerSize = sizeAt + sizeBytes;
  if (head.length < headerSize) return undefined;
  if (head.subarray(dictionaryAt, sizeAt).some((byte) => byte !== 0)) throw needs("a dictionary");
  const contentSize = contentSizeOf(head, sizeAt, sizeBytes);
  const window = isSingle ? (contentSize ?? 0) : windowOf(head[5] ?? 0);
  if (window > largestWindow) throw needs("a larger window (--long or --ultra)");
  return { headerSize, window, hasChecksum: (descriptor & checksumFlag) !== 0, contentSize };
}

function contentSizeOf(head: Buffer, at: number, bytes: number): number | undefined {
  if (bytes === 0) return undefined;
  if (bytes === 8) return Number(head.readBigUInt64LE(at));
  return head.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}

const windowOf = (byte: number): number => 2 ** (10 + (byte >> 3)) * (1 + (byte & 7) / 8);

const needs = (what: string): SourceFault =>
  new SourceFault(
    "not_supported",
    `To unpack this zstd file takes ${what}: unpack it with “zstd -d --long=31” first.`,
  );
