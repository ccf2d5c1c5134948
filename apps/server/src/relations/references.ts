import type { RelatedAnswer } from "@etcdscope/contract";
import { keysOf, type ObjectName, type Reference, type Registry } from "@etcdscope/kubernetes";
import type { StoredObjects } from "./stored-objects.ts";

/** A key under which an object may stand. */
interface Place {
  readonly key: string;
  readonly object: ObjectName;
}

/** An object that a document names, and whether it exists. */
export async function relatedByReference(
  objects: StoredObjects,
  registry: Registry,
  reference: Reference,
): Promise<RelatedAnswer | undefined> {
  const { target, alternative, path, isOptional, uid } = reference;
  const names = alternative === undefined ? [target] : [target, alternative];
  const places = names.flatMap((object) => placesOf(objects, registry, object));
  const { place, state } = await firstThatStands(objects, places);
  if (place === undefined) return undefined;
  const isOther = state === "present" && uid !== undefined && (await hasOtherUid(objects, place.key, uid));
  return {
    key: place.key,
    ...place.object,
    state,
    path,
    ...(isOther ? { otherUid: true } : {}),
    ...(isOptional ? { optional: true } : {}),
  };
}

function placesOf(objects: StoredObjects, registry: Registry, object: ObjectName): Place[] {
  const plurals = objects.plurals(registry, object.group);
  return keysOf(registry, object, plurals).map((key) => ({ key, object }));
}

interface Stands {
  readonly place: Place | undefined;
  readonly state: RelatedAnswer["state"];
}

/** What must not be read may be the very one, so it goes before what is missing. */
async function firstThatStands(objects: StoredObjects, places: readonly Place[]): Promise<Stands> {
  let hidden: Place | undefined;
  for (const place of places) {
    const state = await objects.stands(place.key);
    if (state === "present") return { place, state };
    if (state === "forbidden") hidden ??= place;
  }
  return hidden === undefined
    ? { place: places[0], state: "missing" }
    : { place: hidden, state: "forbidden" };
}

async function hasOtherUid(objects: StoredObjects, key: string, uid: string): Promise<boolean> {
  const standing = await objects.at(key);
  return typeof standing === "object" && standing.uid !== undefined && standing.uid !== uid;
}
