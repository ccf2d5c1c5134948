const rowBits = 13;
const rowsInChunk = 1 << rowBits;
const wordSize = 4;

interface Chunk {
  readonly words: Uint32Array;
  readonly doubles: Float64Array;
  readonly longs: BigInt64Array;
}

/**
 * Rows of numbers whose fields lie side by side, so that a row is one place in memory. Grows by chunks and is never
 * copied. A field is named by its place in words of 32 bits; one of 64 bits takes two, the first of them even, in rows
 * of an even number of words. What was never set is 0.
 */
export class Rows {
  readonly #words: number;
  readonly #chunks: Chunk[] = [];

  constructor(words: number) {
    this.#words = words;
  }

  uint32(row: number, word: number): number {
    return this.#chunks[row >>> rowBits]?.words[this.#at(row) + word] ?? 0;
  }

  float64(row: number, word: number): number {
    return this.#chunks[row >>> rowBits]?.doubles[(this.#at(row) + word) >>> 1] ?? 0;
  }

  int64(row: number, word: number): bigint {
    return this.#chunks[row >>> rowBits]?.longs[(this.#at(row) + word) >>> 1] ?? 0n;
  }

  setUint32(row: number, word: number, value: number): void {
    this.#chunk(row).words[this.#at(row) + word] = value;
  }

  setFloat64(row: number, word: number, value: number): void {
    this.#chunk(row).doubles[(this.#at(row) + word) >>> 1] = value;
  }

  setInt64(row: number, word: number, value: bigint): void {
    this.#chunk(row).longs[(this.#at(row) + word) >>> 1] = value;
  }

  /** The row's first word within its chunk. */
  #at(row: number): number {
    return (row & (rowsInChunk - 1)) * this.#words;
  }

  #chunk(row: number): Chunk {
    const index = row >>> rowBits;
    while (this.#chunks.length <= index) this.#chunks.push(newChunk(this.#words));
    return this.#chunks[index] ?? newChunk(this.#words);
  }
}

function newChunk(words: number): Chunk {
  const buffer = new ArrayBuffer(rowsInChunk * words * wordSize);
  return {
    words: new Uint32Array(buffer),
    doubles: new Float64Array(buffer),
    longs: new BigInt64Array(buffer),
  };
}
