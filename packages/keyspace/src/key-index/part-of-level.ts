import { compareBytes, joinBytes } from "../bytes/order.ts";
import type { KeyChild } from "../source/source.ts";
import { childrenFrom, countBefore, nameAt } from "./children.ts";
import type { SortedKeys } from "./sorted-keys.ts";

/** Which part of a level is asked for, by names of children: there is no slash in them but at the root's beginning. */
export type LevelPart =
  /** From a name on, included, up to another, included; to the end where there is none. */
  | { readonly from: Uint8Array; readonly until?: Uint8Array | undefined }
  /** The children right before a name. */
  | { readonly before: Uint8Array }
  /** The children around a name. */
  | { readonly around: Uint8Array };

export interface PartOfLevel {
  readonly children: readonly KeyChild[];
  /** Children of the level that stand before the first of these. */
  readonly before: number;
  /** Cursor of what follows; absent at the end of the level or of the part. */
  readonly next?: Uint8Array;
}

/** Some children of a prefix that need not be the first: at most `limit` of them. */
export function partOfLevel(
  keys: SortedKeys,
  prefix: Uint8Array,
  part: LevelPart,
  limit: number,
): PartOfLevel {
  if ("before" in part) return partBefore(keys, prefix, part.before, limit);
  const from = "from" in part ? part.from : backFrom(keys, prefix, part.around, Math.max(1, limit >> 1));
  const until = "from" in part ? part.until : undefined;
  const children: KeyChild[] = [];
  const before = countBefore(keys, prefix, from);
  for (const child of childrenFrom(keys, prefix, from)) {
    if (until !== undefined && compareBytes(child.name, until) > 0) break;
    const last = children.at(-1);
    if (last !== undefined && children.length >= limit) return { children, before, next: last.name };
    children.push(child);
  }
  return { children, before };
}

function partBefore(keys: SortedKeys, prefix: Uint8Array, name: Uint8Array, limit: number): PartOfLevel {
  const nearest = lastBefore(keys, prefix, name, limit);
  const last = nearest.at(-1);
  const before = countBefore(keys, prefix, nearest[0]?.name ?? name);
  return { children: nearest, before, ...(last === undefined ? {} : { next: last.name }) };
}

/** Children that hold many keys each lie further back than as many keys. */
function lastBefore(keys: SortedKeys, prefix: Uint8Array, name: Uint8Array, limit: number): KeyChild[] {
  for (let back = limit; ; back *= 8) {
    const from = backFrom(keys, prefix, name, back);
    const children: KeyChild[] = [];
    for (const child of childrenFrom(keys, prefix, from)) {
      if (compareBytes(child.name, name) >= 0) break;
      children.push(child);
    }
    if (children.length >= limit || back >= keys.size) return children.slice(-limit);
  }
}

/** The name that stands so many keys before another. */
function backFrom(keys: SortedKeys, prefix: Uint8Array, name: Uint8Array, back: number): Uint8Array {
  const first = keys.lowerBound(prefix);
  const at = keys.lowerBound(joinBytes(prefix, name));
  if (at - back <= first) return new Uint8Array(0);
  const found = nameAt(keys, at - back, prefix);
  // Keys under `foo/` stand behind those of `foo-bar`, whose name is the greater.
  return compareBytes(found, name) <= 0 ? found : name;
}
