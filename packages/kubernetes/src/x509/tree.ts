import {
  type DocumentWriter,
  decodeUtf8,
  Field,
  type FieldNode,
  type Place,
  plainField,
} from "@etcdscope/codec";
import { colonHex, type DerElement, derTag, oidText, readDer, timeText } from "./der.ts";
import { oidName } from "./names.ts";

/** Reads the content of an element into its field; what it does not read is read by its tag alone. */
export type Reading = (tree: DerTree, element: DerElement, field: Field) => void;

/** A member of a sequence: its name, how it is read, and its tag where it may be left out. */
export interface Member {
  readonly name: string;
  readonly read?: Reading;
  readonly tag?: number;
  readonly place?: Place;
}

const typeNames: Readonly<Record<number, string>> = {
  1: "BOOLEAN",
  2: "INTEGER",
  3: "BIT STRING",
  4: "OCTET STRING",
  5: "NULL",
  6: "OBJECT IDENTIFIER",
  10: "ENUMERATED",
  12: "UTF8String",
  16: "SEQUENCE",
  17: "SET",
  19: "PrintableString",
  20: "TeletexString",
  22: "IA5String",
  23: "UTCTime",
  24: "GeneralizedTime",
  28: "UniversalString",
  30: "BMPString",
};

/** DER as named fields over its bytes, and what each of them says as text. */
export class DerTree {
  readonly bytes: Uint8Array;
  private readonly texts = new Map<FieldNode, string>();
  private readonly literals = new Set<FieldNode>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  readonly textOf = (node: FieldNode): string | null => this.texts.get(node) ?? null;

  field(element: DerElement, name: string | null, place: Place, read?: Reading): Field {
    const { start, valueStart, end } = element;
    const field = new Field(start, start + 1, valueStart, end, end);
    field.name = name;
    field.place = place;
    field.type = typeOf(element.tag);
    if (read === undefined) readByTag(this, element, field);
    else read(this, element, field);
    return field;
  }

  say(field: Field, text: string): void {
    this.texts.set(field, text);
  }

  /** A number or boolean, which JSON writes without quotes. */
  sayLiteral(field: Field, text: string): void {
    this.texts.set(field, text);
    this.literals.add(field);
  }

  /** Writes what a node says, or what it holds: parts that have the place of the whole are the whole's own. */
  write(node: FieldNode, writer: DocumentWriter): void {
    const text = this.texts.get(node);
    const content = this.contentOf(node);
    const [only] = content;
    if (text !== undefined) this.writeText(node, text, writer);
    else if (only?.place === "same") this.write(only, writer);
    else if (node.children === null) writer.literal("null");
    else if (only?.place === "item") this.writeItems(content, writer);
    else this.writeMembers(content, writer);
  }

  private contentOf({ children }: FieldNode): FieldNode[] {
    return (children ?? []).flatMap((child) => {
      if (child.place === "none") return [];
      const isOpen = child.place === "same" && child.children !== null && !this.texts.has(child);
      return isOpen ? this.contentOf(child) : [child];
    });
  }

  private writeText(node: FieldNode, text: string, writer: DocumentWriter): void {
    if (this.literals.has(node)) writer.literal(text);
    else writer.text(text);
  }

  private writeItems(items: readonly FieldNode[], writer: DocumentWriter): void {
    writer.beginArray();
    for (const item of items) {
      writer.item();
      this.write(item, writer);
    }
    writer.endArray();
  }

  private writeMembers(members: readonly FieldNode[], writer: DocumentWriter): void {
    writer.beginObject();
    for (const member of members) {
      writer.memberText(member.name ?? "");
      this.write(member, writer);
    }
    writer.endObject();
  }
}

function typeOf(tag: number): string {
  const number = tag & 0x1f;
  return (tag & 0xc0) === 0 ? (typeNames[number] ?? `tag ${number}`) : `[${number}]`;
}

/** Reads an element by its tag alone: what it holds as items, or its value as text. */
export const readByTag: Reading = (tree, element, field) => {
  if (element.children !== null) field.children = itemsOf(tree, element.children);
  else sayByTag(tree, element, field);
};

function itemsOf(tree: DerTree, elements: readonly DerElement[], read?: Reading): Field[] {
  return elements.map((element, at) => {
    const field = tree.field(element, null, "item", read);
    field.index = at;
    return field;
  });
}

function sayByTag(tree: DerTree, element: DerElement, field: Field): void {
  const literal = literalOf(tree.bytes, element);
  if (literal === null) tree.say(field, textByTag(tree.bytes, element));
  else tree.sayLiteral(field, literal);
}

/** What JSON writes without quotes. */
function literalOf(bytes: Uint8Array, { tag, valueStart, end }: DerElement): string | null {
  if (tag === derTag.boolean) return String(bytes[valueStart] !== 0);
  if (tag === 0x05) return "null";
  return tag === derTag.integer || tag === 0x0a ? integerText(bytes, valueStart, end) : null;
}

function textByTag(bytes: Uint8Array, { tag, valueStart, end }: DerElement): string {
  switch (tag) {
    case derTag.oid:
      return oidName(oidText(bytes, valueStart, end));
    case 0x17:
    case 0x18:
      return timeText(decodeUtf8(bytes, valueStart, end));
    case 0x0c:
    case 0x13:
    case 0x14:
    case 0x16:
      return decodeUtf8(bytes, valueStart, end);
    case 0x1e:
      return bmpText(bytes, valueStart, end);
    default:
      return colonHex(bytes, valueStart + (tag === derTag.bitString ? 1 : 0), end);
  }
}

const mostDecimal = 6;

/** Small ones in decimal, which JSON can hold; null for large ones, as serial numbers and keys are: hex is theirs. */
function integerText(bytes: Uint8Array, start: number, end: number): string | null {
  if (end - start > mostDecimal) return null;
  let value = (bytes[start] ?? 0) >= 0x80 ? -1 : 0;
  for (let at = start; at < end; at++) value = value * 256 + (bytes[at] ?? 0);
  return String(value);
}

function bmpText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at + 1 < end; at += 2)
    text += String.fromCharCode(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
  return text;
}

/** Reads a sequence by its members in order; one with a tag is passed over where another tag stands. */
export function sequenceOf(members: readonly Member[]): Reading {
  return (tree, element, field) => {
    if (element.children === null) {
      readByTag(tree, element, field);
      return;
    }
    let next = 0;
    field.children = element.children.map((child, at) => {
      while (members[next]?.tag !== undefined && members[next]?.tag !== child.tag) next++;
      const member = members[next++];
      if (member === undefined) return unnamed(tree, child, at);
      return tree.field(child, member.name, member.place ?? "member", member.read);
    });
  };
}

function unnamed(tree: DerTree, element: DerElement, at: number): Field {
  return tree.field(element, `[${at}]`, "none");
}

export function listOf(read: Reading): Reading {
  return (tree, element, field) => {
    if (element.children === null) readByTag(tree, element, field);
    else field.children = itemsOf(tree, element.children, read);
  };
}

/** Reads a context tag that stands around what is meant. */
export function wrapped(read: Reading): Reading {
  return (tree, element, field) => {
    const [inner] = element.children ?? [];
    if (inner === undefined || element.children?.length !== 1) readByTag(tree, element, field);
    else field.children = [tree.field(inner, "content", "same", read)];
  };
}

/** Reads the DER that a string of octets or bits holds; what is none is read as the string. */
export function holding(read: Reading): Reading {
  return (tree, element, field) => {
    const isBits = element.tag === derTag.bitString;
    const from = element.valueStart + (isBits ? 1 : 0);
    const [inner, ...others] = readDer(tree.bytes, from, element.end) ?? [];
    if (inner === undefined || others.length > 0) readByTag(tree, element, field);
    else
      field.children = [...(isBits ? [unusedBits(element)] : []), tree.field(inner, "content", "same", read)];
  };
}

function unusedBits({ valueStart }: DerElement): Field {
  const field = plainField(valueStart, valueStart + 1, "bits that are not used");
  field.name = "unused";
  return field;
}
