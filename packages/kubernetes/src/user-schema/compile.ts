import {
  type ExpandPayload,
  type FieldNode,
  type FieldShape,
  type MessageShape,
  memberName,
  type Place,
  readScalar,
  type ScalarType,
} from "@etcdscope/codec";
import type { Enum, Field, MapField, Root } from "protobufjs";
import { anyFields } from "./any.ts";
import type { EnumNames, UserField, UserForm, UserPlan, UserValue } from "./plan.ts";
import { fullName, isEnum, isMessage, typesIn } from "./reflection.ts";

/** Plans of messages by full name without a leading dot; null for a name that no file defines. */
export type UserPlans = (name: string) => UserPlan | null;

/** Compiles messages when they are first asked for; a message that holds itself refers to its own plan. */
export function createUserPlans(root: Root): UserPlans {
  const types = new Map(
    typesIn(root)
      .filter(isMessage)
      .map((type) => [fullName(type), type]),
  );
  const plans = new Map<string, UserPlan>();
  const lookup: UserPlans = (name) => {
    const known = plans.get(name);
    if (known !== undefined) return known;
    const type = types.get(name);
    if (type === undefined) return null;
    const fields: UserField[] = [];
    const plan: UserPlan = { name, fields, form: forms.get(name) ?? null };
    // Known before its fields are, because a field may be of this very message.
    plans.set(name, plan);
    type.fieldsArray.forEach((field, order) => {
      fields[field.id] = compileField(field, order, plan.form, compiling);
    });
    return plan;
  };
  const compiling: Compiling = { lookup, expandAny: anyFields(lookup) };
  return lookup;
}

/** Names the values of enums by what their nodes' type says. */
export function enumLabels(root: Root): (bytes: Uint8Array, node: FieldNode) => string | null {
  const enums = new Map(
    typesIn(root)
      .filter(isEnum)
      .map((type) => [enumType(type), namesOf(type)]),
  );
  return (bytes, node) => {
    const names = enums.get(node.type);
    const number = names === undefined || node.wireType !== 0 ? null : readScalar(bytes, node);
    return typeof number === "number" ? (names?.byNumber.get(number) ?? null) : null;
  };
}

function enumType(type: Enum): string {
  return `enum ${fullName(type)}`;
}

interface Compiling {
  readonly lookup: UserPlans;
  readonly expandAny: ExpandPayload;
}

const wrappers = ["Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes"];

const forms: ReadonlyMap<string, UserForm> = new Map<string, UserForm>([
  ["google.protobuf.Timestamp", "timestamp"],
  ["google.protobuf.Duration", "duration"],
  ["google.protobuf.FieldMask", "fieldMask"],
  ["google.protobuf.Struct", "struct"],
  ["google.protobuf.Value", "value"],
  ["google.protobuf.ListValue", "listValue"],
  ["google.protobuf.Any", "any"],
  ...wrappers.map((name): [string, UserForm] => [`google.protobuf.${name}Value`, "wrapper"]),
]);

function compileField(field: Field, order: number, form: UserForm | null, compiling: Compiling): UserField {
  const name = jsonNameOf(field);
  const value = fieldValue(field, compiling);
  const mapKey = isMap(field) && isScalar(field.keyType) ? field.keyType : null;
  const shape = valueShape(field, value, compiling);
  return {
    ...(mapKey === null ? shape : entryOf(mapKey, shape)),
    ...(field.delimited ? { group: true } : {}),
    number: field.id,
    name,
    repeated: field.repeated,
    place: placeOf(form, mapKey !== null, field.repeated),
    order,
    member: memberName(name),
    value,
    mapKey,
    oneof: field.partOf?.name ?? null,
  };
}

function isMap(field: Field | MapField): field is MapField {
  return field.map;
}

/** ProtoJSON's name: camel case or `json_name`; of an extension its full name in brackets. */
function jsonNameOf({ declaringField, resolvedType, jsonName, name }: Field): string {
  if (declaringField !== null) return `[${fullName(declaringField)}]`;
  const isLegacyGroup = resolvedType !== null && "group" in resolvedType && resolvedType.group === true;
  return isLegacyGroup ? name.toLowerCase() : jsonName;
}

function fieldValue({ resolvedType, type }: Field, { lookup }: Compiling): UserValue {
  if (resolvedType === null) return { scalar: isScalar(type) ? type : "bytes", plan: null, names: null };
  if (isMessage(resolvedType)) return { scalar: null, plan: lookup(fullName(resolvedType)), names: null };
  return { scalar: "int32", plan: null, names: namesOf(resolvedType) };
}

function namesOf(type: Enum): EnumNames {
  const byNumber = new Map(Object.entries(type.valuesById).map(([number, name]) => [Number(number), name]));
  return { isNull: fullName(type) === "google.protobuf.NullValue", byNumber };
}

type ValueShape = Pick<FieldShape, "scalar" | "message" | "type" | "expand">;

/** What stands in an Any depends on a field of its own: it is read as a payload that is expanded. */
function valueShape(
  { resolvedType, type }: Field,
  { scalar, plan }: UserValue,
  { expandAny }: Compiling,
): ValueShape {
  if (resolvedType === null) return { scalar, message: null, type, expand: null };
  const name = fullName(resolvedType);
  if (isEnum(resolvedType)) return { scalar, message: null, type: enumType(resolvedType), expand: null };
  if (plan === null) return { scalar: "bytes", message: null, type: name, expand: null };
  if (plan.form === "any") return { scalar: "bytes", message: null, type: name, expand: expandAny };
  return { scalar: null, message: plan, type: name, expand: null };
}

/** A map travels as a repeated message with the key as field 1 and the value as field 2. */
function entryOf(mapKey: ScalarType, value: ValueShape): ValueShape {
  const common = { repeated: false, place: "same" } as const;
  const key: FieldShape = {
    ...common,
    number: 1,
    name: "key",
    type: mapKey,
    scalar: mapKey,
    message: null,
    expand: null,
  };
  const message: MessageShape = {
    name: "entry",
    fields: [undefined, key, { ...common, ...value, number: 2, name: "value" }],
  };
  return { scalar: null, message, type: `map<${mapKey}, ${value.type}>`, expand: null };
}

/** In a message with a form of its own, the fields have no names in the document. */
function placeOf(form: UserForm | null, isMap: boolean, repeated: boolean): Place {
  if (form === "struct") return "key";
  if (form === "listValue") return "item";
  if (form !== null) return "same";
  return isMap && !repeated ? "entry" : "member";
}

const scalars: ReadonlySet<string> = new Set<ScalarType>([
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
]);

function isScalar(type: string): type is ScalarType {
  return scalars.has(type);
}
