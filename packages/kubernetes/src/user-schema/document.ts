import type { DocumentWriter, FieldNode, Redact } from "@etcdscope/codec";
import type { UserPlans } from "./compile.ts";
import { writeForm } from "./form.ts";
import { writeMap } from "./map.ts";
import type { UserField, UserForm, UserPlan, UserValue } from "./plan.ts";
import { writeScalar } from "./scalar.ts";

/** Where the bytes are read from, the document goes to, and the messages that an Any may hold come from. */
export interface UserOutput {
  readonly bytes: Uint8Array;
  readonly writer: DocumentWriter;
  readonly redact: Redact | undefined;
  readonly plans: UserPlans;
}

/** Writes a message as ProtoJSON: an object of the fields that are on the wire, or the form of its own that it has. */
export function writeUserMessage(out: UserOutput, nodes: readonly FieldNode[] | null, plan: UserPlan): void {
  if (nodes === null) out.writer.literal("null");
  else if (plan.form === null || !writeForm(out, nodes, plan.form, plan)) {
    out.writer.beginObject();
    writeUserFields(out, nodes, plan);
    out.writer.endObject();
  }
}

/** Writes the members of a message in the order of the .proto, whatever their order on the wire. */
export function writeUserFields(out: UserOutput, nodes: readonly FieldNode[], plan: UserPlan): void {
  const byField = countingNodes(nodes, plan);
  for (const field of [...byField.keys()].sort((one, other) => one.order - other.order)) {
    out.writer.member(field.member);
    writeField(out, byField.get(field) ?? [], field);
  }
}

type NodesByField = Map<UserField, FieldNode[]>;

/** The nodes that count, by field: of a oneof's members only the last one on the wire does, from where it last began. */
function countingNodes(nodes: readonly FieldNode[], plan: UserPlan): NodesByField {
  const byField: NodesByField = new Map();
  const chosen = new Map<string, UserField>();
  for (const node of nodes) {
    const field = node.place === "none" ? undefined : plan.fields[node.number];
    if (field === undefined) continue;
    if (field.oneof !== null) choose(field, field.oneof, chosen, byField);
    const known = byField.get(field);
    if (known === undefined) byField.set(field, [node]);
    else known.push(node);
  }
  return byField;
}

/** A member of a oneof takes the place of the one before it. */
function choose(
  field: UserField,
  oneof: string,
  chosen: Map<string, UserField>,
  byField: NodesByField,
): void {
  const before = chosen.get(oneof);
  if (before !== undefined && before !== field) byField.delete(before);
  chosen.set(oneof, field);
}

function writeField(out: UserOutput, nodes: readonly FieldNode[], field: UserField): void {
  if (field.mapKey !== null) writeMap(out, nodes, field.mapKey, field.value);
  else if (field.repeated) writeList(out, nodes, field.value);
  else writeMerged(out, nodes, field.value);
}

/** Writes what all the times amount to that one value is on the wire: of scalars the last, of messages the sum. */
export function writeMerged(out: UserOutput, nodes: readonly FieldNode[], value: UserValue): void {
  if (value.plan === null) writeValue(out, nodes.at(-1), value);
  else writeUserMessage(out, merged(nodes, value.plan), value.plan);
}

function merged(nodes: readonly FieldNode[], plan: UserPlan): readonly FieldNode[] | null {
  const [first] = nodes;
  if (first !== undefined && nodes.length === 1) return payloadOf(first, plan);
  return nodes.flatMap((node) => payloadOf(node, plan) ?? []);
}

const atomic: ReadonlySet<UserForm | null> = new Set(["timestamp", "duration", "fieldMask", "wrapper"]);

/** What a message holds; null where that is not known: a time made from half of its fields would be wrong. */
function payloadOf({ problem, children }: FieldNode, { form }: UserPlan): readonly FieldNode[] | null {
  if (children === null || !atomic.has(form)) return children;
  return problem !== null || children.some(isBroken) ? null : children;
}

function isBroken({ problem, place }: FieldNode): boolean {
  return problem !== null && place === "none";
}

function writeList(out: UserOutput, nodes: readonly FieldNode[], value: UserValue): void {
  out.writer.beginArray();
  writeElements(out, nodes, value);
  out.writer.endArray();
}

/** Writes elements; a packed field holds several. */
export function writeElements(out: UserOutput, nodes: readonly FieldNode[], value: UserValue): void {
  for (const node of nodes) {
    if (value.plan === null && node.children !== null) writeElements(out, node.children, value);
    else if (node.place !== "none") {
      out.writer.item();
      writeValue(out, node, value);
    }
  }
}

/** Writes one value; one that is not on the wire is its type's zero. */
export function writeValue(out: UserOutput, node: FieldNode | undefined, value: UserValue): void {
  if (value.plan !== null)
    writeUserMessage(out, node === undefined ? [] : payloadOf(node, value.plan), value.plan);
  else writeScalar(out, node, value);
}
