import { textAt } from "./document-path.ts";
import { groupOf, storedKind } from "./stored-kind.ts";

/** What names an object. */
export interface ObjectName {
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Absent for an object of the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
}

/** A stored object: what names it, and its document as parsed JSON. */
export interface StoredObject extends ObjectName {
  readonly uid?: string;
  readonly document: unknown;
}

/** Reads what names an object off its document; `undefined` where it has no kind or no name. */
export function storedObjectOf(document: unknown): StoredObject | undefined {
  const kind = textAt(document, "kind");
  const name = textAt(document, "metadata.name");
  if (kind === undefined || name === undefined) return undefined;
  const group = groupOf(textAt(document, "apiVersion") ?? "");
  const namespace = textAt(document, "metadata.namespace");
  const uid = textAt(document, "metadata.uid");
  return {
    group,
    kind,
    name,
    document,
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
  };
}

/** The name of another object, in the namespace given where its kind stands in one. */
export function nameOf(group: string, kind: string, name: string, namespace?: string): ObjectName {
  const isNamespaced = storedKind(group, kind)?.isNamespaced ?? true;
  return { group, kind, name, ...(isNamespaced && namespace !== undefined ? { namespace } : {}) };
}

/** Whether two names are of one kind, whatever group it was served by. */
export function isKind(object: { group: string; kind: string }, group: string, kind: string): boolean {
  if (object.kind !== kind) return false;
  const known = storedKind(group, kind);
  return object.group === group || (known !== undefined && storedKind(object.group, kind) === known);
}
