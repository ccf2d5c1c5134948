import { Field, type FieldNode } from "../field/node.ts";
import { SoundNames } from "./names.ts";
import { isLiteralByte } from "./text.ts";

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openList = 0x5b;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * The nodes of JSON text that {@link isJson} accepts: the same that `parseJson` gives, without looking for what may be
 * wrong with it.
 */
export function soundJsonFields(bytes: Uint8Array, start: number, end: number): FieldNode[] {
  const reader = new SoundJson(bytes, start, end);
  reader.skipSpace();
  const root = reader.value(start);
  root.place = "same";
  root.end = end;
  return [root];
}

class SoundJson {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private readonly names: SoundNames;
  private at: number;
  /** The children of the open lists and objects, each one's behind those of what it stands in. */
  private readonly row: Field[];
  private top: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.end = end;
    this.names = new SoundNames(bytes, start, end);
    this.at = start;
    this.row = [];
    this.top = 0;
  }

  skipSpace(): void {
    while ((this.bytes[this.at] ?? quote) <= 0x20) this.at++;
  }

  /** The value whose first token comes next; `start` is where its key and punctuation begin. */
  value(start: number): Field {
    const { at } = this;
    const byte = this.bytes[at] ?? 0;
    if (byte === openObject || byte === openList) return this.container(start, at, byte);
    if (byte !== quote) return this.literal(start, at, byte);
    const close = this.stringEnd(at + 1);
    this.at = close + 1;
    const field = new Field(start, at, at + 1, close, close + 1);
    field.type = "string";
    return field;
  }

  private container(start: number, at: number, bracket: number): Field {
    const base = this.top;
    const open = at + 1;
    const field = new Field(start, at, open, open, open);
    field.type = bracket === openObject ? "object" : "array";
    this.at = open;
    for (let from = open; !this.closes(); from = this.at) {
      const child = bracket === openObject ? this.member(from) : this.element(from, this.top - base);
      field.valueEnd = child.end;
      this.row[this.top++] = child;
    }
    field.end = this.at;
    field.children = this.row.slice(base, this.top);
    this.top = base;
    return field;
  }

  /** Moves to the next token but commas; over it, if it is a closing bracket. */
  private closes(): boolean {
    this.skipSpace();
    const byte = this.bytes[this.at] ?? closeObject;
    if (byte === comma) {
      this.at++;
      this.skipSpace();
      return false;
    }
    // A list's bracket has the same bits but one.
    if ((byte | 0x20) !== closeObject) return false;
    this.at++;
    return true;
  }

  private member(start: number): Field {
    const from = this.at + 1;
    const close = this.stringEnd(from);
    this.at = close + 1;
    this.skipSpace();
    this.at++;
    this.skipSpace();
    const field = this.value(start);
    field.place = "member";
    field.name = this.names.name(from, close);
    return field;
  }

  private element(start: number, index: number): Field {
    const field = this.value(start);
    field.place = "item";
    field.index = index;
    return field;
  }

  private literal(start: number, at: number, first: number): Field {
    this.at = this.literalEnd(at + 1);
    const field = new Field(start, at, at, this.at, this.at);
    field.type = first === 0x6e ? "null" : first > 0x39 ? "boolean" : "number";
    return field;
  }

  private literalEnd(start: number): number {
    const { bytes, end } = this;
    let at = start;
    while (at < end && isLiteralByte(bytes[at] ?? 0)) at++;
    return at;
  }

  private stringEnd(start: number): number {
    const { bytes } = this;
    let at = start;
    for (let byte = bytes[at] ?? quote; byte !== quote; byte = bytes[at] ?? quote)
      at += byte === backslash ? 2 : 1;
    return at;
  }
}
