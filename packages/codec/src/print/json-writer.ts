import { encodeUtf8 } from "../text/utf8.ts";
import { JsonLayout } from "./json-layout.ts";
import { TextSink } from "./text-sink.ts";
import { Trail } from "./trail.ts";
import type { DocumentWriter, MemberName, MemberText, PrintedText } from "./writer.ts";

export interface JsonWriterOptions {
  /** Spaces per level; 0 prints one line. */
  readonly indent?: number;
  /** Whether to note where each value stands in the text. */
  readonly ranges?: boolean;
  /** Expected length of the text, to spare growing. */
  readonly capacity?: number;
}

const noName: MemberText = { eights: new Float64Array(), length: 0 };

/** Writes a document as JSON text. */
export class JsonWriter implements DocumentWriter {
  private readonly sink: TextSink;
  private readonly indent: number;
  private readonly trail: Trail | null;
  private depth = 0;
  private first = true;

  constructor({ indent = 2, ranges = false, capacity = 4096 }: JsonWriterOptions = {}) {
    this.sink = new TextSink(capacity, indent);
    this.indent = indent;
    this.trail = ranges ? new Trail() : null;
  }

  /** The text so far; complete once the root value is. */
  finish(): PrintedText {
    const text = this.sink.toString();
    return this.trail?.finish(text) ?? { text, ranges: [] };
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
    this.separate(noName);
    this.trail?.item();
  }

  member(name: MemberName): void {
    this.separate(this.indent > 0 ? name.spaced : name.tight);
    this.trail?.member(name);
  }

  memberText(name: string): void {
    this.separate(noName);
    const from = this.sink.units;
    this.quote(name);
    this.trail?.memberInText(from, this.sink.units);
    this.sink.colon();
  }

  memberUtf8(bytes: Uint8Array, start: number, end: number): void {
    this.separate(noName);
    const from = this.sink.units;
    this.sink.quoted(bytes, start, end);
    this.trail?.memberInText(from, this.sink.units);
    this.sink.colon();
  }

  memberJson(bytes: Uint8Array, start: number, end: number): void {
    this.separate(noName);
    const from = this.sink.units;
    this.sink.token(bytes, start, end);
    this.trail?.memberInText(from, this.sink.units);
    this.sink.colon();
  }

  utf8(bytes: Uint8Array, start: number, end: number): void {
    const from = this.sink.units;
    this.sink.quoted(bytes, start, end);
    this.trail?.scalar(from, this.sink.units);
  }

  jsonString(bytes: Uint8Array, start: number, end: number): void {
    const from = this.sink.units;
    this.sink.token(bytes, start, end);
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
    if (this.indent === 0 && this.trail === null && isOneLine(bytes, start, end)) {
      this.sink.escapedText(bytes, start, end);
    } else new JsonLayout(this.sink, this.trail, bytes, end, this.depth).write(start);
  }

  text(text: string): void {
    const from = this.sink.units;
    this.quote(text);
    this.trail?.scalar(from, this.sink.units);
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

  /** Half of a surrogate pair has no bytes in UTF-8, but an escape. */
  private quote(text: string): void {
    if (this.sink.plainText(text)) return;
    const bytes = encodeUtf8(JSON.stringify(text));
    this.sink.escapedText(bytes, 0, bytes.length);
  }

  private begin(bracket: number): void {
    this.trail?.begin(this.sink.units);
    this.sink.byte(bracket);
    this.depth++;
    this.first = true;
  }

  private close(bracket: number): void {
    this.depth--;
    if (!this.first) this.sink.newLine(this.depth);
    this.first = false;
    this.sink.byte(bracket);
    this.trail?.end(this.sink.units);
  }

  private separate(name: MemberText): void {
    this.sink.entry(this.first, this.depth, name);
    this.first = false;
  }
}

/** Whether a text can stand in one line: JSON allows line breaks only between its tokens. */
function isOneLine(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if ((bytes[at] ?? 0) < 0x20) return false;
  }
  return true;
}
