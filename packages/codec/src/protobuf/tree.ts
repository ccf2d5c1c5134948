import { maxDepth, maxWireDepth } from "../field/bounds.ts";
import { damagedField, Field, type FieldNode, type WireType } from "../field/node.ts";
import { invalidUtf8At } from "../text/utf8.ts";
import { ElementCounts } from "./element-counts.ts";
import { packedFields } from "./packed.ts";
import { WireReader } from "./reader.ts";
import { type FieldShape, type MessageShape, wireTypeOf } from "./shape.ts";
import { type WireChoices, wireFieldInto } from "./wire.ts";

const noChoices: WireChoices = new Map();

/**
 * Reads one message in `[start, end)` into nodes in wire order that tile it. Never throws: what cannot be read is a
 * node with a problem, and everything before it and in the parents after it is still read.
 */
export function messageFields(
  bytes: Uint8Array,
  shape: MessageShape,
  start = 0,
  end = bytes.length,
  depth = 0,
): FieldNode[] {
  const reader = new WireReader(bytes, start, end);
  const nodes: FieldNode[] = [];
  const counts = new ElementCounts();
  while (reader.next()) nodes.push(readField(reader, shape, counts, depth));
  if (reader.problem !== null) nodes.push(brokenField(reader, shape, counts, depth));
  return nodes;
}

function fieldAt(reader: WireReader): Field {
  const field = new Field(reader.start, reader.tagEnd, reader.valueStart, reader.valueEnd, reader.fieldEnd);
  field.number = reader.number;
  field.wireType = reader.wireType;
  return field;
}

function readField(reader: WireReader, shape: MessageShape, counts: ElementCounts, depth: number): Field {
  const field = fieldAt(reader);
  const known = shape.fields[reader.number];
  if (known === undefined) return wireFieldInto(field, reader.bytes, noChoices, depth + 1);
  name(field, known);
  fill(field, reader.bytes, known, counts, depth);
  return field;
}

function name(field: Field, shape: FieldShape): void {
  field.name = shape.name;
  field.type = shape.type;
  field.place = shape.place;
}

function fill(
  field: Field,
  bytes: Uint8Array,
  shape: FieldShape,
  counts: ElementCounts,
  depth: number,
): void {
  if (field.wireType !== expectedWireType(shape)) {
    fillUnexpected(field, bytes, shape, counts);
    return;
  }
  if (shape.repeated) field.index = counts.take(shape.number);
  if (shape.message !== null) fillMessage(field, bytes, shape.message, depth);
  else if (shape.scalar === "string") checkText(field, bytes);
  else if (shape.expand !== null)
    field.children = shape.expand(bytes, field.valueStart, field.valueEnd, depth + 1);
}

function expectedWireType({ scalar, group }: FieldShape): WireType {
  if (scalar !== null) return wireTypeOf(scalar);
  return group === true ? 3 : 2;
}

function fillMessage(field: Field, bytes: Uint8Array, shape: MessageShape, depth: number): void {
  const { valueStart, valueEnd } = field;
  if (depth < maxDepth) {
    field.children = messageFields(bytes, shape, valueStart, valueEnd, depth + 1);
    field.problem = shape.complain?.(bytes, valueStart, valueEnd) ?? null;
  } else field.problem = `nested deeper than ${maxDepth} messages`;
}

function checkText(field: Field, bytes: Uint8Array): void {
  const at = invalidUtf8At(bytes, field.valueStart, field.valueEnd);
  if (at >= 0) field.problem = `not valid UTF-8 at byte ${at - field.valueStart}`;
}

/** A repeated scalar may come packed; any other wire type than the schema's is shown without the schema. */
function fillUnexpected(field: Field, bytes: Uint8Array, shape: FieldShape, counts: ElementCounts): void {
  if (field.wireType === 2 && shape.repeated && shape.scalar !== null) {
    const items = packedFields(bytes, field.valueStart, field.valueEnd, shape.scalar);
    const first = counts.take(shape.number, items.length);
    for (const item of items) {
      item.index += first;
      item.type = shape.type;
    }
    field.children = items;
    return;
  }
  const found = field.wireType;
  wireFieldInto(field, bytes, noChoices, maxWireDepth);
  field.place = "none";
  field.problem = `wire type ${found} does not fit ${shape.type}`;
}

/** A field that its parent cuts off: a message still shows the fields that are there, a scalar shows none. */
function brokenField(
  reader: WireReader,
  shape: MessageShape,
  counts: ElementCounts,
  depth: number,
): FieldNode {
  if (reader.tagEnd === reader.start) return damagedField(reader.start, reader.end, reader.problem ?? "");
  const field = fieldAt(reader);
  const known = shape.fields[reader.number];
  field.type = "damage";
  if (known !== undefined) name(field, known);
  if (known?.message != null && reader.wireType === 2 && reader.valueStart > reader.tagEnd) {
    if (known.repeated) field.index = counts.take(known.number);
    fillMessage(field, reader.bytes, known.message, depth);
  }
  field.problem = reader.problem;
  if (field.children === null) field.place = "none";
  return field;
}
