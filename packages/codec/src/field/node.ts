import type { Span } from "./span.ts";

/** The six wire types of protobuf by their numbers. */
export type WireType = 0 | 1 | 2 | 3 | 4 | 5;

/**
 * How a node's path follows from its parent's: `member` adds `.name` (and `[index]` when it is repeated),
 * `entry` adds `.name["key"]`, `key` adds `["key"]` (the entry of a map that is the whole object), `item` adds `[index]`, `same` is the parent's own place (an inlined struct, the
 * only field of a wrapper), `none` has no place in the document (unknown fields, damage, envelope).
 */
export type Place = "member" | "entry" | "key" | "item" | "same" | "none";

/**
 * One field of the stored bytes: `[start, tagEnd)` is what introduces it (a protobuf tag, a JSON key with the
 * punctuation before it, a CBOR key), `[tagEnd, valueStart)` its length (or opening bracket, or CBOR head),
 * `[valueStart, valueEnd)` its payload, `[valueEnd, end)` what closes it (end-group tag, closing bracket).
 * Children tile the payload in wire order: no gap, no overlap.
 */
export interface FieldNode {
  readonly start: number;
  readonly tagEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly end: number;
  /** Protobuf field number; 0 where there is none. */
  readonly number: number;
  readonly wireType: WireType | null;
  /** The field's JSON name; null when no schema names it. */
  readonly name: string | null;
  /** Which element of a repeated field or list it is; -1 when it is none. */
  readonly index: number;
  readonly place: Place;
  /** The schema's type name (of an enum, `enum` and its name), or what the bytes were taken for. */
  readonly type: string;
  readonly children: readonly FieldNode[] | null;
  /** Why these bytes could not be understood. */
  readonly problem: string | null;
}

/** What a node's children are made from when they are first asked for. */
export interface Inside {
  read(node: Field): readonly FieldNode[] | null;
}

/**
 * A node under construction; one class, so that every node has one shape in memory. All is set in the constructor,
 * which for so many objects is quicker than initializers.
 */
export class Field implements FieldNode {
  start: number;
  tagEnd: number;
  valueStart: number;
  valueEnd: number;
  end: number;
  number: number;
  wireType: WireType | null;
  name: string | null;
  index: number;
  place: Place;
  type: string;
  problem: string | null;
  private made: readonly FieldNode[] | null;
  private inside: Inside | null;

  constructor(start: number, tagEnd: number, valueStart: number, valueEnd: number, end: number) {
    this.start = start;
    this.tagEnd = tagEnd;
    this.valueStart = valueStart;
    this.valueEnd = valueEnd;
    this.end = end;
    this.number = 0;
    this.wireType = null;
    this.name = null;
    this.index = -1;
    this.place = "none";
    this.type = "";
    this.problem = null;
    this.made = null;
    this.inside = null;
  }

  get children(): readonly FieldNode[] | null {
    if (this.inside !== null) {
      this.made = this.inside.read(this);
      this.inside = null;
    }
    return this.made;
  }

  set children(nodes: readonly FieldNode[] | null) {
    this.made = nodes;
  }

  /** Leaves the children to be made when they are first asked for. */
  defer(inside: Inside): void {
    this.inside = inside;
  }
}

/** A node that is payload only, without tag, length or tail. */
export function plainField(start: number, end: number, type: string): Field {
  const field = new Field(start, start, start, end, end);
  field.type = type;
  return field;
}

/** Bytes that could not be understood, and why. */
export function damagedField(start: number, end: number, problem: string): Field {
  const field = plainField(start, end, "damage");
  field.problem = problem;
  return field;
}

/** Tag, length, payload and tail. */
export function spanOf(node: FieldNode): Span {
  return { start: node.start, end: node.end };
}

/** The payload alone. */
export function valueSpanOf(node: FieldNode): Span {
  return { start: node.valueStart, end: node.valueEnd };
}
