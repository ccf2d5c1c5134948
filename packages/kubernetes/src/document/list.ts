import { packedFields } from "@etcdscope/codec";
import type { FieldPlan } from "../plan/plan.ts";
import { writeMessage } from "./object.ts";
import type { Output } from "./output.ts";
import { writeScalar } from "./scalar.ts";

/** Writes a list as a member of its message. */
export function writeList(out: Output, from: number, to: number, field: FieldPlan): void {
  if (field.omitEmpty && !hasElements(out, from, to)) return;
  out.writer.member(field.member);
  writeElements(out, from, to, field);
}

function hasElements({ table }: Output, from: number, to: number): boolean {
  for (let row = from; row < to; row = table.after(row)) {
    if (!table.isPacked(row) || table.end(row) > table.start(row)) return true;
  }
  return false;
}

/** Writes the list that the rows `[from, to)` are. */
export function writeElements(out: Output, from: number, to: number, field: FieldPlan): void {
  const { table, writer } = out;
  writer.beginArray();
  for (let row = from; row < to; row = table.after(row)) {
    if (table.isPacked(row)) writePacked(out, table.start(row), table.end(row), field);
    else {
      writer.item();
      writeElement(out, row, field);
    }
  }
  writer.endArray();
}

function writeElement(out: Output, row: number, field: FieldPlan): void {
  const { table } = out;
  if (field.message !== null)
    writeMessage(out, table.start(row), table.end(row), field.message, table.isCutOff(row));
  else if (field.scalar !== null) writeScalar(out, table.start(row), table.end(row), field.scalar);
}

/** One payload with several numbers; the writers of Kubernetes do not pack, others may. */
function writePacked(out: Output, start: number, end: number, { scalar }: FieldPlan): void {
  if (scalar === null) return;
  for (const { problem, valueStart, valueEnd } of packedFields(out.bytes, start, end, scalar)) {
    if (problem !== null) return;
    out.writer.item();
    writeScalar(out, valueStart, valueEnd, scalar);
  }
}
