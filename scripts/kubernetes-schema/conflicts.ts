import type { FieldSchema, MessageSchema } from "@etcdscope/kubernetes";

/**
 * A field that two releases define differently; the newer one is in the schema. `moved`: the type has another name
 * and every field of the old one (those that it lost were added to it), so old bytes decode as they did. `renamed`: another JSON name for the same bytes.
 * `retyped`: old bytes may not decode. `dropped`: the old field's name is in use under another number.
 */
export interface Conflict {
  readonly message: string;
  readonly id: number;
  readonly kind: "moved" | "renamed" | "retyped" | "dropped";
  readonly newer: string;
  readonly older: string;
  readonly release: string;
}

export type NamedField = readonly [string, FieldSchema];
export type Messages = ReadonlyMap<string, MessageSchema>;

/** Two definitions of one field number, each with the messages its release has. */
export interface Pair {
  readonly newer: NamedField;
  readonly older: NamedField;
  readonly newerMessages: Messages;
  readonly olderMessages: Messages;
}

/** How the definitions differ; undefined where old bytes decode to the same JSON under either. */
export function difference(pair: Pair): Conflict["kind"] | undefined {
  const [newer, older] = [pair.newer[1], pair.older[1]];
  if (`${newer.rule} ${newer.keyType}` !== `${older.rule} ${older.keyType}`) return "retyped";
  if (newer.type !== older.type) return missingFields(pair)?.length === 0 ? "moved" : "retyped";
  return jsonName(pair.newer) === jsonName(pair.older) ? undefined : "renamed";
}

/**
 * The fields of the older message type that the newer one does not have; undefined where one of the types is not a
 * message, or they contradict each other.
 */
export function missingFields({
  newer,
  older,
  newerMessages,
  olderMessages,
}: Pair): NamedField[] | undefined {
  const known = newerMessages.get(newer[1].type.slice(1));
  const wanted = olderMessages.get(older[1].type.slice(1));
  if (known === undefined || wanted === undefined) return undefined;
  const byId = new Map(Object.entries(known.fields).map((field) => [field[1].id, field]));
  const names = new Set(Object.entries(known.fields).map(jsonName));
  const missing: NamedField[] = [];
  for (const field of Object.entries(wanted.fields)) {
    const match = byId.get(field[1].id);
    if (match === undefined && names.has(jsonName(field))) return undefined;
    if (match === undefined) missing.push(field);
    else if (!isKept({ newer: match, older: field, newerMessages, olderMessages })) return undefined;
  }
  return missing;
}

function isKept(pair: Pair): boolean {
  const kind = difference(pair);
  return kind === undefined || kind === "moved";
}

export const jsonName = ([name, { json }]: NamedField) => json ?? name;

/** `limits = 1: map<string, Quantity>` */
export function signature(field: NamedField): string {
  const { id, rule, keyType, type } = field[1];
  const short = type.replace(/^.*\.(?=\w+\.\w+$)/, "");
  const value = keyType === undefined ? [rule, short].filter(Boolean).join(" ") : `map<${keyType}, ${short}>`;
  return `${jsonName(field)} = ${id}: ${value}`;
}
