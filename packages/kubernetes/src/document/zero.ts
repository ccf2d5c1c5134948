import type { FieldNode } from "@etcdscope/codec";
import type { FieldPlan, MessagePlan } from "../plan/plan.ts";
import { isEmptyScalar } from "./scalar.ts";
import { timeText } from "./time.ts";

/** Whether a struct is Go's zero value, which is what `omitzero` leaves out: no field has a value. */
export function isZeroMessage(bytes: Uint8Array, nodes: readonly FieldNode[], plan: MessagePlan): boolean {
  if (plan.form === "time" || plan.form === "microTime") {
    return timeText(bytes, nodes, plan.form === "microTime") === null;
  }
  return nodes.every((node) => {
    const field = plan.fields[node.number];
    return field === undefined || node.place === "none" || isZeroField(bytes, node, field);
  });
}

function isZeroField(bytes: Uint8Array, node: FieldNode, field: FieldPlan): boolean {
  if (field.pointer || field.repeated || field.isMap) return false;
  if (field.plan !== null) return isZeroMessage(bytes, node.children ?? [], field.plan);
  return isEmptyScalar(bytes, node);
}
