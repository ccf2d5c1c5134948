import type { ClusterAlarm, MemberStatus } from "@etcdscope/keyspace";
import type { Method } from "./messages.ts";
import { WireReader, WireWriter } from "./wire.ts";

/** Who answers, from the header of every reply. Ids are unsigned. */
export interface ReplyHeader {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  readonly revision: bigint;
}

export interface ListedMember {
  readonly id: bigint;
  /** Empty until the member has joined. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

export interface MemberList {
  readonly header: ReplyHeader;
  readonly members: readonly ListedMember[];
}

export interface StatusReply {
  readonly header: ReplyHeader;
  readonly status: Omit<MemberStatus, "milliseconds">;
  readonly alarms: readonly ClusterAlarm[];
}

export interface LeaseTime {
  /** Seconds left; -1 for a lease that is gone. */
  readonly left: number;
  readonly granted: number;
}

/** `Cluster/MemberList`, as the asked member knows it: also without a leader. */
export const memberList: Method<undefined, MemberList> = {
  path: "/etcdserverpb.Cluster/MemberList",
  encode: () => empty,
  decode: (message) => decodeMembers(message),
};

/** `Maintenance/Status`: the asked member about itself. Its alarms are those of the cluster, and cost no raft entry. */
export const memberStatus: Method<undefined, StatusReply> = {
  path: "/etcdserverpb.Maintenance/Status",
  encode: () => empty,
  decode: (message) => decodeStatus(message),
};

/** `Lease/LeaseLeases`: the ids of all leases. A leader gives those first that end first. */
export const leaseIds: Method<undefined, readonly bigint[]> = {
  path: "/etcdserverpb.Lease/LeaseLeases",
  encode: () => empty,
  decode: (message) => decodeLeases(message),
};

/** `Lease/LeaseTimeToLive`, without the keys. */
export const leaseTime: Method<bigint, LeaseTime> = {
  path: "/etcdserverpb.Lease/LeaseTimeToLive",
  encode: (lease) => Buffer.from(new WireWriter().int64(1, lease).finish()),
  decode: (message) => decodeTime(message),
};

const empty = Buffer.alloc(0);
const noHeader: ReplyHeader = { clusterId: 0n, memberId: 0n, revision: 0n };
const text = new TextDecoder();

/** Gives every field of a message to the reader of its number; others are skipped. */
function readFields(
  message: Uint8Array,
  readers: Readonly<Record<number, (from: WireReader) => void>>,
): void {
  const reader = new WireReader(message);
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    const read = readers[field];
    if (read === undefined) reader.skip();
    else read(reader);
  }
}

const unsigned = (from: WireReader): bigint => BigInt.asUintN(64, from.int64());
const string = (from: WireReader): string => text.decode(from.bytes());

function decodeHeader(message: Uint8Array): ReplyHeader {
  const header = { ...noHeader };
  readFields(message, {
    1: (from) => (header.clusterId = unsigned(from)),
    2: (from) => (header.memberId = unsigned(from)),
    3: (from) => (header.revision = from.int64()),
  });
  return header;
}

function decodeMembers(message: Uint8Array): MemberList {
  let header = noHeader;
  const members: ListedMember[] = [];
  readFields(message, {
    1: (from) => (header = decodeHeader(from.bytes())),
    2: (from) => members.push(decodeMember(from.bytes())),
  });
  return { header, members };
}

function decodeMember(message: Uint8Array): ListedMember {
  const peerUrls: string[] = [];
  const clientUrls: string[] = [];
  const member = { id: 0n, name: "", isLearner: false };
  readFields(message, {
    1: (from) => (member.id = unsigned(from)),
    2: (from) => (member.name = string(from)),
    3: (from) => peerUrls.push(string(from)),
    4: (from) => clientUrls.push(string(from)),
    5: (from) => (member.isLearner = from.boolean()),
  });
  return { ...member, peerUrls, clientUrls };
}

function decodeStatus(message: Uint8Array): StatusReply {
  let header = noHeader;
  const errors: string[] = [];
  const told = {
    version: "",
    databaseSize: 0,
    leader: 0n,
    raftIndex: 0n,
    raftTerm: 0n,
    raftAppliedIndex: 0n,
  };
  const newer: { databaseInUse?: number; storageVersion?: string; quota?: number } = {};
  let isLearner = false;
  readFields(message, {
    1: (from) => (header = decodeHeader(from.bytes())),
    2: (from) => (told.version = string(from)),
    3: (from) => (told.databaseSize = from.number()),
    4: (from) => (told.leader = unsigned(from)),
    5: (from) => (told.raftIndex = unsigned(from)),
    6: (from) => (told.raftTerm = unsigned(from)),
    7: (from) => (told.raftAppliedIndex = unsigned(from)),
    8: (from) => errors.push(string(from)),
    9: (from) => (newer.databaseInUse = from.number()),
    10: (from) => (isLearner = from.boolean()),
    11: (from) => (newer.storageVersion = string(from)),
    12: (from) => (newer.quota = from.number()),
  });
  const alarms = errors.flatMap(alarmOf);
  const complaints = errors.filter((error) => alarmOf(error).length === 0);
  return {
    header,
    alarms,
    status: { ...told, ...newer, isLearner, revision: header.revision, complaints },
  };
}

/** etcd writes its alarms among the errors of a status: `memberID:1234 alarm:NOSPACE `. */
function alarmOf(error: string): ClusterAlarm[] {
  const [, member = "0", kind] = /^(?:memberID:(\d+)\s+)?alarm:(\w+)\s*$/.exec(error) ?? [];
  return kind === undefined ? [] : [{ member: BigInt(member), kind }];
}

function decodeLeases(message: Uint8Array): bigint[] {
  const leases: bigint[] = [];
  readFields(message, {
    2: (from) => readFields(from.bytes(), { 1: (lease) => leases.push(lease.int64()) }),
  });
  return leases;
}

function decodeTime(message: Uint8Array): LeaseTime {
  const time = { left: 0, granted: 0 };
  readFields(message, {
    3: (from) => (time.left = Number(from.int64())),
    4: (from) => (time.granted = Number(from.int64())),
  });
  return time;
}
