import { base64Into, base64Length } from "../text/base64.ts";
import { decodeUtf8, sequenceLength } from "../text/utf8.ts";
import type { MemberText } from "./writer.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
const hexCodes = encoder.encode("0123456789abcdef");

/** 1 for the bytes that stand in a JSON string as they are. */
const plainBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

const asciiBytes = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? 1 : 0));

const largestBuffer = 64 * 1024;

/** Spaces of indentation that one text may hold in all; behind that, lines are no more indented. */
const indentBudget = 32 * 1024 * 1024;

/** From this length on, a text is left to the platform's routines. */
const longText = 2048;

/** From this length on, a run of bytes is copied at once. */
const longRun = 96;

const letters = new Map([
  [0x08, "b"],
  [0x09, "t"],
  [0x0a, "n"],
  [0x0c, "f"],
  [0x0d, "r"],
  [0x22, '"'],
  [0x5c, "\\"],
]);

/** 1 for plain bytes, the letter behind the backslash for those that have one, 0 for the others. */
const escapes = plainBytes.map((plain, byte) => letters.get(byte)?.charCodeAt(0) ?? plain);

/** The bits of eight spaces as a number, which is written at once. */
const eightSpaces = new DataView(encoder.encode(" ".repeat(8)).buffer).getFloat64(0);

/**
 * Whether each of the four bytes of an integer is plain, told by sums that set a byte's highest bit where it is not:
 * where it is set already, where the byte is below 0x20, and where it is a quote or a backslash.
 */
function isPlainFour(four: number): boolean {
  const quote = four ^ 0x22222222;
  const backslash = four ^ 0x5c5c5c5c;
  const control = (four - 0x20202020) & ~four;
  return (
    ((four | control | ((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash)) &
      highBits) ===
    0
  );
}

const highBits = 0x80808080;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Builds a long text as UTF-8 in a buffer that is emptied when it is full, and knows its length at every point. */
export class TextSink {
  private buffer: Uint8Array;
  /** The same memory, for writing several bytes at once. */
  private view: DataView;
  private length = 0;
  /** What was copied from last, and a view of it. */
  private source: Uint8Array;
  private sourceView: DataView;
  /** Units in UTF-16 that were taken out of the buffer, less what it holds in UTF-8 beyond its own. */
  private offset = 0;
  private readonly parts: string[] = [];

  /** Spaces per level; 0 keeps everything on one line. */
  private readonly indent: number;
  private indented = 0;

  constructor(capacity: number, indent: number) {
    this.indent = indent;
    this.buffer = new Uint8Array(Math.min(capacity, largestBuffer));
    this.view = viewOf(this.buffer);
    this.source = this.buffer;
    this.sourceView = this.view;
  }

  /** Length so far in UTF-16 units. */
  get units(): number {
    return this.offset + this.length;
  }

  toString(): string {
    this.empty();
    return this.parts.join("");
  }

  byte(code: number): void {
    this.reserve(1);
    this.buffer[this.length++] = code;
  }

  /** Copies ASCII bytes. */
  ascii(bytes: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    const { buffer } = this;
    let at = this.length;
    for (let i = start; i < end; i++) buffer[at++] = bytes[i] ?? 0;
    this.length = at;
  }

  asciiText(text: string): void {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.buffer[this.length++] = text.charCodeAt(i);
  }

  /** Begins an entry of a list or object: a comma unless it is the first, a line of its own, and its name if it has one. */
  entry(isFirst: boolean, depth: number, name: MemberText): void {
    this.reserve(1);
    if (!isFirst) this.buffer[this.length++] = 0x2c;
    this.newLine(depth);
    // Spaces and names are written in eights; what is too much is overwritten next.
    this.reserve(name.length + 8);
    const { view, length: at } = this;
    for (let i = 0; i < name.eights.length; i++) view.setFloat64(at + i * 8, name.eights[i] ?? 0);
    this.length = at + name.length;
  }

  /** A line feed and the indentation of a level. */
  newLine(depth: number): void {
    if (this.indent === 0) return;
    const width = this.indented < indentBudget ? depth * this.indent : 0;
    this.indented += width;
    this.reserve(width + 9);
    const { view } = this;
    this.buffer[this.length++] = 0x0a;
    const end = this.length + width;
    for (let at = this.length; at < end; at += 8) view.setFloat64(at, eightSpaces);
    this.length = end;
  }

  /** What stands between a name and its value. */
  colon(): void {
    this.byte(0x3a);
    if (this.indent > 0) this.byte(0x20);
  }

  /** Copies the string token that begins at `start`; answers the offset behind it. */
  stringToken(bytes: Uint8Array, start: number, end: number): number {
    this.byte(0x22);
    let at = start + 1;
    for (;;) {
      this.reserve(end - at + 4);
      at = this.tokenRun(bytes, this.fours(bytes, at, end), end);
      const byte = at < end ? (bytes[at] ?? 0) : 0x22;
      if (byte === 0x22) break;
      at += this.sequence(bytes, at, end);
    }
    this.byte(0x22);
    return at + 1;
  }

  /** Copies ASCII up to the quote that ends a token, for which there is room; answers where it stopped. */
  private tokenRun(bytes: Uint8Array, start: number, end: number): number {
    const { buffer } = this;
    let at = start;
    let into = this.length;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x22 || byte >= 0x80) break;
      buffer[into++] = byte;
      at++;
      if (byte === 0x5c) buffer[into++] = bytes[at++] ?? 0;
    }
    this.length = into;
    return at;
  }

  /** A JSON string made from UTF-8 bytes: escaped, and U+FFFD for each byte that is not UTF-8. */
  quoted(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > longText) {
      this.part(JSON.stringify(decodeUtf8(bytes, start, end)));
      return;
    }
    this.reserve((end - start) * 2 + 2);
    this.buffer[this.length++] = 0x22;
    let at = this.plainFours(bytes, start, end);
    at = this.escapedRun(bytes, at, end);
    if (at < end) this.escapedRest(bytes, at, end);
    this.byte(0x22);
  }

  /** A JSON string made from the inside of a JSON string token, which is escaped already. */
  token(bytes: Uint8Array, start: number, end: number): void {
    this.byte(0x22);
    this.escapedText(bytes, start, end);
    this.byte(0x22);
  }

  /** Copies four bytes at a time as long as all of them are plain; answers where it stopped. */
  private plainFours(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > longRun) return this.longRun(bytes, start, end, plainBytes);
    return this.fours(bytes, start, end);
  }

  /** The same for a short piece, or one whose end is not known. */
  private fours(bytes: Uint8Array, start: number, end: number): number {
    if (bytes !== this.source) this.readFrom(bytes);
    const { view, sourceView } = this;
    let at = start;
    let into = this.length;
    for (; at + 4 <= end; at += 4, into += 4) {
      const four = sourceView.getInt32(at);
      if (!isPlainFour(four)) break;
      view.setInt32(into, four);
    }
    this.length = into;
    return at;
  }

  private readFrom(bytes: Uint8Array): void {
    this.source = bytes;
    this.sourceView = viewOf(bytes);
  }

  /** JSON text as it is, but for bytes that are not UTF-8. */
  escapedText(bytes: Uint8Array, start: number, end: number): void {
    let at = this.run(bytes, start, end, asciiBytes);
    while (at < end) {
      at += this.sequence(bytes, at, end);
      at = this.run(bytes, at, end, asciiBytes);
    }
  }

  private escapedRest(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80) at += this.sequence(bytes, at, end);
      else this.escape(bytes[at++] ?? 0);
      this.reserve((end - at) * 2);
      at = this.escapedRun(bytes, at, end);
    }
  }

  /** Copies plain bytes and those with an escape of one letter, for which there is room; answers where it stopped. */
  private escapedRun(bytes: Uint8Array, start: number, end: number): number {
    const { buffer } = this;
    let at = start;
    let into = this.length;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      const code = escapes[byte] ?? 0;
      if (code === 1) buffer[into++] = byte;
      else if (code === 0) break;
      else {
        buffer[into++] = 0x5c;
        buffer[into++] = code;
      }
      at++;
    }
    this.length = into;
    return at;
  }

  /** A text in quotes when it is plain ASCII; otherwise nothing is written, and the answer is false. */
  plainText(text: string): boolean {
    const { length } = text;
    this.reserve(length + 2);
    const { buffer } = this;
    let into = this.length;
    buffer[into++] = 0x22;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f || plainBytes[code] === 0) return false;
      buffer[into++] = code;
    }
    buffer[into++] = 0x22;
    this.length = into;
    return true;
  }

  base64(bytes: Uint8Array, start: number, end: number): void {
    this.reserve(base64Length(end - start));
    this.length = base64Into(bytes, start, end, this.buffer, this.length);
  }

  /** Copies bytes that `table` lets through; answers where it stopped. */
  private run(bytes: Uint8Array, start: number, end: number, table: Uint8Array): number {
    this.reserve(end - start);
    return end - start > longRun
      ? this.longRun(bytes, start, end, table)
      : this.shortRun(bytes, start, end, table);
  }

  private shortRun(bytes: Uint8Array, start: number, end: number, table: Uint8Array): number {
    const { buffer } = this;
    let at = start;
    let into = this.length;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (table[byte] === 0) break;
      buffer[into++] = byte;
      at++;
    }
    this.length = into;
    return at;
  }

  /** Looking first and copying at once is quicker where there is much to copy. */
  private longRun(bytes: Uint8Array, start: number, end: number, table: Uint8Array): number {
    let at = start;
    while (at < end && table[bytes[at] ?? 0] === 1) at++;
    if (at - start < longRun) return this.shortRun(bytes, start, at, table);
    this.buffer.set(bytes.subarray(start, at), this.length);
    this.length += at - start;
    return at;
  }

  private escape(byte: number): void {
    this.reserve(6);
    this.asciiText("\\u00");
    this.buffer[this.length++] = hexCodes[byte >> 4] ?? 0;
    this.buffer[this.length++] = hexCodes[byte & 15] ?? 0;
  }

  /** Copies one sequence that is not ASCII; answers how many bytes it took. */
  private sequence(bytes: Uint8Array, at: number, end: number): number {
    this.reserve(4);
    const size = sequenceLength(bytes, at, end);
    if (size === 0) {
      this.replacement();
      return 1;
    }
    for (let i = 0; i < size; i++) this.buffer[this.length++] = bytes[at + i] ?? 0;
    this.offset -= size === 2 ? 1 : 2;
    return size;
  }

  private replacement(): void {
    this.buffer[this.length++] = 0xef;
    this.buffer[this.length++] = 0xbf;
    this.buffer[this.length++] = 0xbd;
    this.offset -= 2;
  }

  private reserve(size: number): void {
    if (this.length + size > this.buffer.length) this.makeRoom(size);
  }

  /** Every piece that is written is whole characters, so the buffer can be emptied between any two. */
  private makeRoom(size: number): void {
    this.empty();
    const { length } = this.buffer;
    if (size > length || length < largestBuffer) {
      this.buffer = new Uint8Array(Math.max(size, Math.min(length * 2, largestBuffer)));
      this.view = viewOf(this.buffer);
    }
  }

  /** Adds a text of its own, for which the platform's routines are quickest where it is long. */
  private part(text: string): void {
    this.empty();
    this.parts.push(text);
    this.offset += text.length;
  }

  private empty(): void {
    if (this.length === 0) return;
    this.parts.push(decoder.decode(this.buffer.subarray(0, this.length)));
    this.offset += this.length;
    this.length = 0;
  }
}
