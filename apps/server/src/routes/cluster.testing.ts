import {
  type ClusterState,
  type KeySource,
  type LeaseList,
  type LeaseOptions,
  SourceFault,
} from "@etcdscope/keyspace";
import { bytesOf, sourceOf } from "./app.testing.ts";

const status = {
  version: "3.5.9",
  databaseSize: 100,
  databaseInUse: 40,
  leader: 2n ** 64n - 1n,
  raftTerm: 3n,
  raftIndex: 50n,
  raftAppliedIndex: 49n,
  revision: 9n,
  isLearner: false,
  complaints: [],
  milliseconds: 2,
};
const member = { clientUrls: ["http://a:2379"], peerUrls: [], isLearner: false };
const fault = (message: string) => new SourceFault("source_unavailable", message);

/** Of three members, one of each kind. */
export const someCluster: ClusterState = {
  clusterId: 2n ** 63n + 1n,
  version: "3.5.9",
  revision: 9n,
  oldestRevision: { fault: fault("too late") },
  members: [
    { ...member, id: 2n ** 64n - 1n, name: "one", state: "up", endpoint: "http://a:2379", status },
    { ...member, id: 2n, name: "two", state: "down", endpoint: "http://b:2379", fault: fault("gone") },
    { ...member, state: "waiting", endpoint: "http://c:2379" },
  ],
  membersFault: new SourceFault("permission_denied", "no list"),
  alarms: { value: [{ member: 2n, kind: "NOSPACE" }] },
};

/** Keys in memory, with a cluster as given. */
export function sourceWith(parts: {
  cluster?: ClusterState;
  leases?: (asked: LeaseOptions) => LeaseList;
}): KeySource {
  const source = sourceOf({ "/a": "1" });
  source.put(bytesOf("/b"), bytesOf("2"), 7n);
  source.put(Uint8Array.of(0x2f, 0xff), bytesOf("3"), 7n);
  for (let at = 0; at < 8; at++) source.put(bytesOf(`/many/${at}`), bytesOf(""), -5n);
  const { cluster: state, leases } = parts;
  return {
    describe: (signal) => source.describe(signal),
    listKeys: (options) => source.listKeys(options),
    read: (key, options) => source.read(key, options),
    follow: (from, signal) => source.follow(from, signal),
    close: () => source.close(),
    ...(state === undefined ? {} : { cluster: async () => state }),
    ...(leases === undefined ? {} : { leases: async (asked) => leases(asked) }),
  };
}
