import type { Place, ScalarType } from "@etcdscope/codec";
import type { SchemaLookup } from "../schema/lookup.ts";
import type { FieldSchema, JsonForm, MessageSchema } from "../schema/schema.ts";
import { complaintOf } from "./complaint.ts";
import { embeddedFields } from "./embedded.ts";
import { type FieldPlan, type FieldValue, fieldPlan, type MessagePlan } from "./plan.ts";

/** Gives the plan of a message by its full name; null when the schema does not have it. */
export type PlanLookup = (name: string) => MessagePlan | null;

/** Compiles messages when they are first asked for; a message that holds itself refers to its own plan. */
export function createPlanLookup(schema: SchemaLookup): PlanLookup {
  const plans = new Map<string, MessagePlan>();
  const lookup = (name: string): MessagePlan | null => {
    const full = name.startsWith(".") ? name.slice(1) : name;
    const known = plans.get(full);
    if (known !== undefined) return known;
    const message = schema.message(full);
    return message === undefined ? null : compile(full, message);
  };
  const compile = (name: string, message: MessageSchema): MessagePlan => {
    const fields: FieldPlan[] = [];
    const form = message.form ?? null;
    const complain = complaintOf(form);
    const plan: MessagePlan = { name, fields, form, ...(complain === undefined ? {} : { complain }) };
    // Known before its fields are, because a field may be of this very message.
    plans.set(name, plan);
    Object.entries(message.fields).forEach(([proto, field], order) => {
      fields[field.id] = compileField(proto, field, order, plan.form, lookup);
    });
    return plan;
  };
  return lookup;
}

function compileField(
  proto: string,
  field: FieldSchema,
  order: number,
  form: JsonForm | null,
  lookup: PlanLookup,
): FieldPlan {
  const isMap = field.keyType !== undefined;
  const value = fieldValue(field, lookup);
  return {
    ...fieldPlan(field.id, field.json ?? proto, isMap ? entryOf(field.keyType, value) : value),
    repeated: field.rule === "repeated",
    place: placeOf(field, isMap, form),
    expand: form === "rawJson" ? embeddedFields : null,
    order,
    isMap,
    inline: field.inline === true,
    pointer: field.pointer === true,
    omitEmpty: field.omitempty === true,
    omitZero: field.omitzero === true,
    replaces: value.message?.form === "time" || value.message?.form === "microTime",
  };
}

function fieldValue(field: FieldSchema, lookup: PlanLookup): FieldValue {
  const message = field.type.startsWith(".") ? lookup(field.type) : null;
  const type = field.type.startsWith(".") ? field.type.slice(1) : field.type;
  return { message, type, scalar: message === null ? scalarOf(field.type) : null };
}

/** A map travels as a repeated message with the key as field 1 and the value as field 2. */
function entryOf(keyType = "string", value: FieldValue): FieldValue {
  const key = {
    ...fieldPlan(1, "key", { scalar: scalarOf(keyType), message: null, type: keyType }),
    place: "same",
  } as const;
  const fields = [undefined, key, { ...fieldPlan(2, "value", value), place: "same" } as const];
  return {
    scalar: null,
    message: { name: "entry", fields, form: null },
    type: `map<${keyType}, ${value.type}>`,
  };
}

const scalars: ReadonlyMap<string, ScalarType> = new Map(
  (
    [
      "double",
      "float",
      "int32",
      "int64",
      "uint32",
      "uint64",
      "sint32",
      "sint64",
      "fixed32",
      "fixed64",
      "sfixed32",
      "sfixed64",
      "bool",
      "string",
      "bytes",
    ] as const
  ).map((type) => [type, type]),
);

/** A type that is neither a scalar nor a known message is kept as bytes. */
function scalarOf(type: string): ScalarType {
  return scalars.get(type) ?? "bytes";
}

/** In a message with a JSON form of its own, the fields have no names in the document. */
function placeOf(field: FieldSchema, isMap: boolean, form: JsonForm | null): Place {
  if (form !== null) return field.rule === "repeated" ? "item" : "same";
  if (isMap) return "entry";
  return field.inline === true ? "same" : "member";
}
