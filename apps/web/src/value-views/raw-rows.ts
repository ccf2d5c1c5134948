import { type Token, tokensOf } from "../bytes/tokens.ts";

/** One line of text as it is drawn: at most `columns` characters wide, a line break shown at its end. */
export interface RawRow {
  readonly start: number;
  readonly end: number;
}

const newline = 0x0a;

/** Cuts bytes into rows at line breaks and, without splitting a character, at a width in bytes. */
export function rawRows(bytes: Uint8Array, width: number): readonly RawRow[] {
  const rows: RawRow[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = endOfRow(bytes, start, width);
    rows.push({ start, end });
    start = end;
  }
  return rows;
}

function endOfRow(bytes: Uint8Array, start: number, width: number): number {
  const limit = Math.min(bytes.length, start + width);
  const line = bytes.subarray(start, limit).indexOf(newline);
  if (line >= 0) return start + line + 1;
  if (limit === bytes.length) return limit;
  // Step back over continuation bytes, at most the three that a character can have.
  let end = limit;
  while (end > limit - 3 && isContinuation(bytes[end])) end--;
  return isContinuation(bytes[end]) ? limit : end;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

export const rowTokens = (bytes: Uint8Array, { start, end }: RawRow): Token[] => tokensOf(bytes, start, end);
