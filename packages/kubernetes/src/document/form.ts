import { type FieldNode, readScalar, writeNode } from "@etcdscope/codec";
import type { MessagePlan } from "../plan/plan.ts";
import type { JsonForm } from "../schema/schema.ts";
import { durationText } from "./duration.ts";
import { writeEntries } from "./map.ts";
import { payloadOf, writeElements, writeMessage } from "./object.ts";
import { lastField, type Output } from "./output.ts";
import { writeScalar } from "./scalar.ts";
import { timeText } from "./time.ts";

/** Writes a message in the JSON form that its Go type has of its own (its MarshalJSON). */
export function writeForm(out: Output, nodes: readonly FieldNode[], plan: MessagePlan, form: JsonForm): void {
  switch (form) {
    case "time":
    case "microTime":
      writeTextOrNull(out, timeText(out.bytes, nodes, form === "microTime"));
      break;
    case "duration":
      out.writer.text(durationText(integer(out, nodes, 1)));
      break;
    case "quantity":
      writeQuantity(out, nodes);
      break;
    case "intOrString":
      writeIntOrString(out, nodes);
      break;
    case "items":
      writeItems(out, nodes, plan, 1);
      break;
    case "rawJson":
      writeEmbedded(out, nodes);
      break;
    case "schemaOrBool":
      writeSchemaOr(out, nodes, plan, 2, integer(out, nodes, 1) === 0n ? "false" : "true");
      break;
    default:
      writeSchemaOrList(out, nodes, plan);
  }
}

function writeTextOrNull(out: Output, text: string | null): void {
  if (text === null) out.writer.literal("null");
  else out.writer.text(text);
}

/** An integer or bool field; 0 where it is not on the wire. */
function integer(out: Output, nodes: readonly FieldNode[], number: number): bigint {
  const node = lastField(nodes, number);
  const value = node === undefined ? null : readScalar(out.bytes, node);
  return typeof value === "bigint" || typeof value === "number" || typeof value === "boolean"
    ? BigInt(value)
    : 0n;
}

/** A quantity is stored as its canonical text; without a text it is zero. */
function writeQuantity(out: Output, nodes: readonly FieldNode[]): void {
  const text = lastField(nodes, 1);
  if (text === undefined) out.writer.text("0");
  else writeScalar(out, text, "string");
}

/** `type` tells which one counts: 0 the number, 1 the text. */
function writeIntOrString(out: Output, nodes: readonly FieldNode[]): void {
  const text = lastField(nodes, 3);
  if (integer(out, nodes, 1) === 0n) out.writer.literal(String(integer(out, nodes, 2)));
  else if (text === undefined) out.writer.text("");
  else writeScalar(out, text, "string");
}

/** The list or the map that a message wraps. */
function writeItems(out: Output, nodes: readonly FieldNode[], plan: MessagePlan, number: number): void {
  const field = plan.fields[number];
  const items = nodes.filter((node) => node.number === number);
  if (field?.isMap) writeEntries(out, items, field);
  else {
    out.writer.beginArray();
    if (field !== undefined) writeElements(out, items, field);
    out.writer.endArray();
  }
}

function writeEmbedded(out: Output, nodes: readonly FieldNode[]): void {
  const root = lastField(nodes, 1)?.children?.[0];
  if (root === undefined || root.type === "damage") out.writer.literal("null");
  else writeNode(out.bytes, root, out.writer, out.redact);
}

/** A schema where there is one, else `otherwise`. */
function writeSchemaOr(
  out: Output,
  nodes: readonly FieldNode[],
  plan: MessagePlan,
  number: number,
  otherwise: string,
): void {
  const schema = lastField(nodes, number);
  const schemaPlan = plan.fields[number]?.plan ?? null;
  if (schema === undefined || schemaPlan === null) out.writer.literal(otherwise);
  else writeMessage(out, payloadOf(schema, schemaPlan), schemaPlan);
}

/** A list where it has elements, else the schema. */
function writeSchemaOrList(out: Output, nodes: readonly FieldNode[], plan: MessagePlan): void {
  if (lastField(nodes, 2) === undefined) writeSchemaOr(out, nodes, plan, 1, "null");
  else writeItems(out, nodes, plan, 2);
}
