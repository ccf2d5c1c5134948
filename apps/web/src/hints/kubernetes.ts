/** What a key's place says about the object in it. Only text keys under `/registry` say anything. */
export interface Place {
  /** The API group's own segment, where the layout has one. */
  readonly group?: string;
  /** The path of the resource: `pods`, `services/specs`. */
  readonly resource: string;
  /** What follows the resource: at most a namespace and a name. */
  readonly rest: readonly string[];
}

const root = "/registry";

/** Resources whose path has two segments. */
const compound = new Set([
  "services/specs",
  "services/endpoints",
  "ranges/serviceips",
  "ranges/servicenodeports",
]);

/** Where a key or prefix (without its last slash) stands in Kubernetes' layout; `undefined` outside it. */
export function placeOf(key: string | undefined): Place | undefined {
  const [first, ...segments] = splitKey(key ?? "");
  if (first !== root || segments.length === 0) return undefined;
  const [head = "", second, ...others] = segments;
  if (second === undefined) return isGroup(head) ? undefined : { resource: head, rest: [] };
  if (isGroup(head)) return { group: head, resource: second, rest: others };
  const both = `${head}/${second}`;
  return compound.has(both)
    ? { resource: both, rest: others }
    : { resource: head, rest: [second, ...others] };
}

/** Groups are told from resources by their dot: every group under `/registry` has one, no resource has. */
const isGroup = (segment: string): boolean => segment.includes(".");

function splitKey(key: string): string[] {
  const [, first = "", rest] = /^(\/?[^/]*)(?:\/(.*))?$/s.exec(key) ?? [];
  return rest === undefined ? [first] : [first, ...rest.split("/")];
}

/** Namespace and name of the object, read off the key. */
export function objectOf(place: Place): { namespace?: string; name?: string } {
  const [first, second] = place.rest;
  if (second !== undefined && first !== undefined) return { namespace: first, name: second };
  return first === undefined ? {} : { name: first };
}

/** Resource names as Kubernetes' users know them, where the path says another. */
const spoken: Readonly<Record<string, string>> = {
  minions: "nodes",
  "services/specs": "services",
  controllers: "replicationcontrollers",
};

/** Names in kubectl's commands, where the path says another that is no hint worth showing. */
const alsoSpoken: Readonly<Record<string, string>> = {
  "services/endpoints": "endpoints",
  ingress: "ingresses",
  podsecuritypolicy: "podsecuritypolicies",
};

/** A resource as Kubernetes' users know it. */
export function spokenNameOf(resource: string): string {
  return spoken[resource] ?? alsoSpoken[resource] ?? resource;
}

/** Notes that are sentences, by key of the messages. */
const notes = {
  "ranges/serviceips": "serviceIps",
  "ranges/servicenodeports": "nodePorts",
  masterleases: "masterLeases",
} as const;

type NoteId = (typeof notes)[keyof typeof notes] | "compactRevision";

/** What stands beside the true segment of a row: a resource's name, or a sentence to translate. */
export type Hint = { readonly name: string } | { readonly note: NoteId };

export function hintOf(key: string | undefined): Hint | undefined {
  if (key === "compact_rev_key") return { note: "compactRevision" };
  const place = placeOf(key);
  if (place === undefined || place.rest.length > 0) return undefined;
  if (isNoted(place.resource)) return { note: notes[place.resource] };
  const name = spoken[place.resource];
  return name === undefined ? undefined : { name };
}

const isNoted = (resource: string): resource is keyof typeof notes => Object.hasOwn(notes, resource);
