import {
  damagedField,
  type ExpandPayload,
  type FieldShape,
  type MessageShape,
  messageFields,
  WireReader,
} from "@etcdscope/codec";
import type { UserPlans } from "./compile.ts";
import type { UserPlan } from "./plan.ts";

/** Messages that an Any is followed into. */
const deepest = 100;

/** Reads a `google.protobuf.Any`: its type URL names the message that its other field holds. */
export function anyFields(lookup: UserPlans): ExpandPayload {
  const expand: ExpandPayload = (bytes, start, end, depth) => {
    if (depth >= deepest) return [damagedField(start, end, `nested deeper than ${deepest} messages`)];
    const plan = lookup(messageNamed(typeUrlIn(bytes, start, end)));
    return messageFields(bytes, anyShape(plan, expand), start, end, depth);
  };
  return expand;
}

/** The message that a type URL names: what follows its last slash. */
export function messageNamed(typeUrl: string): string {
  return typeUrl.slice(typeUrl.lastIndexOf("/") + 1);
}

function typeUrlIn(bytes: Uint8Array, start: number, end: number): string {
  const reader = new WireReader(bytes, start, end);
  let typeUrl = "";
  while (reader.next()) {
    if (reader.number === 1 && reader.wireType === 2) typeUrl = reader.text();
  }
  return typeUrl;
}

/** The fields of a message stand beside `@type`; what has a form of its own is a `value`, and so is what is not known. */
function anyShape(plan: UserPlan | null, expandAny: ExpandPayload): MessageShape {
  const common = { repeated: false, message: null, expand: null, place: "member" } as const;
  const url: FieldShape = { ...common, number: 1, name: "@type", type: "string", scalar: "string" };
  const value = { ...common, number: 2, name: "value" } as const;
  return { name: "google.protobuf.Any", fields: [undefined, url, valueShape(value, plan, expandAny)] };
}

type ValueField = Pick<FieldShape, "number" | "name" | "repeated" | "message" | "expand" | "place">;

function valueShape(value: ValueField, plan: UserPlan | null, expandAny: ExpandPayload): FieldShape {
  if (plan === null) return { ...value, type: "bytes", scalar: "bytes" };
  if (plan.form === "any") return { ...value, type: plan.name, scalar: "bytes", expand: expandAny };
  const place = plan.form === null ? "same" : "member";
  return { ...value, type: plan.name, scalar: null, message: plan, place };
}
