import type { SpanPair } from "@etcdscope/contract";

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

/** Bytes that are fetched at once. */
export const partSize = 256 * 1024;

/** The parts that hold the bytes `[start, end)`, in order. */
export function partsFor(start: number, end: number, size: number): readonly SpanPair[] {
  const parts: SpanPair[] = [];
  for (
    let from = start - (start % partSize);
    from < Math.min(Math.max(end, start + 1), size);
    from += partSize
  )
    parts.push([from, Math.min(size, from + partSize)]);
  return parts;
}

/** A part of the bytes that is there. */
export interface BytePart {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** What some parts, which stand in order, hold of the bytes. */
export function windowOver(
  parts: readonly BytePart[],
  size: number,
  need: (start: number, end: number) => void,
): ByteWindow {
  const slice = (start: number, end: number): Uint8Array | undefined => {
    const near = parts.filter((part) => part.start < end && part.start + part.bytes.length > start);
    const [first] = near;
    const cut = ({ start: from, bytes }: BytePart): Uint8Array =>
      bytes.subarray(Math.max(0, start - from), end - from);
    if (first !== undefined && near.length === 1 && cut(first).length === end - start) return cut(first);
    const pieces = near.map(cut);
    if (pieces.reduce((sum, { length }) => sum + length, 0) !== end - start) return undefined;
    const joined = new Uint8Array(end - start);
    for (const [at, piece] of pieces.entries())
      joined.set(piece, Math.max(start, near[at]?.start ?? start) - start);
    return joined;
  };
  return { size, slice, need };
}
