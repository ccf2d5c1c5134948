import Type, { type TSchema } from "typebox";
import {
  base64url,
  count,
  errorCode,
  int64,
  keyName,
  listOf,
  nullable,
  oneOf,
  reference,
} from "./schema-parts.ts";

const time = Type.String({ format: "date-time" });
const problem = (schema: TSchema = reference("ClusterProblem")) => Type.Optional(schema);

const ClusterProblem = Type.Object({ code: errorCode, message: Type.String() });

const MemberStatusAnswer = Type.Object({
  version: Type.String(),
  storageVersion: nullable(Type.String()),
  databaseSize: count,
  databaseInUse: nullable(count),
  quota: nullable(count),
  leader: nullable(int64),
  raftTerm: int64,
  raftIndex: int64,
  raftAppliedIndex: int64,
  revision: int64,
  complaints: Type.Array(Type.String()),
  milliseconds: count,
});

const MemberAnswer = Type.Object({
  id: nullable(int64),
  name: nullable(Type.String()),
  state: oneOf("up", "refused", "down", "waiting", "unstarted", "unasked"),
  isLeader: Type.Boolean(),
  isLearner: Type.Boolean(),
  endpoint: nullable(Type.String()),
  clientUrls: Type.Array(Type.String()),
  peerUrls: Type.Array(Type.String()),
  status: nullable(reference("MemberStatusAnswer")),
  problem: nullable(reference("ClusterProblem")),
});

const AlarmAnswer = Type.Object({ member: int64, kind: Type.String() });

const SnapshotStateAnswer = Type.Object({
  fileSize: count,
  databaseSize: count,
  databaseInUse: count,
  pageSize: count,
  txid: int64,
  hash: oneOf("intact", "mismatch", "absent", "cut"),
  consistentIndex: nullable(int64),
  term: nullable(int64),
  storageVersion: nullable(Type.String()),
  scheduledCompaction: nullable(int64),
  finishedCompaction: nullable(int64),
  removedMembers: Type.Array(int64),
  isAuthEnabled: nullable(Type.Boolean()),
  users: Type.Array(Type.String()),
  roles: Type.Array(Type.String()),
  warnings: Type.Array(Type.String()),
});

const ClusterAnswer = Type.Object({
  server: oneOf("etcd", "kine"),
  at: time,
  clusterId: nullable(int64),
  version: nullable(Type.String()),
  revision: nullable(int64),
  oldestRevision: nullable(int64),
  leader: nullable(int64),
  members: listOf("MemberAnswer"),
  alarms: nullable(listOf("AlarmAnswer")),
  problems: Type.Object({ members: problem(), alarms: problem(), oldestRevision: problem() }),
  snapshot: nullable(reference("SnapshotStateAnswer")),
});

const LeaseAnswer = Type.Object({
  lease: int64,
  granted: nullable(Type.Integer()),
  left: nullable(Type.Integer()),
  keyCount: nullable(count),
  keys: Type.Array(Type.Object(keyName)),
});

const LeasesAnswer = Type.Object({
  at: time,
  leases: listOf("LeaseAnswer"),
  total: count,
  areSoonest: Type.Boolean(),
});

const LeaseKeysAnswer = Type.Object({
  revision: int64,
  keys: Type.Array(Type.Object(keyName)),
  next: nullable(base64url),
});

/** The answers about clusters and leases as JSON Schema. */
export const clusterSchemas = {
  ClusterProblem,
  MemberStatusAnswer,
  MemberAnswer,
  AlarmAnswer,
  SnapshotStateAnswer,
  ClusterAnswer,
  LeaseAnswer,
  LeasesAnswer,
  LeaseKeysAnswer,
} as const;
