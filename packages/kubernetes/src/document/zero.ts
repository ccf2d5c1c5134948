import type { FieldPlan, MessagePlan } from "../plan/plan.ts";
import type { Output } from "./output.ts";
import { isEmptyScalar } from "./scalar.ts";
import { timeText } from "./time.ts";

/** Whether a struct is Go's zero value, which is what `omitzero` leaves out: no field has a value. */
export function isZeroMessage(out: Output, start: number, end: number, plan: MessagePlan): boolean {
  const { table } = out;
  const base = out.scan(start, end, plan);
  const isZero =
    plan.form === "time" || plan.form === "microTime"
      ? start === end || timeText(out, base, plan.form === "microTime") === null
      : isZeroFrom(out, base, plan);
  table.top = base;
  return isZero;
}

function isZeroFrom(out: Output, base: number, plan: MessagePlan): boolean {
  const { table } = out;
  const { top } = table;
  for (let row = base; row < top; row = table.after(row)) {
    const field = plan.fields[table.number(row)];
    if (field !== undefined && !isZeroField(out, row, field)) return false;
  }
  return true;
}

function isZeroField(out: Output, row: number, field: FieldPlan): boolean {
  if (field.pointer || field.repeated || field.isMap) return false;
  const start = out.table.start(row);
  const end = out.table.end(row);
  if (field.message !== null) return isZeroMessage(out, start, end, field.message);
  return field.scalar === null || isEmptyScalar(out.bytes, start, end, field.scalar);
}
