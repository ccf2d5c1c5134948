import { isJson, readNumeric, writeJsonText, writeNode } from "@etcdscope/codec";
import { embeddedFields } from "../plan/embedded.ts";
import type { MessagePlan } from "../plan/plan.ts";
import { printedQuantity } from "../quantity/printed.ts";
import { isPlainQuantity } from "../quantity/quantity.ts";
import { durationText } from "./duration.ts";
import { writeElements } from "./list.ts";
import { writeEntries } from "./map.ts";
import { writeMessage } from "./object.ts";
import type { Output } from "./output.ts";
import { writeScalar } from "./scalar.ts";
import { timeText } from "./time.ts";

/** Writes a message in the JSON form that its Go type has of its own (its MarshalJSON). */
export function writeForm(
  out: Output,
  start: number,
  end: number,
  plan: MessagePlan,
  isCutOff: boolean,
): void {
  const base = out.scan(start, end, plan);
  // A time or a quantity made from half of its fields would be wrong.
  if (isCutOff || out.table.isDamaged) out.writer.literal("null");
  else writeScannedForm(out, base, plan);
  out.table.top = base;
}

function writeScannedForm(out: Output, base: number, plan: MessagePlan): void {
  switch (plan.form) {
    case "time":
    case "microTime":
      writeTextOrNull(out, timeText(out, base, plan.form === "microTime"));
      break;
    case "duration":
      out.writer.text(durationText(integer(out, base, 1)));
      break;
    case "quantity":
      writeQuantity(out, base);
      break;
    case "intOrString":
      writeIntOrString(out, base);
      break;
    case "items":
      writeItems(out, base, plan, 1);
      break;
    case "mapOrNull":
      if (out.table.last(base, 1) < 0) out.writer.literal("null");
      else writeItems(out, base, plan, 1);
      break;
    case "rawJson":
      writeEmbedded(out, base);
      break;
    case "schemaOrBool":
      writeSchemaOr(out, base, plan, 2, integer(out, base, 1) === 0n ? "false" : "true");
      break;
    default:
      writeSchemaOrList(out, base, plan);
  }
}

function writeTextOrNull(out: Output, text: string | null): void {
  if (text === null) out.writer.literal("null");
  else out.writer.text(text);
}

/** An integer or bool field; 0 where it is not on the wire. */
function integer({ bytes, table }: Output, base: number, number: number): bigint {
  const row = table.last(base, number);
  if (row < 0) return 0n;
  return BigInt(readNumeric(bytes, table.start(row), table.end(row), 0, "int64"));
}

/** A quantity may be stored in a form that is not the one that Kubernetes prints; one that is none is left as it is. */
function writeQuantity(out: Output, base: number): void {
  const { bytes, table } = out;
  const row = table.last(base, 1);
  const canonical = row < 0 ? "0" : quantityText(bytes, table.start(row), table.end(row));
  if (canonical === null) writeText(out, base, 1, "");
  else writeUnlessHidden(out, row, canonical);
}

/** Null where the stored text is to be written. */
function quantityText(bytes: Uint8Array, start: number, end: number): string | null {
  return isPlainQuantity(bytes, start, end) ? null : printedQuantity(bytes, start, end);
}

function writeUnlessHidden({ table, writer, redact }: Output, row: number, text: string): void {
  const hidden = row < 0 ? undefined : redact?.({ valueStart: table.start(row), valueEnd: table.end(row) });
  writer.text(hidden ?? text);
}

/** A text field. */
function writeText(out: Output, base: number, number: number, otherwise: string): void {
  const row = out.table.last(base, number);
  if (row < 0) out.writer.text(otherwise);
  else writeScalar(out, out.table.start(row), out.table.end(row), "string");
}

/** `type` tells which one counts: 0 the number, 1 the text. */
function writeIntOrString(out: Output, base: number): void {
  if (integer(out, base, 1) !== 0n) writeText(out, base, 3, "");
  else out.writer.literal(String(BigInt.asIntN(32, integer(out, base, 2))));
}

/** The list or the map that a message wraps: the rows of its one field. */
function writeItems(out: Output, base: number, plan: MessagePlan, number: number): void {
  const field = plan.fields[number];
  const { table } = out;
  let from = base;
  while (from < table.top && table.number(from) !== number) from = table.after(from);
  if (field?.isMap && field.message !== null) writeEntries(out, from, table.top, field.message);
  else if (field !== undefined) writeElements(out, from, table.top, field);
}

/** The document that a bytes field holds. */
function writeEmbedded(out: Output, base: number): void {
  const { bytes, table, writer, redact } = out;
  const row = table.last(base, 1);
  if (row < 0 || table.start(row) === table.end(row)) writer.literal("null");
  else if (!out.isSound && !isJson(bytes, table.start(row), table.end(row))) {
    writeDamaged(out, table.start(row), table.end(row));
  } else if (redact === undefined) writer.jsonText(bytes, table.start(row), table.end(row));
  else writeJsonText(bytes, table.start(row), table.end(row), writer, redact);
}

/** What can be read of an embedded document that is damaged, or is CBOR. */
function writeDamaged({ bytes, writer, redact }: Output, start: number, end: number): void {
  const root = embeddedFields(bytes, start, end)[0];
  if (root === undefined || root.type === "damage") writer.literal("null");
  else writeNode(bytes, root, writer, redact);
}

/** A schema where there is one, else `otherwise`. */
function writeSchemaOr(
  out: Output,
  base: number,
  plan: MessagePlan,
  number: number,
  otherwise: string,
): void {
  const { table } = out;
  const row = table.last(base, number);
  const schema = plan.fields[number]?.message ?? null;
  if (row < 0 || schema === null) out.writer.literal(otherwise);
  else writeMessage(out, table.start(row), table.end(row), schema, table.isCutOff(row));
}

/** A list where it has elements, else the schema. */
function writeSchemaOrList(out: Output, base: number, plan: MessagePlan): void {
  if (out.table.last(base, 2) < 0) writeSchemaOr(out, base, plan, 1, "null");
  else writeItems(out, base, plan, 2);
}
