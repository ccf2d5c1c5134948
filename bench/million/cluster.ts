/** Real etcds with so many keys shaped like Kubernetes', filled once and kept in a folder outside the repository. */
import { cp, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EtcdProcess, findEtcd, startEtcd } from "@etcdscope/etcd-process";
import { Etcd3 } from "etcd3";

const cache = join(tmpdir(), "etcdscope-bench-million");
const keysInTransaction = 500;
const transactionsAtOnce = 4;
const namespaces = 997;
const filler = "abcdefghijklmnopqrstuvwxyz".repeat(9);

/** Resources with a namespace, by how many of a hundred keys they have. */
const shares: readonly (readonly [resource: string, share: number])[] = [
  ["configmaps", 12],
  ["endpointslices", 8],
  ["events", 25],
  ["leases", 3],
  ["pods", 22],
  ["replicasets", 14],
  ["secrets", 12],
  ["serviceaccounts", 4],
];
const resourceOf = shares.flatMap(([resource, share]) => Array.from({ length: share }, () => resource));

/** One key in so many, without a namespace. */
const clusterWide = [
  "apiregistration.k8s.io/apiservices",
  "clusterroles",
  "minions",
  "namespaces",
  "priorityclasses",
];

function keyOf(index: number): string {
  const hash = ((index * 2_654_435_761) >>> 0).toString(16);
  const wide = clusterWide[index % 1000];
  if (wide !== undefined) return `/registry/${wide}/object-${index.toString(36)}`;
  const namespace = (index * 7919) % namespaces;
  return `/registry/${resourceOf[index % resourceOf.length]}/namespace-${namespace}/object-${index.toString(36)}-${hash}`;
}

const etcdArgs = ["--max-txn-ops=10000", "--quota-backend-bytes=8589934592", "--snapshot-count=100000"];

/** An etcd with its own copy of the data: what a run writes is gone with it. */
export async function startCluster(keys: number): Promise<{ etcd: EtcdProcess; stop: () => Promise<void> }> {
  const kept = join(cache, String(keys));
  if (!(await exists(kept))) await fill(keys, kept);
  const folder = await mkdtemp(join(tmpdir(), "etcdscope-million-"));
  await cp(kept, join(folder, "data"), { recursive: true });
  const etcd = await startOn(join(folder, "data"));
  const stop = async (): Promise<void> => {
    await etcd.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { etcd, stop };
}

/** The same keys as a file of `etcdctl snapshot save`. */
export async function snapshotOf(keys: number): Promise<string> {
  const file = join(cache, `${keys}.db`);
  if (await exists(file)) return file;
  const { etcd, stop } = await startCluster(keys);
  try {
    await etcd.etcdctl("--command-timeout=300s", "snapshot", "save", file);
  } finally {
    await stop();
  }
  return file;
}

async function startOn(data: string): Promise<EtcdProcess> {
  const binary = findEtcd();
  if (binary === undefined) throw new Error("etcd is not on the PATH");
  // The last of two flags counts.
  return await startEtcd({ binary, args: [...etcdArgs, `--data-dir=${data}`], readyWithin: 180_000 });
}

async function fill(keys: number, kept: string): Promise<void> {
  console.error(`filling an etcd with ${keys} keys, once`);
  await mkdir(cache, { recursive: true });
  const half = `${kept}.half`;
  await rm(half, { recursive: true, force: true });
  const etcd = await startOn(half);
  const client = new Etcd3({ hosts: etcd.endpoint });
  let next = 0;
  const work = async (): Promise<void> => {
    for (let from = next; from < keys; from = next) {
      next += keysInTransaction;
      await putAll(client, from, Math.min(keys, from + keysInTransaction));
    }
  };
  try {
    await Promise.all(Array.from({ length: transactionsAtOnce }, work));
  } finally {
    client.close();
    await etcd.stop();
  }
  await rename(half, kept);
}

async function putAll(client: Etcd3, from: number, end: number): Promise<void> {
  const success = Array.from({ length: end - from }, (_, at) => {
    const key = keyOf(from + at);
    const value = Buffer.from(`k8s\0\n${key} ${filler}${from + at}`);
    return { request_put: { key: Buffer.from(key), value } };
  });
  await client.kv.txn({ success });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
