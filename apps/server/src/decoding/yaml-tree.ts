import { Field, type FieldNode, type Place } from "@etcdscope/codec";
import type { YamlScalar, YamlTree } from "@etcdscope/kubernetes";
import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, parseAllDocuments } from "yaml";

/** Reads YAML 1.2 into nodes over its bytes; null where it is none. Aliases are not followed into lists and maps. */
export function readYaml(bytes: Uint8Array): YamlTree | null {
  try {
    return new YamlReader(bytes).read();
  } catch {
    // The library and the walk both recurse: a text nested deeper than the stack is no YAML for us.
    return null;
  }
}

/** A node with content, and the document that resolves its aliases. */
type Parsed = Document.Parsed<ParsedNode>;

class YamlReader {
  readonly #bytes: Uint8Array;
  readonly #text: string;
  readonly #scalars = new Map<FieldNode, YamlScalar>();
  readonly #offsets: Uint32Array | null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
    this.#offsets = this.#text.length === bytes.length ? null : byteOffsets(this.#text, bytes.length);
  }

  read(): YamlTree | null {
    const options = { prettyErrors: false, uniqueKeys: false, strict: false, logLevel: "silent" } as const;
    const parsed = parseAllDocuments(this.#text, options);
    const documents = (Array.isArray(parsed) ? parsed : []).filter(({ contents }) => isContainer(contents));
    if (documents.length === 0) return null;
    const error = documents.flatMap(({ errors }) => errors)[0];
    const problem =
      error === undefined ? null : { message: error.message, offset: this.#offset(error.pos[0]) };
    return { nodes: [this.#root(documents)], scalarOf: (node) => this.#scalars.get(node), problem };
  }

  #root(documents: readonly Parsed[]): FieldNode {
    const [only] = documents;
    if (documents.length === 1 && only !== undefined) {
      const root = this.#node(only, only.contents, { start: 0, tagEnd: 0, place: "same" });
      root.end = this.#bytes.length;
      return root;
    }
    const list = new Field(0, 0, 0, 0, this.#bytes.length);
    list.type = "array";
    list.place = "same";
    list.children = this.#list(
      documents.map((one) => [one, one.contents] as const),
      list,
    );
    return list;
  }

  #node(document: Parsed, node: unknown, { start, tagEnd, place }: Introduction): Field {
    const [from, to] = rangeOf(node);
    const valueStart = Math.max(tagEnd, this.#offset(from ?? 0));
    const valueEnd = Math.max(valueStart, this.#offset(to ?? from ?? 0));
    const field = new Field(start, tagEnd, valueStart, valueEnd, valueEnd);
    field.place = place;
    if (isMap(node)) this.#fillMap(document, node.items, field);
    else if (isSeq(node)) {
      field.type = "array";
      field.children = this.#list(
        node.items.map((item) => [document, item] as const),
        field,
      );
    } else this.#fillScalar(document, node, field);
    return field;
  }

  #fillMap(document: Parsed, pairs: readonly { key: unknown; value: unknown }[], field: Field): void {
    const children: Field[] = [];
    field.type = "object";
    field.children = children;
    let start = field.valueStart;
    for (const { key, value } of pairs) {
      const [, keyEnd] = rangeOf(key);
      const tagEnd = Math.max(start, this.#offset(keyEnd ?? 0));
      const child = this.#node(document, value ?? { range: [keyEnd, keyEnd] }, {
        start,
        tagEnd,
        place: "member",
      });
      child.name = isScalar(key) ? String(key.value) : String(key);
      children.push(child);
      start = child.end;
    }
    close(field, start);
  }

  #list(items: readonly (readonly [Parsed, unknown])[], field: Field): Field[] {
    let start = field.valueStart;
    const children = items.map(([document, item], index) => {
      const child = this.#node(document, item, { start, tagEnd: start, place: "item" });
      child.index = index;
      start = child.end;
      return child;
    });
    close(field, start);
    return children;
  }

  #fillScalar(document: Parsed, node: unknown, field: Field): void {
    const value = scalarOf(isAlias(node) ? (node.resolve(document) ?? node) : node);
    field.type = value === null ? "null" : typeof value === "bigint" ? "number" : typeof value;
    this.#scalars.set(field, value);
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
  if (isAlias(node)) return `*${node.source}`;
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
