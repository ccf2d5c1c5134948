import { likelyPlurals, storedKind } from "./stored-kind.ts";
import type { ObjectName } from "./stored-object.ts";

/** Where one API server keeps its objects. */
export interface Registry {
  /** Without a slash at the end: `/registry`, `/kubernetes.io`. */
  readonly prefix: string;
  /** The resource of the object that it was read off: `pods`, `crd.projectcalico.org/ippools`. */
  readonly resource: string;
}

/**
 * The registry that a key stands in, by the object in it: what is before the resource, the namespace and the name.
 * `undefined` where the key does not end with what the object says of itself.
 */
export function registryOf(key: string, object: ObjectName): Registry | undefined {
  const tail = tailOf(object);
  if (!key.endsWith(tail)) return undefined;
  const before = key.slice(0, -tail.length);
  const known = storedKind(object.group, object.kind)?.resource;
  if (known !== undefined && before.endsWith(`/${known}`))
    return { prefix: before.slice(0, -known.length - 1), resource: known };
  const resource = lastSegments(before, object.group);
  return resource === "" ? undefined : { prefix: before.slice(0, -resource.length - 1), resource };
}

function tailOf({ namespace, name }: ObjectName): string {
  return namespace === undefined ? `/${name}` : `/${namespace}/${name}`;
}

/** The last segment, and the one before where it is the group. */
function lastSegments(path: string, group: string): string {
  const segments = path.split("/");
  const plural = segments.at(-1) ?? "";
  return group !== "" && segments.at(-2) === group ? `${group}/${plural}` : plural;
}

/** One cluster may keep its objects under two prefixes. */
const besides: Readonly<Record<string, string>> = {
  "/openshift.io": "/kubernetes.io",
  "/kubernetes.io": "/openshift.io",
};

/** The registry's prefix, and that of the other API server of its cluster. */
export function prefixesOf({ prefix }: Registry): string[] {
  const beside = besides[prefix];
  return beside === undefined ? [prefix] : [prefix, beside];
}

/**
 * Where an object of a kind may stand, likeliest first: prefixes that end with a slash. `plurals` are what
 * definitions say of the kind's group.
 */
export function foldersOf(
  registry: Registry,
  { group, kind }: { readonly group: string; readonly kind: string },
  plurals: readonly string[] = [],
): string[] {
  const known = storedKind(group, kind);
  const resources = known === undefined ? customResources(group, kind, plurals) : [known.resource];
  return prefixesOf(registry).flatMap((prefix) => resources.map((resource) => `${prefix}/${resource}/`));
}

function customResources(group: string, kind: string, plurals: readonly string[]): string[] {
  const likely = likelyPlurals(kind);
  const defined = likely.filter((plural) => plurals.includes(plural));
  if (defined.length > 0) return defined.map((plural) => `${group}/${plural}`);
  if (plurals.length > 0) return plurals.map((plural) => `${group}/${plural}`);
  // Some API servers that are no definition's keep their resources without a group.
  return [...likely.map((plural) => `${group}/${plural}`), ...likely];
}

/** The keys under which an object may be stored, likeliest first. */
export function keysOf(registry: Registry, object: ObjectName, plurals: readonly string[] = []): string[] {
  const tails = tailsOf(object);
  return foldersOf(registry, object, plurals).flatMap((folder) => tails.map((tail) => folder + tail));
}

/** Whether a custom kind stands in a namespace is not known: an owner may be the whole cluster's. */
function tailsOf(object: ObjectName): string[] {
  const own = tailOf(object).slice(1);
  const isKnown = storedKind(object.group, object.kind) !== undefined;
  return isKnown || object.namespace === undefined ? [own] : [own, object.name];
}

/** Where definitions of custom resources stand. */
export function definitionsFolder(registry: Registry): string {
  return `${registry.prefix}/apiextensions.k8s.io/customresourcedefinitions/`;
}
