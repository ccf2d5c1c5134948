import type { RelatedAnswer } from "@etcdscope/contract";
import type { Lookup, Registry } from "@etcdscope/kubernetes";
import { candidatesOf } from "./candidates.ts";
import { fewAtATime } from "./few.ts";
import type { StoredObjects } from "./stored-objects.ts";

/** Objects read at a time: a source has other askers, too. */
export const readAtATime = 6;
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

/** Reads candidates for what they say of the open object, which stands under `own`. */
export async function lookFurther(
  objects: StoredObjects,
  { registry, own }: { readonly registry: Registry; readonly own: string },
  lookup: Lookup,
  from: LookFrom,
): Promise<Looked> {
  if (objects.index === undefined) return { related: [], looked: 0, total: 0, last: undefined };
  const { total, keys } = candidatesOf(objects.index, registry, lookup.among, from.after);
  const related: RelatedAnswer[] = [];
  let { looked } = from;
  let last: string | undefined;
  for (const some of batches(keys, from.most)) {
    if (last !== undefined && !from.hasTime()) break;
    const found = await fewAtATime(some, readAtATime, (key) =>
      key === own ? Promise.resolve(undefined) : relatedByLooking(objects, lookup, key),
    );
    related.push(...found.filter((one) => one !== undefined));
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

async function relatedByLooking(
  objects: StoredObjects,
  lookup: Lookup,
  key: string,
): Promise<RelatedAnswer | undefined> {
  const object = await objects.at(key);
  if (typeof object === "string") return undefined;
  const match = lookup.match(object);
  if (match === undefined) return undefined;
  const { group, kind, namespace, name } = object;
  return {
    key,
    group,
    kind,
    name,
    state: "present",
    ...(namespace === undefined ? {} : { namespace }),
    ...(match.isOtherUid ? { otherUid: true } : {}),
    ...(lookup.path === undefined ? {} : { path: lookup.path }),
    ...(match.path === undefined ? {} : { theirPath: match.path }),
  };
}
