import type { FieldSchema, KindSchema, KubernetesSchema, MessageSchema } from "@etcdscope/kubernetes";
import type { ReleaseModel } from "./release-model.ts";

/** A field that two releases define differently; the newer one is in the schema. */
interface Conflict {
  readonly message: string;
  readonly id: number;
  readonly kind: "renamed" | "retyped" | "dropped";
  readonly newer: string;
  readonly older: string;
  readonly release: string;
}

export interface Merged {
  readonly schema: KubernetesSchema;
  readonly conflicts: readonly Conflict[];
}

/**
 * One schema of several releases, given oldest first. The newest definition of a message wins; fields that only an
 * older one has stay, marked `removed`, as long as neither their number nor their name is in use again.
 */
export function mergeReleases(releases: readonly ReleaseModel[]): Merged {
  const newestFirst = [...releases].reverse();
  const conflicts: Conflict[] = [];
  const kinds = mergeKinds(newestFirst);
  const messages = new Map<string, MessageSchema>();
  for (const name of new Set(newestFirst.flatMap((release) => [...release.messages.keys()])))
    messages.set(name, mergeMessage(name, newestFirst, conflicts));
  const schema = {
    releases: releases.map((model) => model.release),
    messages: Object.fromEntries(reachable(messages, kinds).sort(byName)),
    kinds,
  };
  return { schema, conflicts: conflicts.filter((conflict) => conflict.message in schema.messages) };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

function mergeKinds(newestFirst: readonly ReleaseModel[]): KindSchema[] {
  const kinds = new Map<string, KindSchema>();
  for (const { release, kinds: registered } of newestFirst)
    for (const [name, message] of registered) {
      const [apiVersion = "", kind = ""] = name.split(" ");
      if (!kinds.has(name)) kinds.set(name, { apiVersion, kind, message, release });
    }
  return [...kinds].sort(byName).map(([, kind]) => kind);
}

function mergeMessage(
  name: string,
  newestFirst: readonly ReleaseModel[],
  conflicts: Conflict[],
): MessageSchema {
  const [newest, ...older] = newestFirst.flatMap(({ release, messages }) => {
    const message = messages.get(name);
    return message === undefined ? [] : [{ release, message }];
  });
  if (newest === undefined) throw new Error(`${name}: in no release`);
  const fields = new Map(Object.entries(newest.message.fields));
  for (const { release, message } of older)
    for (const [fieldName, field] of Object.entries(message.fields))
      conflicts.push(
        ...addOlder(fields, [fieldName, { ...field, removed: release }]).map((at) => ({
          message: name,
          ...at,
        })),
      );
  const release = newest.release === newestFirst[0]?.release ? {} : { release: newest.release };
  return { ...newest.message, fields: Object.fromEntries(fields), ...release };
}

type NamedField = readonly [string, FieldSchema & { readonly removed: string }];

function addOlder(fields: Map<string, FieldSchema>, [name, field]: NamedField): Omit<Conflict, "message">[] {
  const same = [...fields].find(([, known]) => known.id === field.id);
  const conflict = (kind: Conflict["kind"], newer: readonly [string, FieldSchema]) => [
    { id: field.id, kind, newer: signature(newer), older: signature([name, field]), release: field.removed },
  ];
  if (same === undefined) {
    const taken = [...fields].find(
      ([known, { json }]) => known === name || (json ?? known) === (field.json ?? name),
    );
    if (taken !== undefined) return conflict("dropped", taken);
    fields.set(name, field);
    return [];
  }
  if (wireType(same[1]) !== wireType(field)) return conflict("retyped", same);
  return (same[1].json ?? same[0]) === (field.json ?? name) ? [] : conflict("renamed", same);
}

const wireType = ({ rule, keyType, type }: FieldSchema) => `${rule ?? keyType ?? ""} ${type}`;

function signature([name, { id, rule, keyType, type, json }]: readonly [string, FieldSchema]): string {
  const short = type.replace(/^.*\./, "");
  const value = keyType === undefined ? [rule, short].filter(Boolean).join(" ") : `map<${keyType}, ${short}>`;
  return `${json ?? name} = ${id}: ${value}`;
}

function reachable(messages: ReadonlyMap<string, MessageSchema>, kinds: readonly KindSchema[]) {
  const found = new Map<string, MessageSchema>();
  const wanted = kinds.map((kind) => kind.message);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const message = messages.get(name);
    if (message === undefined) throw new Error(`${name} is referred to but not defined`);
    if (found.has(name)) continue;
    found.set(name, message);
    for (const { type } of Object.values(message.fields))
      if (type.startsWith(".")) wanted.push(type.slice(1));
  }
  return [...found];
}
