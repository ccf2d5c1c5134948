export { compareBytes, isBetween, joinBytes, prefixEnd, sharedLength, startsWith } from "./bytes/order.ts";
export type { ChildrenOptions, ChildrenPage } from "./key-index/children.ts";
export type { KeyRun } from "./key-index/chunk.ts";
export { type BoundKeys, type BuildOptions, type IndexProgress, KeyIndex } from "./key-index/key-index.ts";
export type { LevelPart, PartOfLevel } from "./key-index/part-of-level.ts";
export { type MemorySource, type MemorySourceOptions, memorySource } from "./memory/memory-source.ts";
export { PatternFault } from "./search/pattern.ts";
export {
  type FoundKey,
  type FoundKeys,
  type KeySearchOptions,
  searchKeys,
} from "./search/search-keys.ts";
export { type SearchMode, SearchPattern } from "./search/search-pattern.ts";
export type {
  ClusterAlarm,
  ClusterMember,
  ClusterOptions,
  ClusterState,
  Lease,
  LeaseList,
  LeaseOptions,
  MemberState,
  MemberStatus,
  SnapshotState,
  Told,
} from "./source/cluster.ts";
export { type FaultCode, type FaultDetail, SourceFault } from "./source/fault.ts";
export type {
  DamagedPlace,
  FindOptions,
  FoundChild,
  FoundChildren,
  KeyChild,
  KeyEvent,
  KeyEvents,
  KeyMeta,
  KeyPage,
  KeySource,
  KeyValue,
  KeyVersion,
  ListingCost,
  ListOptions,
  PackingDamage,
  ReadOptions,
  SignOfLife,
  SourceDamage,
  SourceFacts,
} from "./source/source.ts";
export { sourceContract } from "./source-contract/cases.ts";
export type { ContractCase } from "./source-contract/contract-case.ts";
export type { ContractStep, PreparedSource, PrepareSource } from "./source-contract/script.ts";
