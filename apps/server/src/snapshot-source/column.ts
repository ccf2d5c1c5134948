const rowBits = 13;
const rowsInChunk = 1 << rowBits;

interface Chunk<T> {
  [row: number]: T;
}

/** A growing column of numbers in chunks of one typed array each: it grows without being copied. */
export class Column<T extends number | bigint> {
  readonly #chunks: Chunk<T>[] = [];
  readonly #create: (rows: number) => Chunk<T>;
  readonly #absent: T;

  /** `absent` is what a row holds that was never set: the zero of the array's type. */
  constructor(create: (rows: number) => Chunk<T>, absent: T) {
    this.#create = create;
    this.#absent = absent;
  }

  at(row: number): T {
    return this.#chunks[row >>> rowBits]?.[row & (rowsInChunk - 1)] ?? this.#absent;
  }

  /** Rows are set in any order, but a new chunk only follows the last. */
  set(row: number, value: T): void {
    let chunk = this.#chunks[row >>> rowBits];
    if (chunk === undefined) {
      chunk = this.#create(rowsInChunk);
      this.#chunks.push(chunk);
    }
    chunk[row & (rowsInChunk - 1)] = value;
  }
}

/** A column of unsigned 32-bit numbers. */
export const uint32Column = (): Column<number> => new Column((rows) => new Uint32Array(rows), 0);
/** A column of numbers that may exceed 32 bits, up to 2^53. */
export const float64Column = (): Column<number> => new Column((rows) => new Float64Array(rows), 0);
/** A column of signed 64-bit numbers. */
export const int64Column = (): Column<bigint> => new Column((rows) => new BigInt64Array(rows), 0n);
