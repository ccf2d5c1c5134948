import type { KeySource, KeyValue, ReadOptions, SourceFacts } from "@etcdscope/keyspace";
import { ClusterIdentity } from "./cluster-identity.ts";
import { EtcdConnection } from "./connection.ts";
import type { Credentials } from "./credentials.ts";
import { type Endpoint, parseEndpoint } from "./endpoint.ts";
import { EtcdCluster } from "./etcd-cluster.ts";
import { findChildren } from "./find-children.ts";
import { followChanges } from "./following.ts";
import { type Ask, Grants } from "./grants.ts";
import { keyHistory } from "./history.ts";
import { KeptCredentials, type ReadCredentials } from "./kept-credentials.ts";
import { KineDialect } from "./kine.ts";
import { listLeases } from "./lease-list.ts";
import { type ListingPace, listPages } from "./listing.ts";
import { Members } from "./members.ts";
import { PartPlaces } from "./part-places.ts";
import { EtcdReader } from "./reader.ts";
import type { CallObserver } from "./session.ts";
import { weigh } from "./weigh.ts";

export interface EtcdOptions extends Credentials {
  readonly onCall?: CallObserver | undefined;
  /** Client URLs of the members of one cluster; calls move to the next when one does not answer. */
  readonly endpoints: readonly string[];
  /** Milliseconds that a call may take, 5000 when absent. */
  readonly callTimeout?: number;
  /** Bytes that one answer of etcd may have, 64 MiB when absent: far above its largest value and a page of keys. */
  readonly largestAnswer?: number;
  /** Reads the credentials again, for when they are refused: passwords and certificates are replaced on disk. */
  readonly readCredentials?: ReadCredentials;
  /** Keys in the first page of a listing; later pages follow the time they take. */
  readonly firstPage?: number;
  /**
   * Bytes of a database whose keys may be counted at once, 64 MiB when absent: there is room for some ten thousand
   * objects, or a hundred thousand tiny keys.
   */
  readonly smallBytes?: number;
  /** Keys that listings read a second at most; as many as etcd gives when absent. */
  readonly keysPerSecond?: number;
}

/**
 * Opens a running etcd as a source. It resolves without waiting for etcd: whether it answers is told by the first call,
 * and after an outage calls succeed again by themselves. Throws `RangeError` for endpoints that are none.
 */
export async function openEtcd(options: EtcdOptions): Promise<KeySource> {
  const endpoints = options.endpoints.map((endpoint) => parseEndpoint(endpoint, options.tls !== undefined));
  requireConsistent(endpoints, options);
  const callTimeout = options.callTimeout ?? 5000;
  const bounds = {
    callTimeout,
    // With others to turn to, a member may not use up the time of a call by taking no connection.
    ...(endpoints.length === 1 ? {} : { connectTimeout: Math.min(1000, callTimeout / 2) }),
    largestAnswer: options.largestAnswer ?? 64 * 1024 * 1024,
    onCall: options.onCall,
  };
  const identity = new ClusterIdentity();
  const credentials = new KeptCredentials(options, options.readCredentials);
  const connections = endpoints.map(
    (endpoint) => new EtcdConnection(endpoint, { credentials }, bounds, identity),
  );
  const members = new Members(connections, callTimeout);
  const ask: Ask = (method, request, signal) =>
    members.run((connection, limits) => connection.call(method, request, limits), signal);
  const smallBytes = options.smallBytes ?? 64 * 1024 * 1024;
  const kine = new KineDialect(identity, members);
  const reader = new EtcdReader({ members, grants: new Grants(options.user, ask), kine }, smallBytes);
  const { firstPage = 1000, keysPerSecond = Number.POSITIVE_INFINITY } = options;
  const name = endpoints.map((endpoint) => endpoint.url).join(",");
  const cluster = new EtcdCluster(endpoints, credentials, bounds, { reader, identity });
  return {
    ...etcdSource(members, reader, name, { firstPage, keysPerSecond }),
    cluster: (asked) => cluster.state(asked),
    leases: (asked) => listLeases(cluster, ask, asked),
    close: async () => {
      cluster.close();
      members.close();
    },
  };
}

function requireConsistent(endpoints: readonly Endpoint[], { tls }: EtcdOptions): void {
  if (endpoints.length === 0) {
    throw new RangeError("At least one etcd endpoint is needed.");
  }
  const plain = endpoints.find((endpoint) => !endpoint.isSecure);
  if (tls !== undefined && plain !== undefined) {
    throw new RangeError(
      `Certificates are given, but ${plain.url} is not encrypted: use https, or unixs for a socket.`,
    );
  }
}

function etcdSource(
  members: Members,
  reader: EtcdReader,
  name: string,
  pace: ListingPace,
): Omit<KeySource, "close"> {
  const places = new PartPlaces();
  return {
    describe: (signal) => describe(reader, name, signal),
    listKeys: (options = {}) => listPages(reader, options, pace),
    children: (prefix, options) => findChildren(reader, prefix, options),
    weigh: (signal) => weigh(reader, signal),
    read: (key, options = {}) => read(reader, key, options),
    follow: (fromRevision, signal, onSign = () => undefined) =>
      followChanges({ members, reader, places, onSign }, fromRevision, signal),
    history: (key, signal) => keyHistory(reader, key, signal),
  };
}

async function describe(
  reader: EtcdReader,
  name: string,
  signal: AbortSignal | undefined,
): Promise<SourceFacts> {
  const revision = await reader.newestRevision(signal);
  const oldestRevision = await reader.oldestRevision(signal);
  return { kind: "etcd", name, revision, ...(oldestRevision === undefined ? {} : { oldestRevision }) };
}

/** etcd refuses an empty key; no source has one. */
async function read(
  reader: EtcdReader,
  key: Uint8Array,
  { revision, signal }: ReadOptions,
): Promise<KeyValue | undefined> {
  signal?.throwIfAborted();
  return key.length === 0 ? undefined : reader.key(key, revision, signal);
}
