import { Rows } from "./rows.ts";

const poolChunkSize = 1024 * 1024;
const empty = new Uint8Array(0);
const firstSlots = 1024;
/** Fields of a key, in words: its place in the pool and its hash. */
const field = { chunk: 0, start: 1, length: 2, hash: 3 } as const;
const wordsInKey = 4;
/**
 * Every distinct key once: its bytes in a pool, found by hash. Keys are numbered from 0 in the order they came.
 * `seed` makes the hash unforeseeable, so that no file can be made of keys that collide.
 */
export class KeyTable {
  readonly #seed: number;
  readonly #pool: Uint8Array[] = [];
  #poolFree = 0;
  readonly #keys = new Rows(wordsInKey);
  /** Open addressing; a slot holds the key's number plus one. */
  #slots = new Uint32Array(firstSlots);
  #size = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#size;
  }

  /** The number of a key, `undefined` where it is not in the table. */
  find(key: Uint8Array): number | undefined {
    const taken = this.#slots[this.#slotOf(key, this.#hashOf(key))] ?? 0;
    return taken === 0 ? undefined : taken - 1;
  }

  /** The number of a key, which is added where it is new. */
  intern(key: Uint8Array): number {
    const hash = this.#hashOf(key);
    const slot = this.#slotOf(key, hash);
    const taken = this.#slots[slot] ?? 0;
    if (taken !== 0) return taken - 1;
    const id = this.#size++;
    this.#store(id, key);
    this.#keys.setUint32(id, field.hash, hash);
    this.#slots[slot] = id + 1;
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return id;
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

  #sharedEnd(id: number, other: Uint8Array, depth: number, most: number): number {
    const chunk = this.#pool[this.#keys.uint32(id, field.chunk)] ?? empty;
    const start = this.#keys.uint32(id, field.start);
    const end = Math.min(most, this.#keys.uint32(id, field.length));
    let at = depth;
    while (at < end && chunk[start + at] === other[at]) at++;
    return at;
  }

  #store(id: number, key: Uint8Array): void {
    let last = this.#pool.at(-1);
    if (last === undefined || last.length - this.#poolFree < key.length) {
      last = new Uint8Array(Math.max(poolChunkSize, key.length));
      this.#pool.push(last);
      this.#poolFree = 0;
    }
    last.set(key, this.#poolFree);
    this.#keys.setUint32(id, field.chunk, this.#pool.length - 1);
    this.#keys.setUint32(id, field.start, this.#poolFree);
    this.#keys.setUint32(id, field.length, key.length);
    this.#poolFree += key.length;
  }

  /** The slot that holds the key, or the free one where it belongs. */
  #slotOf(key: Uint8Array, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const taken = this.#slots[slot] ?? 0;
      if (taken === 0) return slot;
      if (this.#keys.uint32(taken - 1, field.hash) === hash && equal(this.bytes(taken - 1), key)) return slot;
    }
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = this.#keys.uint32(id, field.hash) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }

  #hashOf(key: Uint8Array): number {
    let hash = this.#seed;
    for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ (key[at] ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
