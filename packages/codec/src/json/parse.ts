import { maxDepth } from "../field/bounds.ts";
import { damagedField, Field, type FieldNode, type Place } from "../field/node.ts";
import { invalidUtf8At } from "../text/utf8.ts";
import { JsonScanner } from "./scanner.ts";
import { decodeJsonString } from "./string.ts";

/** Where and why JSON text stops being JSON. */
export interface JsonProblem {
  readonly message: string;
  readonly offset: number;
}

/** The nodes of a JSON text: one value, and a damage node behind it where the text is not JSON to its end. */
export interface JsonTree {
  readonly nodes: readonly FieldNode[];
  readonly problem: JsonProblem | null;
}

/**
 * Reads JSON text (RFC 8259) into nodes that tile `[start, end)`. Numbers stay as they are written, duplicate keys
 * are kept, and from the first byte that is not JSON on, the rest is one damage node where it stands.
 */
export function parseJson(bytes: Uint8Array, start = 0, end = bytes.length): JsonTree {
  const parser = new JsonParser(bytes, start, end);
  const nodes = parser.document(start);
  return { nodes, problem: parser.problem };
}

class JsonParser {
  private readonly scanner: JsonScanner;
  private readonly bytes: Uint8Array;
  private readonly end: number;
  problem: JsonProblem | null = null;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.scanner = new JsonScanner(bytes, start, end);
    this.bytes = bytes;
    this.end = end;
  }

  document(start: number): FieldNode[] {
    this.scanner.skipSpace();
    const root = this.value(start, "same", 0);
    if (root === null) return [this.damage(start, "a value is missing")];
    if (this.problem !== null) return [root];
    const behind = this.scanner.position;
    if (this.scanner.skipSpace() < this.end)
      return [root, this.damage(behind, "more text follows the value")];
    root.end = this.end;
    return [root];
  }

  /** The value that begins at the scanner's position; `start` is where its key and punctuation begin. */
  private value(start: number, place: Place, depth: number): Field | null {
    const at = this.scanner.position;
    const field = this.valueAt(start, at, depth);
    if (field === null) return null;
    field.place = place;
    return field;
  }

  private valueAt(start: number, at: number, depth: number): Field | null {
    switch (this.scanner.next) {
      case 0x7b:
        return this.container(start, at, "object", depth);
      case 0x5b:
        return this.container(start, at, "array", depth);
      case 0x22:
        return this.string(start, at);
      default:
        return this.literal(start, at);
    }
  }

  private string(start: number, at: number): Field | null {
    const close = this.scanner.stringEnd(at);
    if (close < 0) return null;
    const field = typed(new Field(start, at, at + 1, close, close + 1), "string");
    const invalid = this.scanner.isWide ? invalidUtf8At(this.bytes, at + 1, close) : -1;
    if (invalid >= 0) field.problem = `not valid UTF-8 at byte ${invalid - at - 1}`;
    this.scanner.position = close + 1;
    return field;
  }

  private literal(start: number, at: number): Field | null {
    const type = this.scanner.literalType();
    const behind = this.scanner.position;
    return type === null ? null : typed(new Field(start, at, at, behind, behind), type);
  }

  private container(start: number, at: number, type: "object" | "array", depth: number): Field | null {
    const open = at + 1;
    const field = typed(new Field(start, at, open, open, open), type);
    this.scanner.position = open;
    if (depth >= maxDepth) return this.tooDeep(field);
    const children: FieldNode[] = [];
    field.children = children;
    const close = type === "object" ? 0x7d : 0x5d;
    for (let from = open; this.problem === null && !this.closes(close); from = this.scanner.position) {
      children.push(this.child(type, from, children.length, depth + 1));
    }
    field.valueEnd = children.at(-1)?.end ?? open;
    field.end = this.scanner.position;
    return field;
  }

  /** Moves to the next token; consumes it when it is the closing bracket. */
  private closes(close: number): boolean {
    this.scanner.skipSpace();
    return this.scanner.skip(close);
  }

  /** The element or member whose punctuation begins at `start`; the scanner stands at its first token. */
  private child(type: "object" | "array", start: number, index: number, depth: number): FieldNode {
    if (index > 0) {
      if (!this.scanner.skip(0x2c)) return this.damage(start, `expected ',' or the end of the ${type}`);
      this.scanner.skipSpace();
    }
    return type === "object" ? this.member(start, depth) : this.element(start, index, depth);
  }

  private element(start: number, index: number, depth: number): FieldNode {
    const field = this.value(start, "item", depth);
    if (field === null) return this.damage(start, "expected a value");
    field.index = index;
    return field;
  }

  private member(start: number, depth: number): FieldNode {
    const at = this.scanner.position;
    const close = this.scanner.next === 0x22 ? this.scanner.stringEnd(at) : -1;
    if (close < 0) return this.damage(start, "expected a key in quotes");
    this.scanner.position = close + 1;
    this.scanner.skipSpace();
    if (!this.scanner.skip(0x3a)) return this.damage(start, "expected ':' behind the key");
    this.scanner.skipSpace();
    const field = this.value(start, "member", depth);
    if (field === null) return this.damage(start, "expected a value");
    field.name = decodeJsonString(this.bytes, at + 1, close);
    return field;
  }

  private tooDeep(field: Field): Field | null {
    const behind = this.scanner.containerEnd();
    if (behind < 0) return null;
    field.problem = `nested deeper than ${maxDepth} levels`;
    field.valueEnd = behind - 1;
    field.end = behind;
    return field;
  }

  private damage(start: number, message: string): FieldNode {
    const offset = Math.min(this.scanner.failedAt ?? this.scanner.position, this.end);
    this.problem = { message: this.scanner.failure ?? message, offset };
    this.scanner.position = this.end;
    return damagedField(start, this.end, `${this.problem.message} at byte ${offset}`);
  }
}

function typed(field: Field, type: string): Field {
  field.type = type;
  return field;
}
