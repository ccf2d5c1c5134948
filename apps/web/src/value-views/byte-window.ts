/** Bytes of a value, which may come in parts. */
export interface ByteWindow {
  readonly size: number;
  /** The bytes `[start, end)`; `undefined` until all of them are there. */
  readonly slice: (start: number, end: number) => Uint8Array | undefined;
  /** Has these bytes fetched; absent where all of them are there. */
  readonly need?: (start: number, end: number) => void;
}

export function wholeWindow(bytes: Uint8Array): ByteWindow {
  return { size: bytes.length, slice: (start, end) => bytes.subarray(start, end) };
}
