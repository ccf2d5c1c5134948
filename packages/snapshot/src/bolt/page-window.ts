import type { SnapshotFile } from "../snapshot/file.ts";

/** What is in memory of a file: the bytes from `offset` on. */
interface Part {
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** The buffer that was given for the bytes. */
  readonly buffer: Uint8Array | undefined;
}

export interface WindowOptions {
  /** Bytes of the file that may be asked for. */
  readonly end: number;
  /** What is read at first, and the least that is ever read. */
  readonly least: number;
  /** Bytes are read into the same buffers again: what is held may be overwritten by the next `load`. */
  readonly isReused: boolean;
}

const largestPart = 1024 * 1024;
/** From this size on the walk has been in the order of the file for some steps, and will be. */
const readAheadFrom = 64 * 1024;
/** What may be read ahead for each byte that was used: a walk that jumps about would read far more than it uses. */
const aheadForUsed = 3;
const nothing: Part = { offset: 0, bytes: new Uint8Array(0), buffer: undefined };

/**
 * A part of a file that moves along with a walk. It grows while the walk goes in the order of the file, and then the
 * part behind it is read while this one is looked at.
 */
export class PageWindow {
  readonly #file: SnapshotFile;
  readonly #options: WindowOptions;
  #part = nothing;
  #next: Promise<Part> | undefined;
  #ahead: number;
  #free: Uint8Array[] = [];
  #read = 0;
  #used = 0;

  constructor(file: SnapshotFile, options: WindowOptions) {
    this.#file = file;
    this.#options = options;
    this.#ahead = options.least;
  }

  /** `length` bytes at `offset`, `undefined` where not all of them are in memory. */
  held(offset: number, length: number): Uint8Array | undefined {
    const from = offset - this.#part.offset;
    const { bytes } = this.#part;
    return from < 0 || from + length > bytes.length ? undefined : bytes.subarray(from, from + length);
  }

  /** Tells that so many of the held bytes were used: more may be read ahead. */
  spent(length: number): void {
    this.#used += length;
  }

  /** Moves to `offset`, so that `length` bytes from there are held, as far as the file has them. */
  async load(offset: number, length: number): Promise<void> {
    const next = await this.#takeNext();
    if (next !== undefined && covers(next, offset, length)) {
      this.#adopt(next);
      this.#readAhead();
      return;
    }
    if (next !== undefined) this.#release(next);
    const isNear = this.#isNear(offset);
    this.#resize(isNear);
    this.#adopt(await this.#partAt(offset, Math.max(length, this.#affordable())));
    if (isNear && this.#ahead >= readAheadFrom) this.#readAhead();
  }

  /** What may be read ahead: all in all, the bytes that are read stay within a multiple of those that are used. */
  #affordable(): number {
    const { least } = this.#options;
    return Math.max(
      least,
      Math.min(this.#ahead, readAheadFrom + (1 + aheadForUsed) * this.#used - this.#read),
    );
  }

  async #takeNext(): Promise<Part | undefined> {
    const next = this.#next;
    this.#next = undefined;
    return await next;
  }

  /** Whether the walk goes on about where this part ends. */
  #isNear(offset: number): boolean {
    const { offset: start, bytes } = this.#part;
    return offset >= start && offset <= start + bytes.length + this.#ahead;
  }

  #resize(isNear: boolean): void {
    const ahead = isNear ? this.#ahead * 2 : this.#ahead / 4;
    this.#ahead = Math.min(largestPart, Math.max(this.#options.least, ahead));
  }

  #adopt(part: Part): void {
    this.#release(this.#part);
    this.#part = part;
  }

  #readAhead(): void {
    this.#resize(true);
    const offset = this.#part.offset + this.#part.bytes.length;
    if (offset >= this.#options.end) return;
    this.#next = this.#partAt(offset, this.#affordable());
    // Whoever takes it is told why it failed.
    this.#next.catch(() => undefined);
  }

  async #partAt(offset: number, atMost: number): Promise<Part> {
    const length = Math.max(0, Math.min(atMost, this.#options.end - offset));
    this.#read += length;
    const buffer = this.#options.isReused ? this.#buffer(length) : undefined;
    return { offset, bytes: await this.#file.read(offset, length, buffer), buffer };
  }

  #buffer(length: number): Uint8Array {
    const free = this.#free.pop();
    return free !== undefined && free.length >= length ? free : new Uint8Array(length);
  }

  #release({ buffer }: Part): void {
    if (buffer !== undefined) this.#free.push(buffer);
  }
}

function covers({ offset, bytes }: Part, from: number, length: number): boolean {
  return from >= offset && from + length <= offset + bytes.length;
}
