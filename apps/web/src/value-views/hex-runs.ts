import type { SpanPair } from "@etcdscope/contract";
import { hexByte } from "../bytes/tokens.ts";

/** How a byte is drawn. A name may hold several marks, apart by spaces. */
export interface Mark {
  readonly name: string;
  readonly span: SpanPair;
}

/** Bytes side by side that are drawn alike: one element. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly marks: string;
}

/** The runs of the bytes `[start, end)` under the marks, in order. */
export function runsOf(start: number, end: number, marks: readonly Mark[]): readonly Run[] {
  const near = marks.filter(({ span }) => span[0] < end && span[1] > start);
  const edges = new Set([start, end]);
  for (const { span } of near) for (const edge of span) if (edge > start && edge < end) edges.add(edge);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const names = near.filter(({ span }) => span[0] <= from && from < span[1]).map(({ name }) => name);
    return { start: from, end: sorted[index + 1] ?? end, marks: names.join(" ") };
  });
}

/** The gap behind a byte: none at the end of a row, a wide one in the middle of sixteen. */
export function gapAfter(offset: number, columns: number): string {
  const column = offset % columns;
  if (column === columns - 1) return "";
  return columns === 16 && column === 7 ? "  " : " ";
}

/** A run's bytes in hex, with the gaps between them. */
export function hexText(bytes: Uint8Array, { start, end }: Run, columns: number): string {
  let text = "";
  for (let at = start; at < end; at++) {
    text += hexByte(bytes[at] ?? 0);
    if (at < end - 1) text += gapAfter(at, columns);
  }
  return text;
}

/** A run's bytes as characters, a middle dot for what is not printable ASCII. */
export function asciiText(bytes: Uint8Array, { start, end }: Run): string {
  return Array.from(bytes.subarray(start, end), asciiChar).join("");
}

export const asciiChar = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";

/** Characters that the hex column of a full row takes. */
export const hexWidth = (columns: number): number => columns * 3 - 1 + (columns === 16 ? 1 : 0);

/** The column under a position in the hex text, given in characters. */
export function columnAt(position: number, columns: number): number {
  const shift = columns === 16 && position >= 24.5 ? 1 : 0;
  return Math.max(0, Math.min(columns - 1, Math.floor((position - shift + 0.5) / 3)));
}
