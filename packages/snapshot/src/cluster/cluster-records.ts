import type { LeafElement } from "../bolt/elements.ts";
import { SnapshotDamage } from "../snapshot/damage.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { numberFields } from "./number-fields.ts";

/** A member as the bucket `members` has it. Ids are unsigned. */
export interface StoredMember {
  readonly id: bigint;
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

export interface StoredAlarm {
  readonly member: bigint;
  /** etcd's number of it: 1 NOSPACE, 2 CORRUPT. */
  readonly kind: number;
}

export interface StoredLease {
  readonly lease: bigint;
  /** Seconds that it was granted for. */
  readonly granted: bigint;
}

/** What a database says of its cluster, besides the keys. Of users and roles the names alone are read. */
export interface ClusterRecords {
  /** The version that the whole cluster spoke: `3.4.0`. */
  readonly version?: string;
  readonly members: readonly StoredMember[];
  readonly removedMembers: readonly bigint[];
  readonly alarms: readonly StoredAlarm[];
  readonly leases: readonly StoredLease[];
  readonly isAuthEnabled?: boolean;
  readonly users: readonly string[];
  readonly roles: readonly string[];
  /** Each a sentence: a bucket or an entry that could not be read. */
  readonly warnings: readonly string[];
}

/** Entries of one bucket that are read; no cluster has as many. */
const mostEntries = 1_000_000;

/** Bytes of a member's JSON, and of a user's or role's name; what is longer was not written by etcd. */
const longestMember = 64 * 1024;
const longestName = 1024;

const text = new TextDecoder();

/** Reads all small buckets. What is damaged is told in a warning, and keeps nothing else back. */
export async function readClusterRecords(snapshot: Snapshot, signal?: AbortSignal): Promise<ClusterRecords> {
  const warnings: string[] = [];
  const all = <Entry>(bucket: string, read: (element: LeafElement) => Entry | undefined): Promise<Entry[]> =>
    readBucket(snapshot.entries(bucket, signal), bucket, read, warnings);
  const named = async <Entry>(
    bucket: string,
    name: string,
    read: (value: Uint8Array) => Entry | undefined,
  ) => {
    const entries = await all(bucket, ({ key, value }) => ({ name: text.decode(key), entry: read(value) }));
    return entries.find((one) => one.name === name)?.entry;
  };
  const version = await named("cluster", "clusterVersion", versionOf);
  const isAuthEnabled = await named("auth", "authEnabled", (value) => value[0] === 1);
  return {
    ...(version === undefined ? {} : { version }),
    members: await all("members", memberOf),
    removedMembers: await all("members_removed", ({ key }) => idOf(key)),
    alarms: await all("alarm", alarmOf),
    leases: await all("lease", leaseOf),
    ...(isAuthEnabled === undefined ? {} : { isAuthEnabled }),
    users: await all("authUsers", nameOf),
    roles: await all("authRoles", nameOf),
    warnings,
  };
}

/** Entries for which `read` gives `undefined` are damaged. */
async function readBucket<Entry>(
  batches: AsyncIterable<readonly LeafElement[]>,
  bucket: string,
  read: (element: LeafElement) => Entry | undefined,
  warnings: string[],
): Promise<Entry[]> {
  const entries: (Entry | undefined)[] = [];
  try {
    for await (const elements of batches)
      entries.push(...elements.map(read).slice(0, mostEntries - entries.length));
  } catch (error) {
    if (!(error instanceof SnapshotDamage)) throw error;
    warnings.push(`The bucket ${bucket} cannot be read to its end: ${error.message}`);
  }
  const whole = entries.filter((entry) => entry !== undefined);
  const damaged = entries.length - whole.length;
  if (damaged > 0) warnings.push(`The bucket ${bucket} has entries that cannot be read: ${damaged}.`);
  return whole;
}

/** Versions are short; anything else is no version. */
function versionOf(value: Uint8Array): string | undefined {
  return value.length > 64 ? undefined : text.decode(value);
}

const nameOf = ({ key }: LeafElement): string | undefined =>
  key.length > longestName ? undefined : text.decode(key);

/** Members are named by their id in hex. */
function idOf(key: Uint8Array): bigint | undefined {
  const hex = text.decode(key);
  return /^[0-9a-f]{1,16}$/.test(hex) ? BigInt(`0x${hex}`) : undefined;
}

/** etcd writes members as JSON; the id in it is beyond what JSON's numbers hold. */
function memberOf({ key, value }: LeafElement): StoredMember | undefined {
  const id = idOf(key);
  const record = value.length > longestMember ? undefined : recordOf(value);
  if (id === undefined || record === undefined) return undefined;
  return {
    id,
    name: typeof record["name"] === "string" ? record["name"] : "",
    peerUrls: textsOf(record["peerURLs"]),
    clientUrls: textsOf(record["clientURLs"]),
    isLearner: record["isLearner"] === true,
  };
}

function recordOf(json: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text.decode(json));
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? { ...parsed }
      : undefined;
  } catch {
    return undefined;
  }
}

const textsOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];

/** An alarm is its own key: etcdserverpb.AlarmMember {1 memberID, 2 alarm}. */
function alarmOf({ key }: LeafElement): StoredAlarm | undefined {
  const fields = numberFields(key);
  if (fields === undefined) return undefined;
  return { member: fields.get(1) ?? 0n, kind: Number(fields.get(2) ?? 0n) };
}

/** leasepb.Lease {1 ID, 2 TTL}, named by its id as a big-endian number. */
function leaseOf({ value }: LeafElement): StoredLease | undefined {
  const fields = numberFields(value);
  const id = fields?.get(1);
  if (fields === undefined || id === undefined) return undefined;
  return { lease: BigInt.asIntN(64, id), granted: BigInt.asIntN(64, fields.get(2) ?? 0n) };
}
