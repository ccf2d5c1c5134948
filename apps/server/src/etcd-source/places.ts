import { compareBytes, prefixEnd, sharedLength } from "@etcdscope/keyspace";
import type { KeyRange } from "./key-range.ts";

const slash = 0x2f;
/** Where large databases mostly keep their keys: what stands there is looked at apart from the rest. */
const usualPlaces: readonly Uint8Array[] = ["/", "/registry/"].map((text) => new TextEncoder().encode(text));
/** Beginnings of keys, by their first directory, that are looked at apart. */
const mostGroups = 8;
/** Directories, or bytes where there are none, of a beginning. */
const mostInGroup = 12;

/** Where keys are likely to be, in order: the usual places, and what keys that are known begin with. */
export function placesOf(keys: readonly Uint8Array[]): readonly Uint8Array[] {
  const groups = new Map<string, Uint8Array>();
  for (const key of keys) {
    const id = firstDirectory(key).join();
    const known = groups.get(id);
    if (known !== undefined) groups.set(id, known.subarray(0, sharedLength(known, key)));
    else if (groups.size < mostGroups) groups.set(id, key);
  }
  const all = [...usualPlaces, ...[...groups.values()].flatMap(placesIn)].sort(compareBytes);
  return all.filter((place, at) => at === 0 || compareBytes(place, all[at - 1] ?? place) !== 0);
}

/** The places in a range that begin behind `from` or there; each is in the one before or behind it. */
export function placesWithin(
  places: readonly Uint8Array[],
  from: Uint8Array,
  { end }: KeyRange,
): readonly Uint8Array[] {
  return places.filter((place) => {
    const placeEnd = prefixEnd(place);
    const ends = end === undefined || (placeEnd !== undefined && compareBytes(placeEnd, end) < 0);
    return compareBytes(place, from) >= 0 && ends;
  });
}

/** Up to the second slash; nothing where a key has no directory. */
function firstDirectory(key: Uint8Array): Uint8Array {
  return key.subarray(0, key.indexOf(slash, 1) + 1);
}

/** The directories of a beginning; its beginnings where it has none. */
function placesIn(beginning: Uint8Array): Uint8Array[] {
  const places: Uint8Array[] = [];
  const hasDirectory = beginning.indexOf(slash, 1) !== -1;
  for (let length = 1; length <= beginning.length && places.length < mostInGroup; length++)
    if (!hasDirectory || beginning[length - 1] === slash) places.push(beginning.slice(0, length));
  return places;
}
