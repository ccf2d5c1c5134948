import { maxDepth } from "../field/bounds.ts";
import { damagedField, Field, type Place } from "../field/node.ts";
import { invalidUtf8At } from "../text/utf8.ts";
import { type CborHead, readHead } from "./head.ts";
import { readCborScalar } from "./scalar.ts";
import { keyText } from "./string.ts";

/** The tag that marks a value as CBOR, as Kubernetes stores it: `d9 d9 f7`. */
export function isSelfDescribedCbor(bytes: Uint8Array, start = 0): boolean {
  return bytes[start] === 0xd9 && bytes[start + 1] === 0xd9 && bytes[start + 2] === 0xf7;
}

/**
 * Reads one CBOR item into nodes that tile `[start, end)`; what is damaged or follows the item is a damage node. The
 * node of a map's value has its key as name and as what introduces it.
 */
export function parseCbor(bytes: Uint8Array, start = 0, end = bytes.length): Field[] {
  const parser = new CborParser(bytes, end);
  const root = parser.item(start, start, "same", 0);
  if (root.end === end) return [root];
  return [root, damagedField(root.end, end, "more bytes follow the value")];
}

const simpleTypes: ReadonlyMap<number, string> = new Map([
  [20, "bool"],
  [21, "bool"],
  [22, "nil"],
  [23, "undefined"],
  [25, "float"],
  [26, "float"],
  [27, "float"],
]);

class CborParser {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  /** Set at the first damage: nothing behind it can be told apart. */
  private broken = false;

  constructor(bytes: Uint8Array, end: number) {
    this.bytes = bytes;
    this.end = end;
  }

  /** The item at `at`; `start` is where its key begins. */
  item(start: number, at: number, place: Place, depth: number): Field {
    const head = readHead(this.bytes, at, this.end);
    if (head === null) return this.damage(start, "the head of an item is cut off or reserved");
    if (depth > maxDepth) return this.damage(start, `nested deeper than ${maxDepth} levels`);
    const field = this.read(start, at, head, depth);
    if (field.type !== "damage") field.place = place;
    return field;
  }

  private read(start: number, at: number, head: CborHead, depth: number): Field {
    switch (head.major) {
      case 0:
      case 1:
        return leaf(start, at, head.end, head.major === 0 ? "uint" : "negint");
      case 2:
      case 3:
        return this.string(start, at, head, depth);
      case 4:
        return this.list(start, at, head, depth);
      case 5:
        return this.map(start, at, head, depth);
      case 6:
        return this.tagged(start, at, head, depth);
      default:
        return this.simple(start, at, head);
    }
  }

  private simple(start: number, at: number, head: CborHead): Field {
    if (head.info === 31) return this.damage(start, "a break without anything to end");
    const field = leaf(start, at, head.end, simpleTypes.get(head.info) ?? "simple");
    field.problem = this.unwritable(field);
    return field;
  }

  /** What JSON has no word for; Kubernetes refuses it. */
  private unwritable(field: Field): string | null {
    if (field.type === "undefined" || field.type === "simple") return `JSON has no ${field.type} value`;
    const value = field.type === "float" ? readCborScalar(this.bytes, field) : 0;
    return typeof value !== "number" || Number.isFinite(value) ? null : `JSON has no number ${value}`;
  }

  private string(start: number, at: number, head: CborHead, depth: number): Field {
    const type = head.major === 2 ? "byte string" : "text string";
    if (head.info === 31) return this.chunks(start, at, head, type, depth);
    const left = this.end - head.end;
    if (head.argument > left)
      return this.damage(
        start,
        `a ${type} declares ${head.argument} bytes, ${left} ${left === 1 ? "is" : "are"} left`,
      );
    const behind = head.end + Number(head.argument);
    const field = typed(new Field(start, at, head.end, behind, behind), type);
    const invalid = head.major === 3 ? invalidUtf8At(this.bytes, head.end, behind) : -1;
    if (invalid >= 0) field.problem = `not valid UTF-8 at byte ${invalid - head.end}`;
    return field;
  }

  private chunks(start: number, at: number, head: CborHead, type: string, depth: number): Field {
    return this.container(start, at, head, type, (from) => {
      const chunk = this.item(from, from, "same", depth + 1);
      return chunk.type === type && chunk.children === null
        ? chunk
        : this.damage(from, `a chunk is no ${type}`);
    });
  }

  private list(start: number, at: number, head: CborHead, depth: number): Field {
    return this.container(start, at, head, "list", (from, index) => {
      const element = this.item(from, from, "item", depth + 1);
      element.index = index;
      return element;
    });
  }

  private map(start: number, at: number, head: CborHead, depth: number): Field {
    const names = new Set<string>();
    return this.container(start, at, head, "map", (from) => {
      const key = this.item(from, from, "same", depth + 1);
      if (this.broken) return this.damage(from, key.problem ?? "a key is damaged");
      const value = this.item(from, key.end, "member", depth + 1);
      const name = keyText(this.bytes, key);
      value.name = name;
      if (names.has(name)) value.problem ??= "the object has this key twice";
      names.add(name);
      return value;
    });
  }

  private tagged(start: number, at: number, head: CborHead, depth: number): Field {
    const content = this.item(head.end, head.end, "same", depth + 1);
    const field = typed(new Field(start, at, head.end, content.end, content.end), `tag ${head.argument}`);
    field.children = [content];
    return field;
  }

  /** A list, a map or a string in pieces: as many children as the head says, or all up to a break. */
  private container(
    start: number,
    at: number,
    head: CborHead,
    type: string,
    child: (from: number, index: number) => Field,
  ): Field {
    const field = typed(new Field(start, at, head.end, head.end, head.end), type);
    const children: Field[] = [];
    const count = head.info === 31 ? Number.POSITIVE_INFINITY : Number(head.argument);
    let from = head.end;
    while (children.length < count && from < this.end && !this.broken && !this.breaks(from, count)) {
      const next = child(from, children.length);
      children.push(next);
      from = next.end;
    }
    field.children = children;
    field.valueEnd = from;
    field.end = !this.broken && this.breaks(from, count) ? from + 1 : from;
    return this.checked(field, count);
  }

  private breaks(at: number, count: number): boolean {
    return count === Number.POSITIVE_INFINITY && at < this.end && this.bytes[at] === 0xff;
  }

  private checked(field: Field, count: number): Field {
    const isWhole =
      count === Number.POSITIVE_INFINITY ? field.end > field.valueEnd : field.children?.length === count;
    if (isWhole || this.broken) return field;
    this.broken = true;
    field.problem = `the ${field.type} is cut off`;
    return field;
  }

  /** Damage takes all that is left: items do not say where they end. */
  private damage(start: number, problem: string): Field {
    this.broken = true;
    return damagedField(start, this.end, problem);
  }
}

function typed(field: Field, type: string): Field {
  field.type = type;
  return field;
}

/** A number or a simple value: its head is all there is of it. */
function leaf(start: number, at: number, end: number, type: string): Field {
  return typed(new Field(start, at, at, end, end), type);
}
