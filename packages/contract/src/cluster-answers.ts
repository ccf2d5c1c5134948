import type { Int64Text, KeyName } from "./answers.ts";
import type { ErrorCode } from "./errors.ts";

/** Why something could not be learned. */
export interface ClusterProblem {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Ids of members and clusters are unsigned: etcd writes them in hex. Sizes are bytes. */
export interface MemberStatusAnswer {
  readonly version: string;
  /** The layout of its database; etcd tells from 3.6 on. */
  readonly storageVersion: string | null;
  readonly databaseSize: number;
  /** What a defragmentation would leave. */
  readonly databaseInUse: number | null;
  /** The size at which the member raises the alarm NOSPACE; null where it does not tell. */
  readonly quota: number | null;
  /** The member that it follows; null when it knows of none. */
  readonly leader: Int64Text | null;
  readonly raftTerm: Int64Text;
  readonly raftIndex: Int64Text;
  readonly raftAppliedIndex: Int64Text;
  /** The newest revision that this member has. */
  readonly revision: Int64Text;
  /** What it complains of, alarms apart. */
  readonly complaints: readonly string[];
  readonly milliseconds: number;
}

/**
 * `up`: it answered. `refused`: it answered that the user may not know. `down`: it did not answer, or not as this
 * member. `waiting`: it was asked and has not answered yet. `unstarted`: it has never joined. `unasked`: it has no
 * address that may be asked, or the source is a file.
 */
export type MemberStateId = "up" | "refused" | "down" | "waiting" | "unstarted" | "unasked";

export interface MemberAnswer {
  /** Null for an address that was given and has never told whose it is. */
  readonly id: Int64Text | null;
  readonly name: string | null;
  readonly state: MemberStateId;
  readonly isLeader: boolean;
  readonly isLearner: boolean;
  /** The address that was asked. */
  readonly endpoint: string | null;
  readonly clientUrls: readonly string[];
  readonly peerUrls: readonly string[];
  /** Present when it is up. */
  readonly status: MemberStatusAnswer | null;
  /** Why it is down, refuses or was not asked. */
  readonly problem: ClusterProblem | null;
}

export interface AlarmAnswer {
  readonly member: Int64Text;
  /** `NOSPACE`, `CORRUPT`, or what a later etcd brings. */
  readonly kind: string;
}

/** What a snapshot file says of itself and of the member that wrote it. */
export interface SnapshotStateAnswer {
  readonly fileSize: number;
  readonly databaseSize: number;
  readonly databaseInUse: number;
  readonly pageSize: number;
  readonly txid: Int64Text;
  /** `absent`: a plain database file, which has no sha256 at its end. */
  readonly hash: "intact" | "mismatch" | "absent" | "cut";
  readonly consistentIndex: Int64Text | null;
  readonly term: Int64Text | null;
  readonly storageVersion: string | null;
  readonly scheduledCompaction: Int64Text | null;
  readonly finishedCompaction: Int64Text | null;
  readonly removedMembers: readonly Int64Text[];
  readonly isAuthEnabled: boolean | null;
  /** Names alone. */
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly warnings: readonly string[];
}

export interface ClusterAnswer {
  /** `kine` (k3s, RKE2) answers etcd's API out of an SQL database: one entry stands for it among the members. */
  readonly server: "etcd" | "kine";
  /** When this was learned; a snapshot is as of the time it was taken, which it does not tell. */
  readonly at: string;
  readonly clusterId: Int64Text | null;
  /** The version that all members speak. */
  readonly version: string | null;
  /** The newest revision that a member told. */
  readonly revision: Int64Text | null;
  /** Older revisions are compacted; null when not known. */
  readonly oldestRevision: Int64Text | null;
  readonly leader: Int64Text | null;
  readonly members: readonly MemberAnswer[];
  /** Null when not known. */
  readonly alarms: readonly AlarmAnswer[] | null;
  /** Why a part is missing. */
  readonly problems: {
    readonly members?: ClusterProblem;
    readonly alarms?: ClusterProblem;
    readonly oldestRevision?: ClusterProblem;
  };
  /** Present when the source is a file. */
  readonly snapshot: SnapshotStateAnswer | null;
}

/** Ids of leases are signed here, as they are with a key; etcd writes them in hex. */
export interface LeaseAnswer {
  readonly lease: Int64Text;
  /** Seconds that it was granted for; null where only its id could be learned. */
  readonly granted: number | null;
  /** Seconds it has left; null in a snapshot, where time stands still. */
  readonly left: number | null;
  /** How many keys are bound to it; null while the keys are not known yet. */
  readonly keyCount: number | null;
  /** The first of them, in byte order. */
  readonly keys: readonly KeyName[];
}

export interface LeasesAnswer {
  readonly at: string;
  /** By the time they have left, the shortest first. */
  readonly leases: readonly LeaseAnswer[];
  /** All there are. */
  readonly total: number;
  /** Whether those that are told end before those that are not. */
  readonly areSoonest: boolean;
}

export interface LeaseKeysAnswer {
  /** The revision at which these keys are bound to the lease. */
  readonly revision: Int64Text;
  readonly keys: readonly KeyName[];
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}
