import type { FieldNode } from "@etcdscope/codec";
import type { FieldPlan } from "../plan/plan.ts";
import { payloadOf, writeMessage } from "./object.ts";
import { lastField, type Output } from "./output.ts";
import { writeScalar } from "./scalar.ts";

interface Entry {
  readonly node: FieldNode;
  /** The key's bytes; an entry without a key has the empty one. */
  readonly start: number;
  readonly end: number;
}

/** Writes a map as a member of its message. */
export function writeMap(out: Output, nodes: readonly FieldNode[], field: FieldPlan): void {
  if (field.omitEmpty && !nodes.some(isWhole)) return;
  out.writer.member(field.member);
  writeEntries(out, nodes, field);
}

/** Writes the object that a map is, in the byte order of its keys; of two entries with one key the later counts. */
export function writeEntries(out: Output, nodes: readonly FieldNode[], field: FieldPlan): void {
  const entries = inKeyOrder(out.bytes, nodes.filter(isWhole).map(entryOf));
  out.writer.beginObject();
  entries.forEach((entry, index) => {
    const next = entries[index + 1];
    if (next !== undefined && compareKeys(out.bytes, entry, next) === 0) return;
    out.writer.memberUtf8(out.bytes, entry.start, entry.end);
    writeValue(out, entry.node, field);
  });
  out.writer.endObject();
}

/** An entry that is cut off or whose key or value is damaged says nothing. */
function isWhole({ problem, children }: FieldNode): boolean {
  if (problem !== null || children === null) return false;
  return children.every(({ number, place }) => place !== "none" || number > 2);
}

function entryOf(node: FieldNode): Entry {
  const key = lastField(node.children ?? [], 1);
  return { node, start: key?.valueStart ?? 0, end: key?.valueEnd ?? 0 };
}

function inKeyOrder(bytes: Uint8Array, entries: Entry[]): Entry[] {
  for (let i = 1; i < entries.length; i++) {
    const [one, other] = [entries[i - 1], entries[i]];
    if (one !== undefined && other !== undefined && compareKeys(bytes, one, other) > 0) {
      return entries.sort((first, second) => compareKeys(bytes, first, second));
    }
  }
  return entries;
}

function compareKeys(bytes: Uint8Array, one: Entry, other: Entry): number {
  const size = Math.min(one.end - one.start, other.end - other.start);
  for (let i = 0; i < size; i++) {
    const difference = (bytes[one.start + i] ?? 0) - (bytes[other.start + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.end - one.start - (other.end - other.start);
}

function writeValue(out: Output, entry: FieldNode, field: FieldPlan): void {
  const value = lastField(entry.children ?? [], 2);
  if (field.plan !== null)
    writeMessage(out, value === undefined ? [] : payloadOf(value, field.plan), field.plan);
  else if (value === undefined) out.writer.text("");
  else writeScalar(out, value, mapScalar(field));
}

/** Kubernetes' maps hold messages, bytes or text. */
function mapScalar(field: FieldPlan): "bytes" | "string" {
  return field.type.endsWith("bytes>") ? "bytes" : "string";
}
