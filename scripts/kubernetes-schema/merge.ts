import type { KindSchema, KubernetesSchema, MessageSchema } from "@etcdscope/kubernetes";
import {
  type Conflict,
  difference,
  jsonName,
  type Messages,
  missingFields,
  type NamedField,
  type Pair,
  signature,
} from "./conflicts.ts";
import { isInWork } from "./order.ts";
import { type ReleaseModel, UNREFERENCED } from "./release-model.ts";

export interface Merged {
  readonly schema: KubernetesSchema;
  readonly conflicts: readonly Conflict[];
}

/**
 * One schema of several releases, given in the order of `byPrecedence`: the last definition of a message wins. Fields
 * that only an earlier one has stay, marked `removed`, as long as neither their number nor their name is in use again;
 * those that only a release in work has are marked `added`.
 */
export function mergeReleases(releases: readonly ReleaseModel[]): Merged {
  const newestFirst = [...releases].reverse();
  const messages = new Map<string, MessageSchema>();
  for (const { release, messages: defined } of newestFirst)
    for (const [name, message] of defined)
      if (!messages.has(name)) messages.set(name, { ...message, ...oldRelease(release, newestFirst) });
  const kinds = mergeKinds(newestFirst, messages);
  const conflicts = newestFirst.slice(1).flatMap((older) => addOlderFields(messages, older));
  const found = reachable(messages, [...kinds.map((kind) => kind.message), ...UNREFERENCED]);
  return {
    schema: {
      releases: [...new Set(releases.map((model) => model.release))],
      messages: Object.fromEntries([...found].sort(byName)),
      kinds,
    },
    conflicts: conflicts.filter((conflict) => found.has(conflict.message)),
  };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

const oldRelease = (release: string, newestFirst: readonly ReleaseModel[]) =>
  release === newestFirst[0]?.release ? {} : { release };

function mergeKinds(newestFirst: readonly ReleaseModel[], messages: Messages): KindSchema[] {
  const kinds = new Map<string, KindSchema>();
  for (const model of newestFirst)
    for (const [name, message] of model.kinds) {
      const [apiVersion = "", kind = ""] = name.split(" ");
      const newer = kinds.get(name);
      if (newer === undefined) kinds.set(name, { apiVersion, kind, message, release: model.release });
      else if (newer.message !== message && !isSuperseded(newer.message, message, model, messages))
        throw new Error(`${name} is another message in ${model.release}`);
    }
  return [...kinds].sort(byName).map(([, kind]) => kind);
}

/** Whether an older message of a kind has no field that the newer one does not have too. */
function isSuperseded(newer: string, older: string, model: ReleaseModel, newerMessages: Messages): boolean {
  const held = (type: string): NamedField => ["", { id: 0, type: `.${type}` }];
  const pair = { newer: held(newer), older: held(older), newerMessages, olderMessages: model.messages };
  return missingFields(pair)?.length === 0;
}

interface Target {
  /** What the newer releases give so far; fields are added to it. */
  readonly messages: Map<string, MessageSchema>;
  readonly older: ReleaseModel;
}

function addOlderFields(messages: Map<string, MessageSchema>, older: ReleaseModel): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [name, message] of older.messages) {
    // A field that no field precedes goes to the front: there is no number 0.
    let before = 0;
    for (const field of Object.entries(message.fields)) {
      const conflict = addOlder({ messages, older }, name, field, before);
      if (conflict !== undefined)
        conflicts.push({ message: name, id: field[1].id, release: older.release, ...conflict });
      if (conflict?.kind !== "dropped") before = field[1].id;
    }
  }
  return conflicts;
}

/** Adds the field if its number and name are free; says how it differs if they are not. */
function addOlder(target: Target, message: string, field: NamedField, before: number | undefined) {
  const { messages, older } = target;
  const fields = Object.entries(messages.get(message)?.fields ?? {});
  const sameId = fields.find(([, { id }]) => id === field[1].id);
  const newer =
    sameId ?? fields.find((known) => known[0] === field[0] || jsonName(known) === jsonName(field));
  if (newer === undefined) {
    insert(messages, message, [field[0], { ...field[1], ...keptFrom(older.release) }], before);
    return undefined;
  }
  const pair = { newer, older: field, newerMessages: messages, olderMessages: older.messages };
  if (sameId !== undefined) addLost(target, pair);
  const kind = sameId === undefined ? "dropped" : difference(pair);
  return kind && { kind, newer: signature(newer), older: signature(field) };
}

/** Adds what a field's message type lost when it was exchanged for a narrower one. */
function addLost(target: Target, pair: Pair): void {
  if (pair.newer[1].type === pair.older[1].type) return;
  for (const lost of missingFields(pair) ?? [])
    addOlder(target, pair.newer[1].type.slice(1), lost, undefined);
}

const keptFrom = (release: string) => (isInWork(release) ? { added: release } : { removed: release });

/** Puts a field behind the one that it follows in its own release, or at the end where that is unknown. */
function insert(
  messages: Map<string, MessageSchema>,
  name: string,
  field: NamedField,
  before: number | undefined,
): void {
  const message = messages.get(name);
  if (message === undefined) throw new Error(`${name}: not merged`);
  const fields = Object.entries(message.fields);
  const at = before === undefined ? fields.length : fields.findIndex(([, { id }]) => id === before) + 1;
  messages.set(name, { ...message, fields: Object.fromEntries(fields.toSpliced(at, 0, [...field])) });
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
