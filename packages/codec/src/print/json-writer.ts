import { decodeJsonString } from "../json/string.ts";
import { writeJsonText } from "../json/text.ts";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.ts";
import { TextSink } from "./text-sink.ts";
import { Trail } from "./trail.ts";
import type { DocumentWriter, MemberName, PrintedText } from "./writer.ts";

/** Spaces of indentation that one text may hold in all; behind that, lines are no more indented. */
const indentBudget = 32 * 1024 * 1024;

export interface JsonWriterOptions {
  /** Spaces per level; 0 prints one line. */
  readonly indent?: number;
  /** Whether to note where each value stands in the text. */
  readonly ranges?: boolean;
  /** Expected length of the text, to spare growing. */
  readonly capacity?: number;
}

/** Writes a document as JSON text. */
export class JsonWriter implements DocumentWriter {
  private readonly sink: TextSink;
  private readonly indent: number;
  private readonly trail: Trail | null;
  private depth = 0;
  private first = true;
  private spent = 0;

  constructor({ indent = 2, ranges = false, capacity = 4096 }: JsonWriterOptions = {}) {
    this.sink = new TextSink(capacity);
    this.indent = indent;
    this.trail = ranges ? new Trail() : null;
  }

  /** The text so far; complete once the root value is. */
  finish(): PrintedText {
    return { text: this.sink.toString(), ranges: this.trail?.ranges ?? [] };
  }

  beginObject(): void {
    this.begin(0x7b);
  }

  endObject(): void {
    this.close(0x7d);
  }

  beginArray(): void {
    this.begin(0x5b);
  }

  endArray(): void {
    this.close(0x5d);
  }

  item(): void {
    this.separate();
    this.trail?.item();
  }

  member(name: MemberName): void {
    this.separate();
    const bytes = this.indent > 0 ? name.spaced : name.tight;
    this.sink.ascii(bytes, 0, bytes.length);
    this.trail?.member(name);
  }

  memberText(name: string): void {
    const bytes = encodeUtf8(name);
    this.memberUtf8(bytes, 0, bytes.length);
  }

  memberUtf8(bytes: Uint8Array, start: number, end: number): void {
    this.separate();
    this.quoted(bytes, start, end);
    this.colon();
    this.trail?.memberText(decodeUtf8(bytes, start, end));
  }

  memberJson(bytes: Uint8Array, start: number, end: number): void {
    this.separate();
    this.token(bytes, start, end);
    this.colon();
    this.trail?.memberText(decodeJsonString(bytes, start, end));
  }

  utf8(bytes: Uint8Array, start: number, end: number): void {
    const from = this.sink.units;
    this.quoted(bytes, start, end);
    this.trail?.scalar(from, this.sink.units);
  }

  jsonString(bytes: Uint8Array, start: number, end: number): void {
    const from = this.sink.units;
    this.token(bytes, start, end);
    this.trail?.scalar(from, this.sink.units);
  }

  base64(bytes: Uint8Array, start: number, end: number): void {
    const from = this.sink.units;
    this.sink.byte(0x22);
    this.sink.base64(bytes, start, end);
    this.sink.byte(0x22);
    this.trail?.scalar(from, this.sink.units);
  }

  jsonText(bytes: Uint8Array, start: number, end: number): void {
    // On one line and without ranges, the text is already what it would become.
    if (this.indent === 0 && this.trail === null && isOneLine(bytes, start, end))
      this.sink.token(bytes, start, end);
    else writeJsonText(bytes, start, end, this);
  }

  text(text: string): void {
    const from = this.sink.units;
    if (this.sink.plainText(text)) {
      this.trail?.scalar(from, this.sink.units);
      return;
    }
    const bytes = encodeUtf8(text);
    this.utf8(bytes, 0, bytes.length);
  }

  literal(text: string): void {
    const from = this.sink.units;
    this.sink.asciiText(text);
    this.trail?.scalar(from, this.sink.units);
  }

  literalBytes(bytes: Uint8Array, start: number, end: number): void {
    const from = this.sink.units;
    this.sink.ascii(bytes, start, end);
    this.trail?.scalar(from, this.sink.units);
  }

  private colon(): void {
    this.sink.byte(0x3a);
    if (this.indent > 0) this.sink.byte(0x20);
  }

  private token(bytes: Uint8Array, start: number, end: number): void {
    this.sink.byte(0x22);
    this.sink.token(bytes, start, end);
    this.sink.byte(0x22);
  }

  private quoted(bytes: Uint8Array, start: number, end: number): void {
    this.sink.byte(0x22);
    this.sink.escaped(bytes, start, end);
    this.sink.byte(0x22);
  }

  private begin(bracket: number): void {
    this.trail?.begin(this.sink.units);
    this.sink.byte(bracket);
    this.depth++;
    this.first = true;
  }

  private close(bracket: number): void {
    this.depth--;
    if (!this.first) this.newLine();
    this.first = false;
    this.sink.byte(bracket);
    this.trail?.end(this.sink.units);
  }

  private separate(): void {
    if (!this.first) this.sink.byte(0x2c);
    this.first = false;
    this.newLine();
  }

  private newLine(): void {
    if (this.indent === 0) return;
    const width = this.spent < indentBudget ? this.depth * this.indent : 0;
    this.spent += width;
    this.sink.newLine(width);
  }
}

/** Whether a text can stand in one line: JSON allows line breaks only between its tokens. */
function isOneLine(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if ((bytes[at] ?? 0) < 0x20) return false;
  }
  return true;
}
