import type { SpanPair } from "@etcdscope/contract";
import { type Token, tokensOf } from "../bytes/tokens.ts";

/** The bytes of one drawn line, half-open. */
export interface RawRow {
  readonly start: number;
  readonly end: number;
}

interface Wrapping {
  /** Characters a row has room for. */
  readonly columns: number;
  /** Whether a line break ends the row; in what is no text it is a byte like any other. */
  readonly atBreaks: boolean;
}

/** Cuts bytes into rows that fit, between characters. Every byte is in exactly one row. */
export function rawRows(bytes: Uint8Array, { columns, atBreaks }: Wrapping): readonly RawRow[] {
  const rows: RawRow[] = [];
  let start = 0;
  let used = 0;
  const cut = (end: number): void => {
    if (end > start) rows.push({ start, end });
    start = end;
    used = 0;
  };
  for (const piece of piecesOf(tokensOf(bytes))) {
    if (used + piece.width > columns) cut(piece.start);
    used += piece.width;
    if (atBreaks && piece.breaks) cut(piece.end);
  }
  cut(bytes.length);
  return rows;
}

/** What must not be split: a character, or the mark of a byte. */
interface Piece extends RawRow {
  readonly width: number;
  readonly breaks: boolean;
}

function* piecesOf(tokens: readonly Token[]): Generator<Piece> {
  for (const { kind, text, start, end } of tokens) {
    if (kind !== "text") yield { start, end, width: text.length, breaks: text === "\\n" };
    else yield* charactersOf(text, start);
  }
}

function* charactersOf(text: string, from: number): Generator<Piece> {
  let start = from;
  for (const char of text) {
    const end = start + bytesOf(char);
    yield { start, end, width: widthOf(char), breaks: false };
    start = end;
  }
}

/** Ideographs, kana, hangul and pictures take two columns of a fixed-width font. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{3fffd}]/u;

const widthOf = (char: string): number => (char < "\u1100" ? 1 : wide.test(char) ? 2 : 1);

function bytesOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

export const rowTokens = (bytes: Uint8Array, { start, end }: RawRow): Token[] => tokensOf(bytes, start, end);

/** A span in a row that cuts no character: one that it would cut belongs to it as a whole. */
export function wholeCharacters(bytes: Uint8Array, row: RawRow, [from, to]: SpanPair): SpanPair {
  let [start, end] = [Math.max(row.start, from), Math.min(row.end, to)];
  for (const piece of piecesOf(rowTokens(bytes, row))) {
    if (piece.start < start && start < piece.end) start = piece.start;
    if (piece.start < end && end < piece.end) end = piece.end;
  }
  return [start, end];
}

/** The index of the row that holds a byte. */
export function rowOf(rows: readonly RawRow[], offset: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
