import type { LeafElement } from "../bolt/page.ts";
import { SnapshotDamage } from "../snapshot/damage.ts";
import { decodeKeyValue, type KeyValueRecord } from "./key-value.ts";
import { parseRevisionKey, type RevisionKey } from "./revision-key.ts";

/** One change in the history of the store. */
export interface Revision extends RevisionKey {
  /** What was stored; of a deletion only the key means anything. */
  readonly kv: KeyValueRecord;
  /** Where the record of `kv` begins in the file. */
  readonly offset: number;
  /** Bytes of the record. */
  readonly size: number;
}

/** The revision in an element of the bucket `key`. */
export function revisionOf(element: LeafElement): Revision {
  const { page, valueOffset: offset } = element;
  const name = element.isBucket ? undefined : parseRevisionKey(element.key);
  if (name === undefined) throw new SnapshotDamage("a key of the history is no revision", { page, offset });
  const kv = decodeKeyValue(element.value, { page, offset });
  if (!agrees(name, kv)) throw new SnapshotDamage("a record contradicts its revision", { page, offset });
  const { main, sub, isDeletion } = name;
  return { main, sub, isDeletion, kv, offset, size: element.value.length };
}

/** What etcd writes always agrees so; what does not was changed by something else. */
function agrees(name: RevisionKey, kv: KeyValueRecord): boolean {
  if (kv.key.length === 0) return false;
  if (name.isDeletion) return true;
  return (
    kv.modRevision === name.main &&
    kv.createRevision > 0n &&
    kv.createRevision <= kv.modRevision &&
    kv.version > 0n
  );
}
