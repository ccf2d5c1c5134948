import type { FieldPlan, MessagePlan } from "../plan/plan.ts";
import { writeMessage } from "./object.ts";
import type { Output } from "./output.ts";
import { writeScalar } from "./scalar.ts";

/** Writes a map as a member of its message. */
export function writeMap(out: Output, from: number, to: number, field: FieldPlan): void {
  if (field.message === null) return;
  const base = scanEntries(out, from, to, field.message);
  if (out.table.top > base || !field.omitEmpty) {
    out.writer.member(field.member);
    writeScanned(out, base, field.message);
  }
  out.table.top = base;
}

/** Writes the object that a map is. */
export function writeEntries(out: Output, from: number, to: number, entry: MessagePlan): void {
  const base = scanEntries(out, from, to, entry);
  writeScanned(out, base, entry);
  out.table.top = base;
}

/**
 * Reads the entries in the rows `[from, to)` to the top of the table, by the byte order of their keys: rows of where
 * the key starts and ends, and where the value does (-1 where there is none). An entry that is cut off or whose key
 * or value is damaged says nothing.
 */
function scanEntries(out: Output, from: number, to: number, entry: MessagePlan): number {
  const { table } = out;
  const base = table.top;
  let isOrdered = true;
  for (let row = from; row < to; row = table.after(row)) {
    const isPushed = !table.isCutOff(row) && pushEntry(out, table.start(row), table.end(row), entry);
    const last = table.before(table.top);
    if (isPushed && last > base && compareKeys(out, table.before(last), last) > 0) isOrdered = false;
  }
  if (!isOrdered) table.sort(base, (one, other) => compareKeys(out, one, other));
  return base;
}

function pushEntry(out: Output, start: number, end: number, entry: MessagePlan): boolean {
  const { table } = out;
  const base = out.scan(start, end, entry);
  const { isDamaged } = table;
  const key = table.last(base, 1);
  const value = table.last(base, 2);
  const [keyStart, keyEnd] = key < 0 ? [0, 0] : [table.start(key), table.end(key)];
  const [valueStart, valueEnd] = value < 0 ? [-1, -1] : [table.start(value), table.end(value)];
  table.top = base;
  if (!isDamaged) table.push(keyStart, keyEnd, valueStart, valueEnd);
  return !isDamaged;
}

function compareKeys({ bytes, table }: Output, one: number, other: number): number {
  const [start, otherStart] = [table.cell(one, 0), table.cell(other, 0)];
  const [size, otherSize] = [table.cell(one, 1) - start, table.cell(other, 1) - otherStart];
  for (let i = 0; i < size && i < otherSize; i++) {
    const difference = (bytes[start + i] ?? 0) - (bytes[otherStart + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return size - otherSize;
}

/** Writes the entries from `base` on; of two with one key the later counts. */
function writeScanned(out: Output, base: number, entry: MessagePlan): void {
  const { table, writer } = out;
  const { top } = table;
  writer.beginObject();
  for (let row = base; row < top; row = table.after(row)) {
    const next = table.after(row);
    if (next < top && compareKeys(out, row, next) === 0) continue;
    writer.memberUtf8(out.bytes, table.cell(row, 0), table.cell(row, 1));
    writeValue(out, table.cell(row, 2), table.cell(row, 3), entry);
  }
  writer.endObject();
}

/** A value that is not on the wire is the empty one of its type. */
function writeValue(out: Output, start: number, end: number, entry: MessagePlan): void {
  const value = entry.fields[2];
  if (value === undefined) return;
  if (value.message !== null) writeMessage(out, Math.max(start, 0), Math.max(end, 0), value.message, false);
  else if (start < 0) out.writer.text("");
  else if (value.scalar !== null) writeScalar(out, start, end, value.scalar);
}
