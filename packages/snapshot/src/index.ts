export type { LeafElement } from "./bolt/elements.ts";
export type { FreelistVerdict } from "./bolt/freelist.ts";
export {
  type ClusterRecords,
  readClusterRecords,
  type StoredAlarm,
  type StoredLease,
  type StoredMember,
} from "./cluster/cluster-records.ts";
export type { StoredChange } from "./revision/change-reader.ts";
export { decodeKeyValue, type KeyValueRecord } from "./revision/key-value.ts";
export { numberField } from "./revision/record-fields.ts";
export { type Revision, revisionOf } from "./revision/revision.ts";
export type { StoreMeta } from "./revision/store-meta.ts";
export { type DamagePlace, NotASnapshot, type OnDamage, SnapshotDamage } from "./snapshot/damage.ts";
export type { SnapshotFile } from "./snapshot/file.ts";
export {
  type ReadSnapshotOptions,
  readSnapshot,
  type Snapshot,
  type SnapshotFacts,
} from "./snapshot/snapshot.ts";
export { checkTrailer, databaseSize, type Sha256, type TrailerVerdict } from "./snapshot/trailer.ts";
