import type { ClusterState, LeaseList, SnapshotState } from "@etcdscope/keyspace";
import {
  type ClusterRecords,
  databaseSize,
  readClusterRecords,
  type Snapshot,
  type StoredAlarm,
  type StoredLease,
  type StoredMember,
  type TrailerVerdict,
} from "@etcdscope/snapshot";

/** What is needed to tell of the cluster that a snapshot was taken of. */
export interface SnapshotParts {
  readonly snapshot: Snapshot;
  readonly fileSize: number;
  readonly hash: TrailerVerdict;
  /** What a person should know of the place the file was found in. */
  readonly notes: readonly string[];
}

/** etcdserverpb.AlarmType. */
const alarmNames: ReadonlyMap<number, string> = new Map([
  [1, "NOSPACE"],
  [2, "CORRUPT"],
]);

/** The cluster as the file has it: read when it is asked for the first time, for a file does not change. */
export class SnapshotCluster {
  readonly #parts: SnapshotParts;
  #records: Promise<ClusterRecords> | undefined;

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
  }

  /** `revision` and `oldestRevision` are those of the source. */
  async state(revision: bigint, oldestRevision: bigint): Promise<ClusterState> {
    const records = await this.#read();
    return {
      ...(records.version === undefined ? {} : { version: records.version }),
      revision,
      oldestRevision: { value: oldestRevision },
      members: records.members.map(memberOf),
      alarms: { value: records.alarms.map(alarmOf) },
      snapshot: this.#fileState(records),
    };
  }

  /** Those that were granted for the shortest time first: what they had left is not in the file. */
  async leases(limit: number, only: bigint | undefined): Promise<LeaseList> {
    const read = await this.#read();
    const leases = read.leases.filter((one) => only === undefined || leaseOf(one).lease === only);
    const sorted = leases.map(leaseOf).sort((a, b) => a.granted - b.granted || Number(a.lease - b.lease));
    return { leases: sorted.slice(0, limit), total: leases.length, areSoonest: leases.length <= limit };
  }

  #read(): Promise<ClusterRecords> {
    this.#records ??= readClusterRecords(this.#parts.snapshot);
    // What failed once, as a file on a share may, is tried again.
    this.#records.catch(() => {
      this.#records = undefined;
    });
    return this.#records;
  }

  #fileState({ removedMembers, isAuthEnabled, users, roles, warnings }: ClusterRecords): SnapshotState {
    const { snapshot, fileSize, hash, notes } = this.#parts;
    const { facts, bytesInUse } = snapshot;
    return {
      fileSize,
      databaseSize: databaseSize(fileSize),
      databaseInUse: bytesInUse,
      pageSize: facts.pageSize,
      txid: facts.txid,
      hash,
      ...raftPlace(snapshot),
      removedMembers,
      ...(isAuthEnabled === undefined ? {} : { isAuthEnabled }),
      users,
      roles,
      warnings: [...notes, ...facts.warnings, ...warnings],
    };
  }
}

function raftPlace({ facts: { store } }: Snapshot) {
  const { consistentIndex, term, storageVersion } = store;
  const { scheduledCompactRevision, finishedCompactRevision } = store;
  return {
    ...(consistentIndex === undefined ? {} : { consistentIndex }),
    ...(term === undefined ? {} : { term }),
    ...(storageVersion === undefined ? {} : { storageVersion }),
    ...(scheduledCompactRevision === undefined ? {} : { scheduledCompaction: scheduledCompactRevision }),
    ...(finishedCompactRevision === undefined ? {} : { finishedCompaction: finishedCompactRevision }),
  };
}

const memberOf = (member: StoredMember) => ({ ...member, state: "unasked" as const });

const alarmOf = ({ member, kind }: StoredAlarm) => ({
  member,
  kind: alarmNames.get(kind) ?? `alarm ${kind}`,
});

const leaseOf = ({ lease, granted }: StoredLease) => ({ lease, granted: Number(granted) });
