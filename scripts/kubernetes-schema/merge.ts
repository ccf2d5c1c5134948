import type { FieldSchema, KindSchema, KubernetesSchema, MessageSchema } from "@etcdscope/kubernetes";
import {
  type Conflict,
  difference,
  jsonName,
  type Messages,
  type NamedField,
  signature,
} from "./conflicts.ts";
import { type ReleaseModel, UNREFERENCED } from "./release-model.ts";

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
  const kinds = mergeKinds(newestFirst);
  const messages = new Map<string, MessageSchema>();
  for (const { release, messages: defined } of newestFirst)
    for (const [name, message] of defined)
      if (!messages.has(name)) messages.set(name, { ...message, ...oldRelease(release, newestFirst) });
  const conflicts = newestFirst.slice(1).flatMap((older) => addOlderFields(messages, older));
  const found = reachable(messages, [...kinds.map((kind) => kind.message), ...UNREFERENCED]);
  return {
    schema: {
      releases: releases.map((model) => model.release),
      messages: Object.fromEntries([...found].sort(byName)),
      kinds,
    },
    conflicts: conflicts.filter((conflict) => found.has(conflict.message)),
  };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

const oldRelease = (release: string, newestFirst: readonly ReleaseModel[]) =>
  release === newestFirst[0]?.release ? {} : { release };

function mergeKinds(newestFirst: readonly ReleaseModel[]): KindSchema[] {
  const kinds = new Map<string, KindSchema>();
  for (const { release, kinds: registered } of newestFirst)
    for (const [name, message] of registered) {
      const [apiVersion = "", kind = ""] = name.split(" ");
      if (!kinds.has(name)) kinds.set(name, { apiVersion, kind, message, release });
      else if (kinds.get(name)?.message !== message)
        throw new Error(`${name} is another message in ${release}`);
    }
  return [...kinds].sort(byName).map(([, kind]) => kind);
}

function addOlderFields(messages: Map<string, MessageSchema>, older: ReleaseModel): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [name, message] of older.messages) {
    const newer = messages.get(name);
    if (newer === undefined) throw new Error(`${name}: not merged`);
    const fields = new Map(Object.entries(newer.fields));
    for (const field of Object.entries(message.fields)) {
      const conflict = addOlder({ fields, newerMessages: messages, older }, field);
      if (conflict !== undefined)
        conflicts.push({ message: name, id: field[1].id, release: older.release, ...conflict });
    }
    messages.set(name, { ...newer, fields: Object.fromEntries(fields) });
  }
  return conflicts;
}

interface Target {
  readonly fields: Map<string, FieldSchema>;
  readonly newerMessages: Messages;
  readonly older: ReleaseModel;
}

/** Adds the field if its number and name are free; says how it differs if they are not. */
function addOlder({ fields, newerMessages, older }: Target, field: NamedField) {
  const sameId = [...fields].find(([, { id }]) => id === field[1].id);
  const sameName = [...fields].find((known) => known[0] === field[0] || jsonName(known) === jsonName(field));
  const newer = sameId ?? sameName;
  if (newer === undefined) {
    fields.set(field[0], { ...field[1], removed: older.release });
    return undefined;
  }
  const kind =
    sameId === undefined
      ? "dropped"
      : difference({ newer, older: field, newerMessages, olderMessages: older.messages });
  return kind && { kind, newer: signature(newer), older: signature(field) };
}

function reachable(messages: Messages, roots: readonly string[]): Map<string, MessageSchema> {
  const found = new Map<string, MessageSchema>();
  const wanted = [...roots];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const message = messages.get(name);
    if (message === undefined) throw new Error(`${name} is referred to but not defined`);
    if (found.has(name)) continue;
    found.set(name, message);
    for (const { type } of Object.values(message.fields))
      if (type.startsWith(".")) wanted.push(type.slice(1));
  }
  return found;
}
