export type { LeafElement } from "./bolt/page.ts";
export {
  type ClusterRecords,
  readClusterRecords,
  type StoredAlarm,
  type StoredLease,
  type StoredMember,
} from "./cluster/cluster-records.ts";
export { decodeKeyValue, type KeyValueRecord } from "./revision/key-value.ts";
export type { Revision } from "./revision/revision.ts";
export type { StoreMeta } from "./revision/store-meta.ts";
export { type DamagePlace, NotASnapshot, SnapshotDamage } from "./snapshot/damage.ts";
export type { SnapshotFile } from "./snapshot/file.ts";
export { readSnapshot, type Snapshot, type SnapshotFacts } from "./snapshot/snapshot.ts";
export { checkTrailer, databaseSize, type Sha256, type TrailerVerdict } from "./snapshot/trailer.ts";
