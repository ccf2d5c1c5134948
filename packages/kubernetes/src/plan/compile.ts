import {
  type FieldShape,
  type MessageShape,
  memberName,
  type Place,
  type ScalarType,
} from "@etcdscope/codec";
import type { SchemaLookup } from "../schema/lookup.ts";
import type { FieldSchema, JsonForm, MessageSchema } from "../schema/schema.ts";
import { embeddedFields } from "./embedded.ts";
import type { FieldPlan, MessagePlan } from "./plan.ts";

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
    const plan: MessagePlan = { name, fields, form: message.form ?? null };
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
  const name = field.json ?? proto;
  const valueType = field.type.startsWith(".") ? field.type.slice(1) : field.type;
  const plan = field.type.startsWith(".") ? lookup(field.type) : null;
  const scalar = plan === null ? scalarOf(field.type) : null;
  const value = { scalar, message: plan, type: valueType };
  const isMap = field.keyType !== undefined;
  const wire = isMap
    ? {
        scalar: null,
        message: entryShape(field.keyType ?? "string", value),
        type: `map<${field.keyType}, ${valueType}>`,
      }
    : value;
  return {
    ...wire,
    number: field.id,
    name,
    repeated: field.rule === "repeated",
    place: placeOf(field, isMap, form),
    expand: form === "rawJson" ? embeddedFields : null,
    order,
    member: memberName(name),
    plan,
    isMap,
    inline: field.inline === true,
    pointer: field.pointer === true,
    omitEmpty: field.omitempty === true,
    omitZero: field.omitzero === true,
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

type ValueShape = Pick<FieldShape, "scalar" | "message" | "type">;

/** A map travels as a repeated message with the key as field 1 and the value as field 2. */
function entryShape(keyType: string, value: ValueShape): MessageShape {
  const common = { repeated: false, place: "same", expand: null } as const;
  const key: FieldShape = {
    ...common,
    number: 1,
    name: "key",
    type: keyType,
    scalar: scalarOf(keyType),
    message: null,
  };
  return { name: "entry", fields: [undefined, key, { ...common, ...value, number: 2, name: "value" }] };
}
