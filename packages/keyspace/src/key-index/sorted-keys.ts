import { prefixEnd } from "../bytes/order.ts";
import type { KeyMeta } from "../source/source.ts";
import { chunkCapacity, KeyChunk, type KeyRun } from "./chunk.ts";

/** Where a key stands: a chunk and a row in it. */
export interface Place {
  readonly chunk: KeyChunk;
  readonly row: number;
}

/** Keys in byte order, addressed by their ordinal (0 is the first key). Grows and shrinks in place. */
export class SortedKeys {
  #chunks: KeyChunk[] = [];
  /** Ordinal of each chunk's first key; rebuilt when asked for after a change. */
  #starts: number[] | undefined = [];
  #size = 0;
  #changes = 0;

  get size(): number {
    return this.#size;
  }

  /** Grows whenever a key comes or goes: what was computed over ordinals before is stale then. */
  get changes(): number {
    return this.#changes;
  }

  /** Every run of keys, in order. */
  get chunks(): readonly KeyChunk[] {
    return this.#chunks;
  }

  /** Ordinal of the first key not less than `key`; `size` when there is none. */
  lowerBound(key: Uint8Array): number {
    const at = this.#chunkFor(key);
    const chunk = this.#chunks[at];
    return chunk === undefined ? this.#size : this.#startOf(at) + chunk.lowerBound(key);
  }

  /** Ordinal behind the last key that starts with `prefix`. */
  prefixBound(prefix: Uint8Array): number {
    const end = prefixEnd(prefix);
    return end === undefined ? this.#size : this.lowerBound(end);
  }

  /** Keys that start with `prefix`. */
  count(prefix: Uint8Array): number {
    return this.prefixBound(prefix) - this.lowerBound(prefix);
  }

  has(key: Uint8Array): boolean {
    return this.#find(key) !== undefined;
  }

  get(key: Uint8Array): KeyMeta | undefined {
    const found = this.#find(key);
    return found?.chunk.metaAt(found.row);
  }

  keyAt(ordinal: number): Uint8Array {
    const { chunk, row } = this.placeOf(ordinal);
    return chunk.keyAt(row);
  }

  metaAt(ordinal: number): KeyMeta {
    const { chunk, row } = this.placeOf(ordinal);
    return chunk.metaAt(row);
  }

  /** All keys as they are now, in order, whatever comes or goes from now on. */
  runs(): KeyRun[] {
    return this.#chunks.map((chunk) => chunk.lend());
  }

  /** Puts a key behind all others; refuses one that does not belong there. */
  append(meta: KeyMeta): void {
    let chunk = this.#chunks.at(-1);
    if (chunk !== undefined && chunk.compareAt(chunk.count - 1, meta.key) >= 0) {
      throw new RangeError("keys must come in byte order, each once");
    }
    if (chunk === undefined || chunk.isFull) {
      chunk?.trim();
      chunk = new KeyChunk();
      this.#chunks.push(chunk);
    }
    chunk.insert(chunk.count, meta);
    this.#changed(1);
  }

  /** Adds the key, or replaces what is known of it. */
  put(meta: KeyMeta): void {
    const at = this.#chunkFor(meta.key);
    const chunk = this.#chunks[at];
    const row = chunk?.lowerBound(meta.key) ?? 0;
    if (chunk === undefined) {
      this.append(meta);
    } else if (chunk.compareAt(row, meta.key) === 0) {
      chunk.setNumbers(row, meta);
    } else {
      this.#insert(chunk, at, row, meta);
    }
  }

  /** Whether the key was there. */
  remove(key: Uint8Array): boolean {
    const found = this.#find(key);
    if (found === undefined) {
      return false;
    }
    found.chunk.remove(found.row);
    this.#changed(-1);
    this.#shrink(this.#chunks.indexOf(found.chunk));
    return true;
  }

  placeOf(ordinal: number): Place {
    const starts = this.#chunkStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? 0) <= ordinal) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    const chunk = this.#chunks[low];
    if (chunk === undefined || ordinal < 0 || ordinal >= this.#size) {
      throw new RangeError(`no key ${ordinal} of ${this.#size}`);
    }
    return { chunk, row: ordinal - (starts[low] ?? 0) };
  }

  #find(key: Uint8Array): Place | undefined {
    const chunk = this.#chunks[this.#chunkFor(key)];
    const row = chunk?.lowerBound(key) ?? 0;
    return chunk !== undefined && chunk.compareAt(row, key) === 0 ? { chunk, row } : undefined;
  }

  /** The first chunk whose last key is not less than `key`. */
  #chunkFor(key: Uint8Array): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.#chunks[middle];
      if (chunk !== undefined && chunk.compareAt(chunk.count - 1, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #insert(chunk: KeyChunk, at: number, row: number, meta: KeyMeta): void {
    const half = chunkCapacity / 2;
    if (!chunk.isFull) {
      chunk.insert(row, meta);
    } else {
      const tail = chunk.split(half);
      this.#chunks.splice(at + 1, 0, tail);
      row <= half ? chunk.insert(row, meta) : tail.insert(row - half, meta);
    }
    this.#changed(1);
  }

  /** Drops an empty chunk and joins small neighbours, so that deleted keys give their memory back. */
  #shrink(at: number): void {
    const chunk = this.#chunks[at];
    const next = this.#chunks[at + 1];
    if (chunk === undefined || chunk.count > chunkCapacity / 4) {
      return;
    }
    if (chunk.count === 0) {
      this.#chunks.splice(at, 1);
    } else if (next !== undefined && chunk.count + next.count <= chunkCapacity / 2) {
      chunk.takeRows(next, 0);
      this.#chunks.splice(at + 1, 1);
    }
  }

  #changed(by: number): void {
    this.#size += by;
    this.#changes++;
    this.#starts = undefined;
  }

  #startOf(at: number): number {
    return this.#chunkStarts()[at] ?? 0;
  }

  #chunkStarts(): readonly number[] {
    if (this.#starts === undefined) {
      let next = 0;
      this.#starts = this.#chunks.map((chunk) => {
        const start = next;
        next += chunk.count;
        return start;
      });
    }
    return this.#starts;
  }
}
