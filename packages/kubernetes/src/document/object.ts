import { maxDepth } from "@etcdscope/codec";
import type { FieldPlan, MessagePlan } from "../plan/plan.ts";
import { writeForm } from "./form.ts";
import { writeList } from "./list.ts";
import { writeMap } from "./map.ts";
import type { Output } from "./output.ts";
import { isEmptyScalar, writeScalar } from "./scalar.ts";
import { isZeroMessage } from "./zero.ts";

/** Writes a message: an object of its fields, or the form of its own that Go gives it. */
export function writeMessage(
  out: Output,
  start: number,
  end: number,
  plan: MessagePlan,
  isCutOff: boolean,
): void {
  if (out.depth > maxDepth) {
    out.writer.literal("null");
    return;
  }
  out.depth++;
  if (plan.form !== null) writeForm(out, start, end, plan, isCutOff);
  else {
    out.writer.beginObject();
    writeFields(out, start, end, plan);
    out.writer.endObject();
  }
  out.depth--;
}

/** Writes the members of a message in the order of the Go struct, whatever their order on the wire. */
export function writeFields(out: Output, start: number, end: number, plan: MessagePlan): void {
  const { table } = out;
  const base = out.scan(start, end, plan);
  const { top } = table;
  for (let from = base, to = base; from < top; from = to) {
    const number = table.number(from);
    to = table.after(from);
    while (to < top && table.number(to) === number) to = table.after(to);
    const field = plan.fields[number];
    if (field !== undefined) writeField(out, from, to, field);
  }
  table.top = base;
}

/** Writes what the rows `[from, to)`, all of one field, amount to. */
function writeField(out: Output, from: number, to: number, field: FieldPlan): void {
  if (field.isMap) writeMap(out, from, to, field);
  else if (field.repeated) writeList(out, from, to, field);
  else if (field.message === null) writeLeaf(out, out.table.before(to), field);
  else if (to > out.table.after(from) && !field.replaces) writeSum(out, from, to, field, field.message);
  else writeLast(out, out.table.before(to), field, field.message);
}

function writeLast(out: Output, row: number, field: FieldPlan, plan: MessagePlan): void {
  const { table } = out;
  writeSingle(out, table.start(row), table.end(row), field, plan, table.isCutOff(row));
}

/** A message that is on the wire more than once is the sum of its fields, which its parts behind each other are. */
function writeSum(out: Output, from: number, to: number, field: FieldPlan, plan: MessagePlan): void {
  const sum = joined(out, from, to);
  // Only the last part can be cut off: nothing follows it.
  writeSingle(out.over(sum), 0, sum.length, field, plan, out.table.isCutOff(out.table.before(to)));
}

function joined({ bytes, table }: Output, from: number, to: number): Uint8Array {
  let size = 0;
  for (let row = from; row < to; row = table.after(row)) size += table.end(row) - table.start(row);
  const whole = new Uint8Array(size);
  let at = 0;
  for (let row = from; row < to; row = table.after(row)) {
    whole.set(bytes.subarray(table.start(row), table.end(row)), at);
    at += table.end(row) - table.start(row);
  }
  return whole;
}

function writeSingle(
  out: Output,
  start: number,
  end: number,
  field: FieldPlan,
  plan: MessagePlan,
  isCutOff: boolean,
): void {
  if (field.inline) {
    writeFields(out, start, end, plan);
    return;
  }
  if (field.omitZero && isZeroMessage(out, start, end, plan)) return;
  out.writer.member(field.member);
  writeMessage(out, start, end, plan, isCutOff);
}

function writeLeaf(out: Output, row: number, field: FieldPlan): void {
  if (field.scalar === null) return;
  const start = out.table.start(row);
  const end = out.table.end(row);
  const mayOmit = (field.omitEmpty || field.omitZero) && !field.pointer;
  if (mayOmit && isEmptyScalar(out.bytes, start, end, field.scalar)) return;
  out.writer.member(field.member);
  writeScalar(out, start, end, field.scalar);
}
