import { keyText } from "@etcdscope/contract";
import {
  type Lookup,
  type Match,
  type ObjectName,
  type Relations,
  relationsOf,
  type StoredObject,
  storedObjectOf,
} from "@etcdscope/kubernetes";
import type { ShowValue } from "../decoding/stored-value.ts";
import { Refusal } from "../explorer/refusal.ts";

/** Bytes of a value above which it is not read for its relations: no object of Kubernetes' own is larger. */
export const largestDocument = 4 * 1024 * 1024;

/** Bytes as they are stored under a key. */
interface StoredValue {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** What names a stored object, without its document. */
export type StoredHead = Omit<StoredObject, "document">;

/** A search for objects, as data. */
export type LookupHead = Omit<Lookup, "match">;

/** What an object has to do with others, as data. */
export interface FoundRelations extends Pick<Relations, "registry" | "references"> {
  readonly lookups: readonly LookupHead[];
}

/** What a candidate has to do with the open object. */
export interface MatchedObject {
  readonly object: ObjectName;
  readonly match: Match;
}

/** What the object under a key has to do with others; `undefined` where the value is none. */
export function documentRelations(stored: StoredValue, show: ShowValue): FoundRelations | undefined {
  const relations = relationsIn(stored, show);
  if (relations === undefined) return undefined;
  const { registry, references, lookups } = relations;
  return { registry, references, lookups: lookups.map(({ match: _, ...head }) => head) };
}

export function objectHead(stored: StoredValue, show: ShowValue): StoredHead | undefined {
  const object = storedObjectOf(documentOf(stored, show));
  return object === undefined ? undefined : headOf(object);
}

/** Of candidates, one result each, those that a lookup of the object `of` takes; `at` is its place among them. */
export function matchesOf(
  { of, at, candidates }: { of: StoredValue; at: number; candidates: readonly StoredValue[] },
  show: ShowValue,
): (MatchedObject | undefined)[] {
  const lookup = relationsIn(of, show)?.lookups[at];
  return candidates.map((candidate) => {
    const object = storedObjectOf(documentOf(candidate, show));
    const match = object === undefined ? undefined : lookup?.match(object);
    return object === undefined || match === undefined ? undefined : { object: headOf(object), match };
  });
}

function relationsIn(stored: StoredValue, show: ShowValue): Relations | undefined {
  const key = keyText(stored.key);
  return key === undefined ? undefined : relationsOf(key, documentOf(stored, show));
}

const headOf = ({ document: _, ...head }: StoredObject): StoredHead => head;

/** The document of a value as parsed JSON, secrets hidden: only names are read here. `undefined` where it has none. */
function documentOf({ key, value }: StoredValue, show: ShowValue): unknown {
  if (value.length > largestDocument)
    throw new Refusal("too_large", "The value is too large to look for names of other objects in it.");
  const text = show(key, value).document("json");
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // A damaged document is written as far as it goes.
    return undefined;
  }
}
