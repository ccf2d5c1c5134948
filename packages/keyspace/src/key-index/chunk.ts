import type { KeyMeta } from "../source/source.ts";

/** Keys in one chunk at most: an insert moves at most this many rows. */
export const chunkCapacity = 2048;

const unknownSize = -1;

/** Sorted keys as they lie in memory: key `i` is `bytes[ends[i - 1] ?? 0, ends[i])`. Never written to again. */
export interface KeyRun {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

/** A run of sorted keys as columns: four 64-bit numbers and a size a key, and the key bytes in one pool. */
export class KeyChunk {
  count = 0;
  #pool = new Uint8Array(0);
  /** Where each key ends in the pool; it starts where its predecessor ends. */
  #ends = new Uint32Array(chunkCapacity);
  /** Whether a run of these keys was handed out: they are copied then before they change. */
  #isLent = false;
  readonly #created = new BigInt64Array(chunkCapacity);
  readonly #modified = new BigInt64Array(chunkCapacity);
  readonly #versions = new BigInt64Array(chunkCapacity);
  readonly #leases = new BigInt64Array(chunkCapacity);
  readonly #sizes = new Int32Array(chunkCapacity);

  get isFull(): boolean {
    return this.count === chunkCapacity;
  }

  #start(row: number): number {
    return row === 0 ? 0 : (this.#ends[row - 1] ?? 0);
  }

  #end(row: number): number {
    return this.#ends[row] ?? 0;
  }

  /** The keys as they are now, whatever becomes of the chunk. Copies nothing yet. */
  lend(): KeyRun {
    this.#isLent = true;
    return { bytes: this.#pool, ends: this.#ends.subarray(0, this.count) };
  }

  #own(): void {
    if (!this.#isLent) {
      return;
    }
    this.#pool = this.#pool.slice();
    this.#ends = this.#ends.slice();
    this.#isLent = false;
  }

  /** A copy: the pool moves under inserts. */
  keyAt(row: number): Uint8Array {
    return this.#pool.slice(this.#start(row), this.#end(row));
  }

  metaAt(row: number): KeyMeta {
    const size = this.#sizes[row] ?? unknownSize;
    const meta = {
      key: this.keyAt(row),
      createRevision: this.#created[row] ?? 0n,
      modRevision: this.#modified[row] ?? 0n,
      version: this.#versions[row] ?? 0n,
      lease: this.#leases[row] ?? 0n,
    };
    return size === unknownSize ? meta : { ...meta, valueSize: size };
  }

  leaseAt(row: number): bigint {
    return this.#leases[row] ?? 0n;
  }

  /** Byte order of the key in `row` against `key`. */
  compareAt(row: number, key: Uint8Array): number {
    const start = this.#start(row);
    const length = this.#end(row) - start;
    const most = Math.min(length, key.length);
    for (let at = 0; at < most; at++) {
      const difference = (this.#pool[start + at] ?? 0) - (key[at] ?? 0);
      if (difference !== 0) {
        return difference;
      }
    }
    return length - key.length;
  }

  startsWithAt(row: number, prefix: Uint8Array): boolean {
    const start = this.#start(row);
    if (this.#end(row) - start < prefix.length) {
      return false;
    }
    // From behind: neighbours in sorted order differ at their ends.
    for (let at = prefix.length - 1; at >= 0; at--) {
      if (this.#pool[start + at] !== prefix[at]) {
        return false;
      }
    }
    return true;
  }

  /** Whether two rows begin with the same `length` bytes. */
  shareBeginning(row: number, other: number, length: number): boolean {
    if (this.lengthAt(row) < length || this.lengthAt(other) < length) {
      return false;
    }
    const start = this.#start(row);
    const otherStart = this.#start(other);
    for (let at = length - 1; at >= 0; at--) {
      if (this.#pool[start + at] !== this.#pool[otherStart + at]) {
        return false;
      }
    }
    return true;
  }

  /** The first row behind `row` that does not begin with the same `length` bytes; `count` when all of them do. */
  endOfAlike(row: number, length: number): number {
    let low = row + 1;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.shareBeginning(middle, row, length)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  lengthAt(row: number): number {
    return this.#end(row) - this.#start(row);
  }

  /** Offset in the key of the first `byte` at or behind `from`, or -1. */
  indexOfAt(row: number, byte: number, from: number): number {
    const start = this.#start(row);
    const end = this.#end(row);
    for (let at = start + from; at < end; at++) {
      if (this.#pool[at] === byte) {
        return at - start;
      }
    }
    return -1;
  }

  /** The first row whose key is not less than `key`; `count` when there is none. */
  lowerBound(key: Uint8Array): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareAt(middle, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  setNumbers(row: number, meta: KeyMeta): void {
    this.#created[row] = meta.createRevision;
    this.#modified[row] = meta.modRevision;
    this.#versions[row] = meta.version;
    this.#leases[row] = meta.lease;
    this.#sizes[row] = meta.valueSize ?? unknownSize;
  }

  /** Makes room in `row` and puts the key there. The chunk must not be full and the order is the caller's duty. */
  insert(row: number, meta: KeyMeta): void {
    this.#own();
    const start = this.#start(row);
    const used = this.#start(this.count);
    this.#reserve(used + meta.key.length);
    this.#pool.copyWithin(start + meta.key.length, start, used);
    this.#pool.set(meta.key, start);
    this.#shiftRows(row, row + 1);
    this.#ends[row] = start;
    this.count++;
    this.#moveEnds(row, meta.key.length);
    this.setNumbers(row, meta);
  }

  remove(row: number): void {
    this.#own();
    const start = this.#start(row);
    const length = this.lengthAt(row);
    this.#pool.copyWithin(start, start + length, this.#start(this.count));
    this.#shiftRows(row + 1, row);
    this.count--;
    this.#moveEnds(row, -length);
  }

  /** Moves the rows from `row` on into a new chunk. */
  split(row: number): KeyChunk {
    const tail = new KeyChunk();
    tail.takeRows(this, row);
    this.count = row;
    this.trim();
    return tail;
  }

  /** Appends the rows of another chunk from `row` on. */
  takeRows(from: KeyChunk, row: number): void {
    this.#own();
    const base = this.#start(this.count);
    const start = from.#start(row);
    const bytes = from.#pool.subarray(start, from.#start(from.count));
    this.#reserve(base + bytes.length);
    this.#pool.set(bytes, base);
    for (const [mine, theirs] of this.#columns(from)) {
      mine.set(theirs.subarray(row, from.count), this.count);
    }
    for (const [mine, theirs] of this.#longColumns(from)) {
      mine.set(theirs.subarray(row, from.count), this.count);
    }
    const first = this.count;
    this.count += from.count - row;
    this.#moveEnds(first, base - start);
  }

  /** Gives back the pool's spare room, once a chunk is not expected to grow soon. */
  trim(): void {
    this.#pool = this.#pool.slice(0, this.#start(this.count));
  }

  #columns(other: KeyChunk): [Uint32Array | Int32Array, Uint32Array | Int32Array][] {
    return [
      [this.#ends, other.#ends],
      [this.#sizes, other.#sizes],
    ];
  }

  #longColumns(other: KeyChunk): [BigInt64Array, BigInt64Array][] {
    return [
      [this.#created, other.#created],
      [this.#modified, other.#modified],
      [this.#versions, other.#versions],
      [this.#leases, other.#leases],
    ];
  }

  #shiftRows(from: number, to: number): void {
    this.#ends.copyWithin(to, from, this.count);
    this.#sizes.copyWithin(to, from, this.count);
    this.#created.copyWithin(to, from, this.count);
    this.#modified.copyWithin(to, from, this.count);
    this.#versions.copyWithin(to, from, this.count);
    this.#leases.copyWithin(to, from, this.count);
  }

  #moveEnds(fromRow: number, by: number): void {
    for (let row = fromRow; row < this.count; row++) {
      this.#ends[row] = (this.#ends[row] ?? 0) + by;
    }
  }

  #reserve(bytes: number): void {
    if (bytes > this.#pool.length) {
      const grown = new Uint8Array(Math.max(bytes, Math.ceil(this.#pool.length * 1.25), 256));
      grown.set(this.#pool);
      this.#pool = grown;
    }
  }
}
