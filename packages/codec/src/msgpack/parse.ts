import { maxDepth } from "../field/bounds.ts";
import { damagedField, Field, type Place } from "../field/node.ts";
import { invalidUtf8At } from "../text/utf8.ts";
import { type MsgpackHead, readMsgpackHead } from "./head.ts";
import { msgpackName } from "./scalar.ts";

/**
 * Reads one MessagePack value into nodes that tile `[start, end)`; what is damaged or follows the value is a damage
 * node. The node of a map's value has its key as name and as what introduces it.
 */
export function parseMsgpack(bytes: Uint8Array, start = 0, end = bytes.length): Field[] {
  const parser = new MsgpackParser(bytes, end);
  const root = parser.value(start, start, "same", 0);
  if (root.end === end) return [root];
  return [root, damagedField(root.end, end, "more bytes follow the value")];
}

class MsgpackParser {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  /** Set at the first damage: nothing behind it can be told apart. */
  private broken = false;

  constructor(bytes: Uint8Array, end: number) {
    this.bytes = bytes;
    this.end = end;
  }

  /** The value at `at`; `start` is where its key begins. */
  value(start: number, at: number, place: Place, depth: number): Field {
    const head = readMsgpackHead(this.bytes, at, this.end);
    if (head === null) return this.damage(start, "the head of a value is cut off or reserved");
    if (depth > maxDepth) return this.damage(start, `nested deeper than ${maxDepth} levels`);
    const field = head.count < 0 ? this.leaf(start, at, head) : this.container(start, at, head, depth);
    if (field.type !== "damage") field.place = place;
    return field;
  }

  private leaf(start: number, at: number, { type, end, size }: MsgpackHead): Field {
    const left = this.end - end;
    if (size > left)
      return this.damage(
        start,
        `a ${type} declares ${size} bytes, ${left} ${left === 1 ? "is" : "are"} left`,
      );
    const field = new Field(start, at, end, end + size, end + size);
    field.type = type;
    const invalid = type === "text string" ? invalidUtf8At(this.bytes, end, end + size) : -1;
    if (invalid >= 0) field.problem = `not valid UTF-8 at byte ${invalid - end}`;
    return field;
  }

  private container(start: number, at: number, { type, end, count }: MsgpackHead, depth: number): Field {
    const field = new Field(start, at, end, end, end);
    const children: Field[] = [];
    field.type = type;
    // An element takes a byte at least: a count beyond what is left ends with the bytes.
    while (children.length < count && field.end < this.end && !this.broken) {
      const child =
        type === "map" ? this.member(field.end, depth) : this.element(field.end, children.length, depth);
      children.push(child);
      field.valueEnd = child.end;
      field.end = child.end;
    }
    field.children = children;
    if (children.length < count && !this.broken) {
      this.broken = true;
      field.problem = `the ${type} is cut off`;
    }
    return field;
  }

  private element(from: number, index: number, depth: number): Field {
    const element = this.value(from, from, "item", depth + 1);
    element.index = index;
    return element;
  }

  private member(from: number, depth: number): Field {
    const key = this.value(from, from, "same", depth + 1);
    if (this.broken) return this.damage(from, key.problem ?? "a key is damaged");
    const value = this.value(from, key.end, "member", depth + 1);
    value.name = msgpackName(this.bytes, key);
    return value;
  }

  private damage(start: number, problem: string): Field {
    this.broken = true;
    return damagedField(start, this.end, problem);
  }
}
