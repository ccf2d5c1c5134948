import { Field, type FieldNode, type Place } from "@etcdscope/codec";
import type { YamlRefusal, YamlScalar, YamlTree } from "@etcdscope/kubernetes";
import { isAlias, isDocument, isMap, isScalar, isSeq } from "yaml";
import { parseYaml, type YamlDocument, YamlTooComplex } from "./yaml-documents.ts";

/**
 * Reads YAML 1.2 into nodes over its bytes; null where it is not YAML, and a reason where reading it would take too
 * long. Aliases are not followed into lists and maps, and into texts only while these add up to no more than the whole.
 */
export function readYaml(bytes: Uint8Array): YamlTree | YamlRefusal | null {
  try {
    return new YamlReader(bytes).read();
  } catch (error) {
    if (error instanceof YamlTooComplex) return { refused: error.message };
    // The library throws a few errors that it does not report.
    return null;
  }
}

class YamlReader {
  readonly #bytes: Uint8Array;
  readonly #text: string;
  readonly #scalars = new Map<FieldNode, YamlScalar>();
  readonly #offsets: Uint32Array | null;
  /** What the anchors of the document stand for, as far as it was read: an alias means the last one before it. */
  readonly #anchors = new Map<string, YamlScalar>();
  /** UTF-16 units that aliases may still add to the document. */
  #aliasUnits: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
    this.#offsets = this.#text.length === bytes.length ? null : byteOffsets(this.#text, bytes.length);
    this.#aliasUnits = this.#text.length;
  }

  read(): YamlTree | null {
    const documents = parseYaml(this.#text).filter(({ contents }) => isContainer(contents));
    if (documents.length === 0) return null;
    const error = documents.flatMap(({ errors }) => errors)[0];
    const problem =
      error === undefined ? null : { message: error.message, offset: this.#offset(error.pos[0]) };
    return { nodes: [this.#root(documents)], scalarOf: (node) => this.#scalars.get(node), problem };
  }

  #root(documents: readonly YamlDocument[]): FieldNode {
    const [only] = documents;
    if (documents.length === 1 && only !== undefined) {
      const root = this.#node(only.contents, { start: 0, tagEnd: 0, place: "same" });
      root.end = this.#bytes.length;
      return root;
    }
    const list = new Field(0, 0, 0, 0, this.#bytes.length);
    list.type = "array";
    list.place = "same";
    list.children = this.#list(documents, list);
    return list;
  }

  #node(given: unknown, { start, tagEnd, place }: Introduction): Field {
    const node = isDocument(given) ? this.#contentsOf(given) : given;
    const [from, to] = rangeOf(node);
    const valueStart = Math.max(tagEnd, this.#offset(from ?? 0));
    const valueEnd = Math.max(valueStart, this.#offset(to ?? from ?? 0));
    const field = new Field(start, tagEnd, valueStart, valueEnd, valueEnd);
    field.place = place;
    if (isMap(node)) this.#fillMap(node.items, field);
    else if (isSeq(node)) {
      field.type = "array";
      field.children = this.#list(node.items, field);
    } else this.#fillScalar(node, field);
    return field;
  }

  /** Anchors are a document's own. */
  #contentsOf({ contents }: { readonly contents: unknown }): unknown {
    this.#anchors.clear();
    return contents;
  }

  #fillMap(pairs: readonly { key: unknown; value: unknown }[], field: Field): void {
    const children: Field[] = [];
    field.type = "object";
    field.children = children;
    let start = field.valueStart;
    for (const { key, value } of pairs) {
      const [, keyEnd] = rangeOf(key);
      const tagEnd = Math.max(start, this.#offset(keyEnd ?? 0));
      const child = this.#node(value ?? { range: [keyEnd, keyEnd] }, {
        start,
        tagEnd,
        place: "member",
      });
      child.name = this.#nameOf(key);
      children.push(child);
      start = child.end;
    }
    close(field, start);
  }

  /** A key that is a list or a map is called what is written there: its parts have no nodes of their own. */
  #nameOf(key: unknown): string {
    if (isScalar(key) || isAlias(key)) return String(this.#scalar(key));
    const [from = 0, to = from] = rangeOf(key);
    return this.#text.slice(from, to).trimEnd();
  }

  #list(items: readonly unknown[], field: Field): Field[] {
    let start = field.valueStart;
    const children = items.map((item, index) => {
      const child = this.#node(item, { start, tagEnd: start, place: "item" });
      child.index = index;
      start = child.end;
      return child;
    });
    close(field, start);
    return children;
  }

  #fillScalar(node: unknown, field: Field): void {
    const value = this.#scalar(node);
    field.type = value === null ? "null" : typeof value === "bigint" ? "number" : typeof value;
    this.#scalars.set(field, value);
  }

  #scalar(node: unknown): YamlScalar {
    if (isAlias(node)) return this.#aliased(node.source);
    const value = scalarOf(node);
    if (isScalar(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, value);
    return value;
  }

  #aliased(anchor: string): YamlScalar {
    const value = this.#anchors.get(anchor);
    const units = typeof value === "string" ? value.length : 0;
    if (value === undefined || units > this.#aliasUnits) return `*${anchor}`;
    this.#aliasUnits -= units;
    return value;
  }

  #offset(at: number): number {
    return this.#offsets === null
      ? Math.min(at, this.#bytes.length)
      : (this.#offsets[at] ?? this.#bytes.length);
  }
}

/** Where a node begins, where what introduces it ends, and how it stands in its parent. */
interface Introduction {
  readonly start: number;
  readonly tagEnd: number;
  readonly place: Place;
}

function isContainer(node: unknown): boolean {
  return isMap(node) || isSeq(node);
}

/** A list or map ends where its last part does: what follows is said to introduce the next. */
function close(field: Field, end: number): void {
  field.valueEnd = end;
  field.end = Math.max(field.end, end);
}

function rangeOf(node: unknown): readonly (number | undefined)[] {
  if (typeof node !== "object" || node === null || !("range" in node)) return [];
  return Array.isArray(node.range) ? node.range : [];
}

function scalarOf(node: unknown): YamlScalar {
  const value: unknown = isScalar(node) ? node.value : null;
  const isKnown = typeof value === "string" || typeof value === "boolean" || typeof value === "bigint";
  if (isKnown || value === null || value === undefined) return value ?? null;
  if (typeof value === "number") return value;
  return isScalar(node) ? (node.source ?? String(value)) : String(value);
}

/** For each UTF-16 offset of a text the offset of its bytes. */
function byteOffsets(text: string, size: number): Uint32Array {
  const offsets = new Uint32Array(text.length + 1);
  let at = 0;
  let unit = 0;
  for (const character of text) {
    offsets.fill(at, unit, unit + character.length);
    unit += character.length;
    at += utf8Length(character.codePointAt(0) ?? 0);
  }
  offsets[text.length] = size;
  return offsets;
}

function utf8Length(code: number): number {
  if (code < 0x800) return code < 0x80 ? 1 : 2;
  return code < 0x10000 ? 3 : 4;
}
