import { type Registry, registryOf } from "./key-layout.ts";
import { lookupsOf } from "./lookups.ts";
import { referencesOf } from "./references.ts";
import type { Lookup, Reference } from "./relation.ts";
import { storedKind } from "./stored-kind.ts";
import { nameOf, type StoredObject, storedObjectOf } from "./stored-object.ts";

/** What an object has to do with others, as far as it can tell itself. */
export interface Relations {
  readonly object: StoredObject;
  readonly registry: Registry;
  readonly references: readonly Reference[];
  readonly lookups: readonly Lookup[];
}

/**
 * The relations of the object under a key, from its document as parsed JSON. `undefined` where the document is no
 * object that Kubernetes stores, or does not belong to the key.
 */
export function relationsOf(key: string, document: unknown): Relations | undefined {
  const object = storedObjectOf(document);
  const registry = object === undefined ? undefined : registryOf(key, object);
  if (object === undefined || registry === undefined) return undefined;
  const references = [...referencesOf(object), ...definitionOf(object, registry)];
  return { object, registry, references, lookups: lookupsOf(object) };
}

/** A custom resource is what its definition says it is; the definition's name is in the resource's key. */
function definitionOf({ group, kind }: StoredObject, { resource }: Registry): Reference[] {
  const [plural = "", ofGroup] = resource.split("/").reverse();
  if (storedKind(group, kind) !== undefined || !group.includes(".") || ofGroup !== group) return [];
  const target = nameOf("apiextensions.k8s.io", "CustomResourceDefinition", `${plural}.${group}`);
  return [{ relation: "definition", target, path: "apiVersion", isOptional: false }];
}
