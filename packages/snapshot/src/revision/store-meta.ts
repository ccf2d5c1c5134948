import type { LeafElement } from "../bolt/elements.ts";
import { viewOf } from "../bolt/number.ts";
import { SnapshotDamage } from "../snapshot/damage.ts";
import { parseRevisionKey } from "./revision-key.ts";

/** What etcd's bucket `meta` says; a name is absent where the writing version had none. */
export interface StoreMeta {
  /** Index of the last raft entry applied. */
  readonly consistentIndex?: bigint;
  readonly term?: bigint;
  /** Everything before it is gone. */
  readonly finishedCompactRevision?: bigint;
  /** A compaction that was promised; it may not have finished. */
  readonly scheduledCompactRevision?: bigint;
  /** etcd 3.6 and later: the version of the layout. */
  readonly storageVersion?: string;
  /** Raft's members as stored. */
  readonly confState?: Uint8Array;
}

type Reader = (element: LeafElement) => Partial<StoreMeta>;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["consistent_index", (element) => ({ consistentIndex: number64(element) })],
  ["term", (element) => ({ term: number64(element) })],
  ["finishedCompactRev", (element) => ({ finishedCompactRevision: revision(element) })],
  ["scheduledCompactRev", (element) => ({ scheduledCompactRevision: revision(element) })],
  [
    "storageVersion",
    (element) => ({ storageVersion: new TextDecoder().decode(element.value.subarray(0, 64)) }),
  ],
  ["confState", (element) => ({ confState: element.value.slice() })],
]);

/** Reads the elements of the bucket `meta`; unknown names are left alone. */
export function storeMetaOf(elements: readonly LeafElement[]): StoreMeta {
  const decoder = new TextDecoder();
  const parts = elements.map((element) => readers.get(decoder.decode(element.key))?.(element));
  return Object.assign({}, ...parts);
}

function number64(element: LeafElement): bigint {
  if (element.value.length !== 8) throw damaged(element);
  return viewOf(element.value).getBigUint64(0);
}

function revision(element: LeafElement): bigint {
  const name = parseRevisionKey(element.value);
  if (name === undefined) throw damaged(element);
  return name.main;
}

const damaged = ({ page, valueOffset: offset }: LeafElement): SnapshotDamage =>
  new SnapshotDamage("an entry of the bucket meta has the wrong form", { page, offset });
