import type { SourceFault } from "./fault.ts";

/** What was asked, or why it could not be learned. */
export type Told<Answer> =
  | { readonly value: Answer; readonly fault?: undefined }
  | { readonly fault: SourceFault; readonly value?: undefined };

/** What a member says of itself. Sizes are bytes, ids are etcd's unsigned 64-bit numbers. */
export interface MemberStatus {
  readonly version: string;
  /** The layout of its database, from etcd 3.6 on: `3.6.0`. */
  readonly storageVersion?: string;
  readonly databaseSize: number;
  /** Without free pages: what a defragmentation would leave. */
  readonly databaseInUse?: number;
  /** Size at which the member raises the alarm NOSPACE, where it tells. */
  readonly quota?: number;
  /** The member that it follows; 0 when it knows of none. */
  readonly leader: bigint;
  readonly raftTerm: bigint;
  readonly raftIndex: bigint;
  readonly raftAppliedIndex: bigint;
  /** Revision of the member itself, which may be behind the others. */
  readonly revision: bigint;
  readonly isLearner: boolean;
  /** What it complains of, alarms apart. */
  readonly complaints: readonly string[];
  /** Time it took to answer. */
  readonly milliseconds: number;
}

/**
 * How a member was found. `up`: it answered. `refused`: it answered that the user may not know. `down`: it did not
 * answer, or not as this member. `waiting`: it was asked and has not answered yet. `unstarted`: it was added to the
 * cluster and has never joined. `unasked`: nobody asked it, because it has no address that may be asked, or because the
 * source is a file.
 */
export type MemberState = "up" | "refused" | "down" | "waiting" | "unstarted" | "unasked";

export interface ClusterMember {
  /** Absent for an address that was given and has never told whose it is. */
  readonly id?: bigint;
  /** Absent where the list of members is not known. */
  readonly name?: string;
  readonly clientUrls: readonly string[];
  readonly peerUrls: readonly string[];
  /** Takes no part in votes. */
  readonly isLearner: boolean;
  readonly state: MemberState;
  /** The address that was asked. */
  readonly endpoint?: string;
  readonly status?: MemberStatus;
  /** Why it is down, refuses or was not asked. */
  readonly fault?: SourceFault;
}

export interface ClusterAlarm {
  readonly member: bigint;
  /** As etcd names it: `NOSPACE`, `CORRUPT`, or what a later version brings. */
  readonly kind: string;
}

/** What a snapshot file says of itself and of the member that wrote it. Sizes are bytes. */
export interface SnapshotState {
  readonly fileSize: number;
  readonly databaseSize: number;
  /** In pages that the trees of the database hold. */
  readonly databaseInUse: number;
  readonly pageSize: number;
  readonly txid: bigint;
  /** `absent`: a plain database file, which has no sha256 at its end. */
  readonly hash: "intact" | "mismatch" | "absent" | "cut";
  /** Index of the last raft entry that the database holds, and its term. */
  readonly consistentIndex?: bigint;
  readonly term?: bigint;
  readonly storageVersion?: string;
  readonly scheduledCompaction?: bigint;
  readonly finishedCompaction?: bigint;
  readonly removedMembers: readonly bigint[];
  /** Absent in a file of an etcd that knew no authentication. */
  readonly isAuthEnabled?: boolean;
  /** Names alone. */
  readonly users: readonly string[];
  readonly roles: readonly string[];
  /** Sentences about what could not be read. */
  readonly warnings: readonly string[];
}

/** What is known of a cluster. What one part lacks keeps none of the others back. */
export interface ClusterState {
  /** `kine` answers etcd's API out of an SQL database: it has no raft, no quota, no alarms and no list of leases. */
  readonly server?: "etcd" | "kine";
  readonly clusterId?: bigint;
  /** The version that all members speak. */
  readonly version?: string;
  /** The newest revision that a member told. */
  readonly revision?: bigint;
  /** The oldest revision that can be read; absent while it is still being asked for. */
  readonly oldestRevision?: Told<bigint>;
  /** The given endpoints alone where the list of members could not be had. */
  readonly members: readonly ClusterMember[];
  readonly membersFault?: SourceFault;
  readonly alarms: Told<readonly ClusterAlarm[]>;
  /** Present when the source is a file: all of this is as of then. */
  readonly snapshot?: SnapshotState;
}

export interface Lease {
  readonly lease: bigint;
  /** Seconds that it was granted for; absent where only its id could be learned. */
  readonly granted?: number;
  /** Seconds it has left; absent where time stands still, below zero when it has just ended. */
  readonly left?: number;
}

export interface LeaseList {
  /** By the time they have left, the shortest first. */
  readonly leases: readonly Lease[];
  /** All there are. */
  readonly total: number;
  /** Whether those that are told end before those that are not. */
  readonly areSoonest: boolean;
}

export interface ClusterOptions {
  /** Milliseconds to wait for who has not answered; each call has a deadline of its own besides. */
  readonly patience: number;
  readonly signal?: AbortSignal;
}

export interface LeaseOptions {
  /** Leases to tell at most. */
  readonly limit: number;
  /** This lease alone, whenever it ends. */
  readonly only?: bigint;
  readonly signal?: AbortSignal;
}
