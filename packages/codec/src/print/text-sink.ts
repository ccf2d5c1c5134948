import { base64Into, base64Length } from "../text/base64.ts";
import { sequenceLength } from "../text/utf8.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
const hexCodes = encoder.encode("0123456789abcdef");

/** 1 for the bytes that stand in a JSON string as they are. */
const plainBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

const asciiBytes = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? 1 : 0));

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

/** Builds a long text as UTF-8 in one growing buffer, and knows its length in UTF-16 units at every point. */
export class TextSink {
  private buffer: Uint8Array;
  private length = 0;
  /** UTF-8 bytes so far less UTF-16 units so far. */
  private surplus = 0;

  constructor(capacity: number) {
    this.buffer = new Uint8Array(capacity);
  }

  /** Length so far in UTF-16 units. */
  get units(): number {
    return this.length - this.surplus;
  }

  toString(): string {
    return decoder.decode(this.buffer.subarray(0, this.length));
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

  /** A line feed and `width` spaces. */
  newLine(width: number): void {
    this.reserve(width + 1);
    const { buffer } = this;
    let at = this.length;
    buffer[at++] = 0x0a;
    for (const end = at + width; at < end; at++) buffer[at] = 0x20;
    this.length = at;
  }

  /** The inside of a JSON string made from UTF-8 bytes: escaped, and U+FFFD for each byte that is not UTF-8. */
  escaped(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    if (end - start > longRun) at = this.run(bytes, start, end, plainBytes);
    at = this.shortEscapes(bytes, at, end);
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80) at += this.sequence(bytes, at, end);
      else this.escape(bytes[at++] ?? 0);
      at = this.shortEscapes(bytes, at, end);
    }
  }

  /** Copies plain bytes and those with an escape of one letter; answers where it stopped. */
  private shortEscapes(bytes: Uint8Array, start: number, end: number): number {
    this.reserve((end - start) * 2);
    const { buffer } = this;
    let at = start;
    let into = this.length;
    while (at < end) {
      const code = escapes[bytes[at] ?? 0] ?? 0;
      if (code === 0) break;
      if (code !== 1) buffer[into++] = 0x5c;
      buffer[into++] = code === 1 ? (bytes[at] ?? 0) : code;
      at++;
    }
    this.length = into;
    return at;
  }

  /** The inside of a JSON string token, which is escaped already. */
  token(bytes: Uint8Array, start: number, end: number): void {
    let at = this.run(bytes, start, end, asciiBytes);
    while (at < end) {
      at += this.sequence(bytes, at, end);
      at = this.run(bytes, at, end, asciiBytes);
    }
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
    this.surplus += size === 2 ? 1 : 2;
    return size;
  }

  private replacement(): void {
    this.buffer[this.length++] = 0xef;
    this.buffer[this.length++] = 0xbf;
    this.buffer[this.length++] = 0xbd;
    this.surplus += 2;
  }

  private reserve(size: number): void {
    if (this.length + size > this.buffer.length) this.grow(this.length + size);
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
  }
}
