import type { FieldNode } from "@etcdscope/codec";
import type { FieldPlan, MessagePlan } from "../plan/plan.ts";
import { writeForm } from "./form.ts";
import { writeMap } from "./map.ts";
import type { Output } from "./output.ts";
import { isEmptyScalar, writeScalar } from "./scalar.ts";
import { isZeroMessage } from "./zero.ts";

/** Writes a message: an object of its fields, or the form of its own that Go gives it. */
export function writeMessage(out: Output, nodes: readonly FieldNode[] | null, plan: MessagePlan): void {
  if (nodes === null) out.writer.literal("null");
  else if (plan.form !== null) writeForm(out, nodes, plan, plan.form);
  else {
    out.writer.beginObject();
    writeFields(out, nodes, plan);
    out.writer.endObject();
  }
}

/** Writes the members of a message in the order of the Go struct, whatever their order on the wire. */
export function writeFields(out: Output, nodes: readonly FieldNode[], plan: MessagePlan): void {
  const ordered = inOrder(nodes, plan);
  for (let from = 0, to = 0; from < ordered.length; from = to) {
    const { number } = nodeAt(ordered, from);
    for (to = from + 1; to < ordered.length && ordered[to]?.number === number; to++);
    const field = plan.fields[number];
    if (field !== undefined) writeField(out, ordered, from, to, field);
  }
}

function nodeAt(nodes: readonly FieldNode[], index: number): FieldNode {
  const node = nodes[index];
  if (node === undefined) throw new RangeError(`no node ${index} of ${nodes.length}`);
  return node;
}

/** Fields that have a place in the document, by position in the struct; the usual writer's order already is that. */
function inOrder(nodes: readonly FieldNode[], plan: MessagePlan): readonly FieldNode[] {
  let last = 0;
  for (const node of nodes) {
    const order = orderOf(node, plan);
    if (order < last) return sorted(nodes, plan);
    last = order;
  }
  return nodes;
}

function sorted(nodes: readonly FieldNode[], plan: MessagePlan): FieldNode[] {
  return nodes
    .filter((node) => orderOf(node, plan) >= 0)
    .sort((one, other) => orderOf(one, plan) - orderOf(other, plan));
}

function orderOf(node: FieldNode, plan: MessagePlan): number {
  return node.place === "none" ? -1 : (plan.fields[node.number]?.order ?? -1);
}

/** Writes what the nodes `[from, to)`, all of one field number, amount to. */
function writeField(
  out: Output,
  nodes: readonly FieldNode[],
  from: number,
  to: number,
  field: FieldPlan,
): void {
  if (field.isMap) writeMap(out, nodes.slice(from, to), field);
  else if (field.repeated) writeList(out, nodes.slice(from, to), field);
  else if (field.plan !== null) writeSingle(out, merged(nodes, from, to, field.plan), field, field.plan);
  else writeLeaf(out, nodeAt(nodes, to - 1), field);
}

/** A message that is on the wire more than once is the sum of its fields. */
function merged(
  nodes: readonly FieldNode[],
  from: number,
  to: number,
  plan: MessagePlan,
): readonly FieldNode[] | null {
  if (to - from === 1) return payloadOf(nodeAt(nodes, from), plan);
  return nodes.slice(from, to).flatMap((node) => payloadOf(node, plan) ?? []);
}

/**
 * What a message holds; null where that is not known. A message that is cut off still shows the fields it has, but
 * a time or a quantity made from half of its fields would be wrong.
 */
export function payloadOf({ problem, children }: FieldNode, plan: MessagePlan): readonly FieldNode[] | null {
  if (plan.form === null || children === null) return children;
  return problem !== null || children.some(isBroken) ? null : children;
}

function isBroken({ problem, place }: FieldNode): boolean {
  return problem !== null && place === "none";
}

function writeSingle(
  out: Output,
  nodes: readonly FieldNode[] | null,
  field: FieldPlan,
  plan: MessagePlan,
): void {
  if (field.inline) {
    writeFields(out, nodes ?? [], plan);
    return;
  }
  if (field.omitZero && nodes !== null && isZeroMessage(out.bytes, nodes, plan)) return;
  out.writer.member(field.member);
  writeMessage(out, nodes, plan);
}

function writeLeaf(out: Output, node: FieldNode, field: FieldPlan): void {
  if (field.scalar === null) return;
  if (!field.pointer && (field.omitEmpty || field.omitZero) && isEmptyScalar(out.bytes, node)) return;
  out.writer.member(field.member);
  writeScalar(out, node, field.scalar);
}

function writeList(out: Output, nodes: readonly FieldNode[], field: FieldPlan): void {
  if (field.omitEmpty && nodes.every(({ index }) => index < 0)) return;
  out.writer.member(field.member);
  out.writer.beginArray();
  writeElements(out, nodes, field);
  out.writer.endArray();
}

/** Writes elements; a packed field holds several. */
export function writeElements(out: Output, nodes: readonly FieldNode[], field: FieldPlan): void {
  for (const node of nodes) {
    if (field.plan !== null) {
      out.writer.item();
      writeMessage(out, payloadOf(node, field.plan), field.plan);
    } else if (node.children !== null) writeElements(out, node.children, field);
    else if (field.scalar !== null && node.place !== "none") {
      out.writer.item();
      writeScalar(out, node, field.scalar);
    }
  }
}
