import { Rows } from "./rows.ts";

const poolChunkSize = 1024 * 1024;
const empty = new Uint8Array(0);
const firstSlots = 1024;
const slash = 0x2f;
/** Fields of a key, in words: its place in the pool. */
const field = { chunk: 0, start: 1, length: 2 } as const;
const wordsInKey = 3;
/**
 * Every distinct key once: its bytes in a pool, found by hash. Keys are numbered from 0 in the order they came.
 * `seed` makes the hash unforeseeable, so that no file can be made of keys that collide.
 */
export class KeyTable {
  readonly #seed: number;
  readonly #pool: Uint8Array[] = [];
  #poolFree = 0;
  readonly #keys = new Rows(wordsInKey);
  /** Open addressing; a slot is a key's number plus one, and behind it the key's hash. */
  #slots = new Uint32Array(2 * firstSlots);
  #size = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#size;
  }

  /** The number of a key, `undefined` where it is not in the table. */
  find(key: Uint8Array): number | undefined {
    const slot = this.#slotOf(key, 0, key.length, this.#hashOf(key, 0, key.length));
    const taken = this.#slots[slot] ?? 0;
    return taken === 0 ? undefined : taken - 1;
  }

  /** The number of the key `[start, end)` of `bytes`, which is added where it is new. */
  intern(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
    const hash = this.#hashOf(bytes, start, end);
    const slot = this.#slotOf(bytes, start, end, hash);
    const taken = this.#slots[slot] ?? 0;
    if (taken !== 0) return taken - 1;
    const id = this.#size++;
    this.#store(id, bytes, start, end);
    this.#slots[slot] = id + 1;
    this.#slots[slot + 1] = hash;
    if (this.#size * 4 > this.#slots.length) this.#grow();
    return id;
  }

  /** A table without keys, as hard to foresee as this one. */
  emptied(): KeyTable {
    return new KeyTable(this.#seed);
  }

  /** Adds a key's first bytes up to and with the slash of this number, or the whole key, to another table. */
  internPrefix(id: number, slashes: number, into: KeyTable): number {
    const chunk = this.#pool[this.#keys.uint32(id, field.chunk)] ?? empty;
    const start = this.#keys.uint32(id, field.start);
    const end = start + this.#keys.uint32(id, field.length);
    let at = start;
    for (let left = slashes; at < end && left > 0; at++) if (chunk[at] === slash) left--;
    return into.intern(chunk, start, at);
  }

  lengthOf(id: number): number {
    return this.#keys.uint32(id, field.length);
  }

  /** Byte order of two keys of which the first `depth` bytes are the same; negative where `one` comes first. */
  compare(one: number, other: number, depth: number): number {
    const [a, b] = [this.bytes(one), this.bytes(other)];
    const end = Math.min(a.length, b.length);
    for (let at = depth; at < end; at++) {
      const difference = (a[at] ?? 0) - (b[at] ?? 0);
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  }

  /** A key's bytes, copied. */
  copy(id: number): Uint8Array {
    const start = this.#keys.uint32(id, field.start);
    return (this.#pool[this.#keys.uint32(id, field.chunk)] ?? empty).slice(
      start,
      start + this.#keys.uint32(id, field.length),
    );
  }

  /** A key's bytes: a view into the pool, not to be changed or handed out. */
  bytes(id: number): Uint8Array {
    const start = this.#keys.uint32(id, field.start);
    return (this.#pool[this.#keys.uint32(id, field.chunk)] ?? empty).subarray(
      start,
      start + this.#keys.uint32(id, field.length),
    );
  }

  /**
   * The key's bytes from `depth` on as one number, for sorting: `size` of them, and behind them how many there are, at
   * most 7, so that a key comes before what continues it.
   */
  digit(id: number, depth: number, size: number): number {
    const chunk = this.#pool[this.#keys.uint32(id, field.chunk)] ?? empty;
    const start = this.#keys.uint32(id, field.start) + depth;
    const count = Math.max(0, Math.min(size, this.#keys.uint32(id, field.length) - depth));
    let digit = 0;
    for (let at = 0; at < size; at++) digit = digit * 256 + (at < count ? (chunk[start + at] ?? 0) : 0);
    return digit * 8 + count;
  }

  /** Bytes from `depth` on that all of these keys have in common. */
  shared(ids: Uint32Array, depth: number): number {
    const first = this.bytes(ids[0] ?? 0);
    let end = first.length;
    for (let at = 1; at < ids.length && end > depth; at++)
      end = this.#sharedEnd(ids[at] ?? 0, first, depth, end);
    return Math.max(0, end - depth);
  }

  /** Of two keys that are the same up to `depth`: where they first differ, `most` at most. */
  sharedEnd(id: number, other: number, depth: number, most: number): number {
    return this.#sharedEnd(id, this.bytes(other), depth, most);
  }

  #sharedEnd(id: number, other: Uint8Array, depth: number, most: number): number {
    const chunk = this.#pool[this.#keys.uint32(id, field.chunk)] ?? empty;
    const start = this.#keys.uint32(id, field.start);
    const end = Math.min(most, this.#keys.uint32(id, field.length));
    let at = depth;
    while (at < end && chunk[start + at] === other[at]) at++;
    return at;
  }

  #store(id: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    let last = this.#pool.at(-1);
    if (last === undefined || last.length - this.#poolFree < length) {
      last = new Uint8Array(Math.max(poolChunkSize, length));
      this.#pool.push(last);
      this.#poolFree = 0;
    }
    for (let at = 0; at < length; at++) last[this.#poolFree + at] = bytes[start + at] ?? 0;
    const words = this.#keys.chunkOf(id);
    const at = this.#keys.placeOf(id);
    words[at + field.chunk] = this.#pool.length - 1;
    words[at + field.start] = this.#poolFree;
    words[at + field.length] = length;
    this.#poolFree += length;
  }

  /** Where the slot is that holds the key, or the free one where it belongs. */
  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const taken = slots[2 * slot] ?? 0;
      if (taken === 0) return 2 * slot;
      if (slots[2 * slot + 1] === hash && this.#isKey(taken - 1, bytes, start, end)) return 2 * slot;
    }
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
    const mask = slots.length / 2 - 1;
    for (let at = 0; at < old.length; at += 2) {
      const taken = old[at] ?? 0;
      if (taken === 0) continue;
      const hash = old[at + 1] ?? 0;
      let slot = hash & mask;
      while (slots[2 * slot] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = taken;
      slots[2 * slot + 1] = hash;
    }
    this.#slots = slots;
  }

  #isKey(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.#keys.uint32(id, field.length) !== length) return false;
    const chunk = this.#pool[this.#keys.uint32(id, field.chunk)] ?? empty;
    const own = this.#keys.uint32(id, field.start);
    for (let at = 0; at < length; at++) if (chunk[own + at] !== bytes[start + at]) return false;
    return true;
  }

  #hashOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.#seed;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  }
}
