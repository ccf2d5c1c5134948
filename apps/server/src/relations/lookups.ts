import type { RelatedAnswer } from "@etcdscope/contract";
import type { Registry } from "@etcdscope/kubernetes";
import type { StoredValue } from "../workers/value-tasks.ts";
import { candidatesOf } from "./candidates.ts";
import type { LookupHead, MatchedObject } from "./stored-document.ts";
import type { StoredObjects } from "./stored-objects.ts";

/** Candidates between two looks at the clock. */
const batch = 24;

export interface LookFrom {
  /** The last candidate that was looked at before, and how many there were. */
  readonly after?: string | undefined;
  readonly looked: number;
  /** Candidates to look at now. */
  readonly most: number;
  /** Whether there is time to go on. */
  readonly hasTime: () => boolean;
}

export interface Looked {
  readonly related: readonly RelatedAnswer[];
  readonly looked: number;
  readonly total: number;
  /** The last candidate, where there are more. */
  readonly last: string | undefined;
}

/** The open object, by its key and by what is stored there. */
export interface OpenObject {
  readonly registry: Registry;
  readonly own: string;
  readonly stored: StoredValue;
}

/** One of the open object's lookups, and its place among them. */
export interface PlacedLookup {
  readonly lookup: LookupHead;
  readonly at: number;
}

/** Reads candidates for what they say of the open object. */
export async function lookFurther(
  objects: StoredObjects,
  { registry, own, stored }: OpenObject,
  { lookup, at }: PlacedLookup,
  from: LookFrom,
): Promise<Looked> {
  if (objects.index === undefined) return { related: [], looked: 0, total: 0, last: undefined };
  const { total, keys } = candidatesOf(objects.index, registry, lookup.among, from.after);
  const related: RelatedAnswer[] = [];
  let { looked } = from;
  let last: string | undefined;
  for (const some of batches(keys, from.most)) {
    if (last !== undefined && !from.hasTime()) break;
    const others = some.filter((key) => key !== own);
    const found = await objects.matches({ of: stored, at }, others);
    related.push(...others.flatMap((key, place) => relatedBy(lookup, key, found[place])));
    looked += some.length;
    last = some.at(-1);
  }
  return { related, looked, total: Math.max(total, looked), last: looked < total ? last : undefined };
}

function* batches(keys: Iterable<string>, most: number): Generator<string[]> {
  let some: string[] = [];
  let taken = 0;
  for (const key of keys) {
    if (taken === most) break;
    some.push(key);
    taken++;
    if (some.length < batch) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function relatedBy(lookup: LookupHead, key: string, matched: MatchedObject | undefined): RelatedAnswer[] {
  if (matched === undefined) return [];
  const { match, object } = matched;
  const { group, kind, namespace, name } = object;
  return [
    {
      key,
      group,
      kind,
      name,
      state: "present",
      ...(namespace === undefined ? {} : { namespace }),
      ...(match.isOtherUid ? { otherUid: true } : {}),
      ...(lookup.path === undefined ? {} : { path: lookup.path }),
      ...(match.path === undefined ? {} : { theirPath: match.path }),
    },
  ];
}
