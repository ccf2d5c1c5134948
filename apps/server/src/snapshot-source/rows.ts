const rowBits = 13;
const rowsInChunk = 1 << rowBits;
const empty = new Uint32Array(0);

/**
 * Rows of numbers whose fields lie side by side, so that a row is one place in memory. Grows by chunks and is never
 * copied. A field is named by its place in words of 32 bits; one of 64 bits takes two, its low half first. What was
 * never set is 0.
 */
export class Rows {
  readonly #width: number;
  readonly #chunks: Uint32Array[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  uint32(row: number, word: number): number {
    return this.#chunks[row >>> rowBits]?.[this.placeOf(row) + word] ?? 0;
  }

  /** A number below 2^53. */
  uint53(row: number, word: number): number {
    return this.uint32(row, word + 1) * 2 ** 32 + this.uint32(row, word);
  }

  int64(row: number, word: number): bigint {
    const chunk = this.#chunks[row >>> rowBits];
    const at = this.placeOf(row) + word;
    const low = BigInt(chunk?.[at] ?? 0);
    const high = chunk?.[at + 1] ?? 0;
    return high === 0 ? low : (BigInt(high | 0) << 32n) | low;
  }

  setUint32(row: number, word: number, value: number): void {
    this.chunkOf(row)[this.placeOf(row) + word] = value;
  }

  /** The words among which the row's are, to set many of them; they begin at `placeOf` the row. */
  chunkOf(row: number): Uint32Array {
    const index = row >>> rowBits;
    return this.#chunks[index] ?? this.#grow(index);
  }

  placeOf(row: number): number {
    return (row & (rowsInChunk - 1)) * this.#width;
  }

  #grow(index: number): Uint32Array {
    while (this.#chunks.length <= index) this.#chunks.push(new Uint32Array(rowsInChunk * this.#width));
    return this.#chunks[index] ?? empty;
  }
}
