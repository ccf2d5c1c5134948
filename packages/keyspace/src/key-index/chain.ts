import { joinBytes, sharedLength } from "../bytes/order.ts";
import type { KeyChild } from "../source/source.ts";
import type { SortedKeys } from "./sorted-keys.ts";

const slash = Uint8Array.of(0x2f);

/**
 * The key of the last prefix in a row of prefixes with one child each, which begins at a child that is no key;
 * `undefined` where there is a choice at once. All keys under the child begin alike up to there.
 */
export function chainOf(keys: SortedKeys, child: KeyChild): Uint8Array | undefined {
  if (child.isKey || !child.isPrefix) return undefined;
  const under = joinBytes(child.key, slash);
  const start = keys.lowerBound(under);
  const first = keys.keyAt(start);
  const last = keys.keyAt(start + child.count - 1);
  const alike = sharedLength(first, last);
  const end = first.subarray(0, alike).lastIndexOf(0x2f);
  return end < under.length ? undefined : first.slice(0, end);
}
