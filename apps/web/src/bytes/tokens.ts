/** `text` shows as it is; the rest would be unseen, misleading or no text at all, and shows as a mark. */
type TokenKind = "text" | "control" | "invisible" | "invalid";

/** A run of bytes of one kind, and what to show for it. Offsets are bytes, half-open. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Scalar {
  readonly code: number;
  readonly length: number;
}

/** Reads bytes as UTF-8 and says of every run how it must be shown. Every byte is in exactly one token. */
export function tokensOf(bytes: Uint8Array, from = 0, to = bytes.length): Token[] {
  const tokens: Token[] = [];
  for (let at = from; at < to; ) {
    const scalar = scalarAt(bytes, at, to);
    const piece = scalar === undefined ? invalid(bytes, at) : shown(scalar, at);
    append(tokens, piece);
    at = piece.end;
  }
  return tokens;
}

/**
 * The same for a name, which must not look like another one: spaces at its ends are marked, and where letters and their
 * marks are written apart that could be one character, the marks are. Among Latin letters, Greek and Cyrillic ones are.
 */
export function nameTokensOf(bytes: Uint8Array): Token[] {
  const tokens = tokensOf(bytes);
  const last = tokens.length - 1;
  const pieces = tokens.some(({ kind, text }) => kind === "text" && latin.test(text))
    ? piecesAmongLatin
    : usualPieces;
  return tokens.flatMap((token, at) =>
    token.kind === "text" ? nameParts(token, pieces, { isFirst: at === 0, isLast: at === last }) : [token],
  );
}

const latin = /\p{Script=Latin}/u;
/** Letters of the scripts that have Latin's shapes: the Cyrillic с, the Greek ο. */
const lookalike = /^[\p{Script=Cyrillic}\p{Script=Greek}]/u;
const usualPieces = /^ +| +$|\p{M}|[^\p{M} ]+| +/gu;
const piecesAmongLatin =
  /^ +| +$|\p{M}|[\p{Script=Cyrillic}\p{Script=Greek}]|[^\p{M}\p{Script=Cyrillic}\p{Script=Greek} ]+| +/gu;

const utf8 = new TextEncoder();

interface Place {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function nameParts({ text, start }: Token, pieces: RegExp, { isFirst, isLast }: Place): Token[] {
  const isComposed = text === text.normalize("NFC");
  const parts: Token[] = [];
  for (const [piece] of text.matchAll(pieces)) {
    const from = parts.at(-1)?.end ?? start;
    const isEdge =
      (from === start && isFirst) || (from + piece.length === start + byteLength(text) && isLast);
    const isMark = isMarked(piece, isComposed, pieces);
    const end = from + byteLength(piece);
    append(parts, { ...shownPiece(piece, piece.startsWith(" ") && isEdge, isMark), start: from, end });
  }
  return parts;
}

function isMarked(piece: string, isComposed: boolean, pieces: RegExp): boolean {
  if (/^\p{M}/u.test(piece)) return !isComposed;
  return pieces === piecesAmongLatin && lookalike.test(piece);
}

const byteLength = (text: string): number => utf8.encode(text).length;

function shownPiece(piece: string, isEdge: boolean, isMark: boolean): Pick<Token, "kind" | "text"> {
  if (isEdge) return { kind: "invisible", text: "\\x20".repeat(piece.length) };
  return isMark
    ? { kind: "invisible", text: escapeOf(piece.codePointAt(0) ?? 0) }
    : { kind: "text", text: piece };
}

/** Whether the bytes read as text alone, line breaks and tabs apart. */
export function isPlainText(bytes: Uint8Array): boolean {
  return tokensOf(bytes).every((token) => token.kind === "text" || /^[\\nrt]+$/.test(token.text));
}

function append(tokens: Token[], piece: Token): void {
  const last = tokens.at(-1);
  if (last?.kind === piece.kind && piece.kind === "text") {
    tokens[tokens.length - 1] = { ...last, text: last.text + piece.text, end: piece.end };
  } else tokens.push(piece);
}

function invalid(bytes: Uint8Array, at: number): Token {
  return { kind: "invalid", text: `\\x${hexByte(bytes[at] ?? 0)}`, start: at, end: at + 1 };
}

function shown({ code, length }: Scalar, at: number): Token {
  const kind = kindOf(code);
  return {
    kind,
    text: kind === "text" ? String.fromCodePoint(code) : escapeOf(code),
    start: at,
    end: at + length,
  };
}

const named = new Map([
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x09, "\\t"],
]);

function escapeOf(code: number): string {
  if (code < 0x100) return named.get(code) ?? `\\x${hexByte(code)}`;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

export const hexByte = (byte: number): string => byte.toString(16).padStart(2, "0");

function kindOf(code: number): TokenKind {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return "control";
  return code >= 0xa0 && invisible.test(String.fromCodePoint(code)) ? "invisible" : "text";
}

/**
 * Format characters (zero-width, bidirectional), separators other than the space, fillers and variation selectors, and
 * unassigned or private ones.
 */
const invisible = /[\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** The scalar value at a byte, or `undefined` where it is not well-formed UTF-8 (Unicode 3.9, table 3-7). */
function scalarAt(bytes: Uint8Array, at: number, to: number): Scalar | undefined {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const length = lengthOf(first);
  if (length === 0 || at + length > to) return undefined;
  let code = first & (0x7f >> length);
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  return isScalar(code, length) ? { code, length } : undefined;
}

function lengthOf(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

const least = [0, 0, 0x80, 0x800, 0x10000];

function isScalar(code: number, length: number): boolean {
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code >= (least[length] ?? 0) && code <= 0x10ffff && !surrogate;
}
