import { decodeJsonString } from "../json/string.ts";
import { writeJsonText } from "../json/text.ts";
import { encodeBase64 } from "../text/base64.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { Trail } from "./trail.ts";
import type { DocumentWriter, MemberName, PrintedText } from "./writer.ts";
import { blockText, plainOrQuoted } from "./yaml-scalar.ts";

/** Implicit keys end at 1,024 characters (YAML 1.2, 7.4.2). */
const longestKey = 1000;

interface Level {
  readonly isList: boolean;
  /** Column of its entries. */
  readonly column: number;
  /** Its first entry continues the current line. */
  readonly inline: boolean;
  empty: boolean;
}

/** Writes a document as block YAML, lists at the column of their key, as `kubectl` does. */
export class YamlWriter implements DocumentWriter {
  private readonly trail: Trail | null;
  private readonly levels: Level[] = [];
  private readonly parts: string[] = [];
  private length = 0;
  /** What stands between the last key or dash and a value on the same line. */
  private gap = "";

  constructor({ ranges = false }: { readonly ranges?: boolean } = {}) {
    this.trail = ranges ? new Trail() : null;
  }

  /** The text so far; complete once the root value is. */
  finish(): PrintedText {
    const text = `${this.parts.join("")}\n`;
    return this.trail?.finish(text) ?? { text, ranges: [] };
  }

  beginObject(): void {
    this.begin(false);
  }

  endObject(): void {
    this.close("{}");
  }

  beginArray(): void {
    this.begin(true);
  }

  endArray(): void {
    this.close("[]");
  }

  item(): void {
    this.entry();
    this.put("- ");
    this.gap = "";
    this.trail?.item();
  }

  member(name: MemberName): void {
    this.memberText(name.text);
  }

  memberText(name: string): void {
    this.entry();
    const key = plainOrQuoted(name);
    if (key.length <= longestKey) this.put(`${key}:`);
    else this.put(`? ${key}\n${" ".repeat(this.column())}:`);
    this.gap = " ";
    this.trail?.member(name);
  }

  memberUtf8(bytes: Uint8Array, start: number, end: number): void {
    this.memberText(decodeUtf8(bytes, start, end));
  }

  memberJson(bytes: Uint8Array, start: number, end: number): void {
    this.memberText(decodeJsonString(bytes, start, end));
  }

  utf8(bytes: Uint8Array, start: number, end: number): void {
    this.text(decodeUtf8(bytes, start, end));
  }

  jsonString(bytes: Uint8Array, start: number, end: number): void {
    this.text(decodeJsonString(bytes, start, end));
  }

  base64(bytes: Uint8Array, start: number, end: number): void {
    this.text(encodeBase64(bytes, start, end));
  }

  jsonText(bytes: Uint8Array, start: number, end: number): void {
    writeJsonText(bytes, start, end, this);
  }

  text(text: string): void {
    this.literal(blockText(text, this.column() + 2) ?? plainOrQuoted(text));
  }

  literal(text: string): void {
    this.put(this.gap);
    const start = this.length;
    this.put(text);
    this.trail?.scalar(start, this.length);
  }

  literalBytes(bytes: Uint8Array, start: number, end: number): void {
    this.literal(decodeUtf8(bytes, start, end));
  }

  private begin(isList: boolean): void {
    const parent = this.levels.at(-1);
    const column = childColumn(parent, isList);
    this.levels.push({ isList, column, inline: parent === undefined || parent.isList, empty: true });
    this.trail?.begin(this.length);
  }

  private close(empty: string): void {
    const level = this.levels.pop();
    if (level?.empty === true) {
      this.put(this.gap);
      this.trail?.enter(this.length);
      this.put(empty);
    }
    this.trail?.end(this.length);
  }

  /** Goes to where the next entry of the innermost level begins. */
  private entry(): void {
    const level = this.levels.at(-1);
    if (level === undefined) return;
    if (!level.empty || !level.inline) this.put(`\n${" ".repeat(level.column)}`);
    if (level.empty) this.trail?.enter(this.length);
    level.empty = false;
  }

  private column(): number {
    return this.levels.at(-1)?.column ?? 0;
  }

  private put(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }
}

function childColumn(parent: Level | undefined, isList: boolean): number {
  if (parent === undefined) return 0;
  return isList && !parent.isList ? parent.column : parent.column + 2;
}
