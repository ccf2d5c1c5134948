import {
  type ClusterAnswer,
  type ClusterProblem,
  keyNameOf,
  type LeaseAnswer,
  type LeaseKeysAnswer,
  type LeasesAnswer,
  type MemberAnswer,
  type MemberStatusAnswer,
  type SnapshotStateAnswer,
  toBase64Url,
} from "@etcdscope/contract";
import type {
  ClusterMember,
  ClusterState,
  MemberStatus,
  SnapshotState,
  SourceFault,
} from "@etcdscope/keyspace";
import type { BoundLease, BoundLeases, LeaseKeys } from "../explorer/cluster-view.ts";

/** A cluster as the contract tells it. */
export function clusterAnswer(state: ClusterState, at: Date): ClusterAnswer {
  const { members, alarms, oldestRevision, snapshot } = state;
  const leader = leaderOf(members);
  return {
    server: state.server ?? "etcd",
    at: at.toISOString(),
    clusterId: textOf(state.clusterId),
    version: state.version ?? null,
    revision: textOf(state.revision),
    oldestRevision: textOf(oldestRevision?.value),
    leader: textOf(leader),
    members: members.map((member) => memberAnswer(member, leader)),
    alarms: alarms.value?.map(({ member, kind }) => ({ member: String(member), kind })) ?? null,
    problems: {
      ...problem("members", state.membersFault),
      ...problem("alarms", alarms.fault),
      ...problem("oldestRevision", oldestRevision?.fault),
    },
    snapshot: snapshot === undefined ? null : snapshotAnswer(snapshot),
  };
}

/** The one that most members with the newest term follow. */
function leaderOf(members: readonly ClusterMember[]): bigint | undefined {
  const [newest] = members
    .flatMap(({ status }) => (status === undefined || status.leader === 0n ? [] : [status]))
    .sort((a, b) => Number(b.raftTerm - a.raftTerm));
  return newest?.leader;
}

function memberAnswer(member: ClusterMember, leader: bigint | undefined): MemberAnswer {
  const { id, name, state, status, fault } = member;
  return {
    id: textOf(id),
    name: name ?? null,
    state,
    isLeader: id !== undefined && id === leader,
    isLearner: member.isLearner,
    endpoint: member.endpoint ?? null,
    clientUrls: member.clientUrls,
    peerUrls: member.peerUrls,
    status: status === undefined ? null : statusAnswer(status),
    problem: fault === undefined ? null : problemOf(fault),
  };
}

function statusAnswer(status: MemberStatus): MemberStatusAnswer {
  return {
    version: status.version,
    storageVersion: status.storageVersion ?? null,
    databaseSize: status.databaseSize,
    databaseInUse: status.databaseInUse ?? null,
    quota: status.quota ?? null,
    leader: status.leader === 0n ? null : String(status.leader),
    raftTerm: String(status.raftTerm),
    raftIndex: String(status.raftIndex),
    raftAppliedIndex: String(status.raftAppliedIndex),
    revision: String(status.revision),
    complaints: status.complaints,
    milliseconds: status.milliseconds,
  };
}

function snapshotAnswer(snapshot: SnapshotState): SnapshotStateAnswer {
  const { fileSize, databaseSize, databaseInUse, pageSize, hash, users, roles, warnings } = snapshot;
  return {
    fileSize,
    databaseSize,
    databaseInUse,
    pageSize,
    txid: String(snapshot.txid),
    hash,
    consistentIndex: textOf(snapshot.consistentIndex),
    term: textOf(snapshot.term),
    storageVersion: snapshot.storageVersion ?? null,
    scheduledCompaction: textOf(snapshot.scheduledCompaction),
    finishedCompaction: textOf(snapshot.finishedCompaction),
    removedMembers: snapshot.removedMembers.map(String),
    isAuthEnabled: snapshot.isAuthEnabled ?? null,
    users,
    roles,
    warnings,
  };
}

/** Leases as the contract tells them. */
export function leasesAnswer({ leases, total, areSoonest }: BoundLeases, at: Date): LeasesAnswer {
  return { at: at.toISOString(), leases: leases.map(leaseAnswer), total, areSoonest };
}

function leaseAnswer({ lease, granted, left, bound }: BoundLease): LeaseAnswer {
  return {
    lease: String(lease),
    granted: granted ?? null,
    left: left ?? null,
    keyCount: bound?.count ?? null,
    keys: bound?.first.map(keyNameOf) ?? [],
  };
}

/** A page of a lease's keys as the contract tells it. */
export function leaseKeysAnswer({ revision, keys, isLast }: LeaseKeys): LeaseKeysAnswer {
  const last = keys.at(-1);
  return {
    revision: String(revision),
    keys: keys.map(keyNameOf),
    next: isLast || last === undefined ? null : toBase64Url(last),
  };
}

const textOf = (number: bigint | undefined): string | null => (number === undefined ? null : String(number));

const problemOf = ({ code, message }: SourceFault): ClusterProblem => ({ code, message });

function problem(part: keyof ClusterAnswer["problems"], fault: SourceFault | undefined) {
  return fault === undefined ? {} : { [part]: problemOf(fault) };
}
