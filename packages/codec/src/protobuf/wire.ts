import { maxWireDepth } from "../field/bounds.ts";
import { damagedField, Field, type FieldNode, plainField } from "../field/node.ts";
import { invalidUtf8At, isPlainText } from "../text/utf8.ts";
import { packedFields } from "./packed.ts";
import { WireReader } from "./reader.ts";
import type { ScalarType } from "./shape.ts";

/** What a length-delimited payload without a schema may be taken for. */
export type WireGuess = "message" | "text" | "bytes" | "packed varint" | "packed fixed32" | "packed fixed64";

/** A person's choice instead of the guess, by the offset at which the field starts. */
export type WireChoices = ReadonlyMap<number, WireGuess>;

const largestLikelyNumber = 10_000;
const packedScalars: ReadonlyMap<WireGuess, ScalarType> = new Map<WireGuess, ScalarType>([
  ["packed varint", "uint64"],
  ["packed fixed32", "fixed32"],
  ["packed fixed64", "fixed64"],
]);

/** Reads protobuf without a schema into nodes that tile `[start, end)`; damage is a node with a problem. */
export function wireFields(
  bytes: Uint8Array,
  choices: WireChoices = new Map(),
  start = 0,
  end = bytes.length,
  depth = 0,
): FieldNode[] {
  const reader = new WireReader(bytes, start, end);
  const nodes: FieldNode[] = [];
  while (reader.next()) {
    const field = new Field(reader.start, reader.tagEnd, reader.valueStart, reader.valueEnd, reader.fieldEnd);
    field.number = reader.number;
    field.wireType = reader.wireType;
    nodes.push(wireFieldInto(field, bytes, choices, depth + 1));
  }
  if (reader.problem !== null) nodes.push(brokenField(reader, choices, depth));
  return nodes;
}

function brokenField(reader: WireReader, choices: WireChoices, depth: number): Field {
  if (reader.tagEnd === reader.start) return damagedField(reader.start, reader.end, reader.problem ?? "");
  const field = new Field(reader.start, reader.tagEnd, reader.valueStart, reader.end, reader.end);
  field.number = reader.number;
  field.wireType = reader.wireType;
  field.type = "damage";
  if (choices.get(field.start) === "message" && depth < maxWireDepth) {
    field.children = wireFields(reader.bytes, choices, field.valueStart, field.valueEnd, depth + 1);
  }
  field.problem = reader.problem;
  return field;
}

/** Gives a field without a schema its type and children, by choice or by guess. */
export function wireFieldInto(field: Field, bytes: Uint8Array, choices: WireChoices, depth: number): Field {
  const { valueStart: start, valueEnd: end } = field;
  if (field.wireType === 3) {
    field.type = "group";
    if (depth <= maxWireDepth) field.children = wireFields(bytes, choices, start, end, depth);
  } else if (field.wireType === 2) {
    const guess = choices.get(field.start) ?? guessPayload(bytes, start, end, depth);
    field.type = guess;
    field.children = payloadFields(bytes, field, guess, choices, depth);
  } else {
    field.type = field.wireType === 0 ? "varint" : field.wireType === 1 ? "fixed64" : "fixed32";
  }
  return field;
}

function payloadFields(
  bytes: Uint8Array,
  { valueStart, valueEnd }: FieldNode,
  guess: WireGuess,
  choices: WireChoices,
  depth: number,
): FieldNode[] | null {
  if (guess === "message") {
    if (depth <= maxWireDepth) return wireFields(bytes, choices, valueStart, valueEnd, depth);
    return [plainField(valueStart, valueEnd, "bytes")];
  }
  const scalar = packedScalars.get(guess);
  return scalar === undefined ? null : packedFields(bytes, valueStart, valueEnd, scalar);
}

/**
 * What a payload most likely is. Text wins over a message unless it begins with white space, which is also how the
 * commonest message begins (0x0a: field 1 with a length).
 */
export function guessPayload(bytes: Uint8Array, start: number, end: number, depth = 0): WireGuess {
  const plain = isPlainText(bytes, start, end);
  if (plain && (bytes[start] ?? 0x20) >= 0x20) return "text";
  if (depth < maxWireDepth && parsesAsMessage(bytes, start, end)) return "message";
  return plain ? "text" : "bytes";
}

/** Everything the payload can be shown as without an error, the guess not excluded. */
export function possiblePayloads(
  bytes: Uint8Array,
  { valueStart: start, valueEnd: end }: Pick<FieldNode, "valueStart" | "valueEnd">,
): WireGuess[] {
  const possible: WireGuess[] = ["bytes"];
  if (invalidUtf8At(bytes, start, end) < 0) possible.push("text");
  if (parsesAsMessage(bytes, start, end)) possible.push("message");
  for (const [guess, scalar] of packedScalars) {
    const items = packedFields(bytes, start, end, scalar);
    if (items.length > 0 && items.every((item) => item.problem === null)) possible.push(guess);
  }
  return possible;
}

function parsesAsMessage(bytes: Uint8Array, start: number, end: number): boolean {
  const reader = new WireReader(bytes, start, end);
  while (reader.next()) {
    if (reader.number > largestLikelyNumber) return false;
  }
  return reader.problem === null && end > start;
}

/** Whether bytes look like one protobuf message, and what speaks against it. */
export interface ProtobufLikelihood {
  readonly likely: boolean;
  readonly reason: string;
}

/**
 * Judges bytes by their outermost fields: all of them must be read to the last byte with small numbers, and at least
 * one must hold text or a further message, or there must be three; a few random bytes pass the first test too easily.
 */
export function looksLikeProtobuf(bytes: Uint8Array, start = 0, end = bytes.length): ProtobufLikelihood {
  const reader = new WireReader(bytes, start, end);
  let fields = 0;
  let telling = 0;
  while (reader.next()) {
    if (reader.number > largestLikelyNumber) return unlikely(`field number ${reader.number} is improbable`);
    fields++;
    if (reader.wireType === 2 && isTelling(bytes, reader.valueStart, reader.valueEnd)) telling++;
  }
  if (reader.problem !== null) return unlikely(reader.problem);
  if (fields === 0) return unlikely("there are no bytes");
  if (telling === 0 && fields < 3) return unlikely("too few fields to tell it from other bytes");
  return { likely: true, reason: `${fields} fields are read to the last byte` };
}

function isTelling(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start > 1 && guessPayload(bytes, start, end) !== "bytes";
}

function unlikely(reason: string): ProtobufLikelihood {
  return { likely: false, reason };
}
