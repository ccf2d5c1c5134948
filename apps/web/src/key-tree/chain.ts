import type { ChildAnswer, KeyRef } from "@etcdscope/contract";
import { pathSteps, refBytes, refId, refOf } from "../links/key-ref.ts";
import type { Mark } from "./rows.ts";

/** A prefix that has one child only, which is a prefix and no key: it stands in its child's row. */
export interface ChainPart {
  readonly id: string;
  readonly name: Uint8Array;
  readonly prefix: KeyRef;
  readonly marks?: readonly Mark[];
}

const none: readonly ChainPart[] = [];

/** The key of the row that a child has, and the prefixes folded into it. */
export function chainOf(child: ChildAnswer): { ref: KeyRef; above: readonly ChainPart[] } {
  if (child.chain === undefined) return { ref: refOf(child), above: none };
  const ref = refOf(child.chain);
  const first = refBytes(refOf(child)).length;
  const above = pathSteps(ref)
    .slice(0, -1)
    .filter(({ key }) => refBytes(key).length >= first)
    .map(({ key, name, prefix }) => ({ id: refId(key), name, prefix }));
  return { ref, above };
}
