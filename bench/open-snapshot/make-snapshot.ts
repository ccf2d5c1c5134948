/** Fills a real etcd with keys shaped like Kubernetes' and saves its snapshot. Run: see README.md. */
import { type EtcdProcess, findEtcd, startEtcd } from "@etcdscope/etcd-process";

const keysInTransaction = 500;
const resources = ["pods", "configmaps", "secrets", "events", "replicasets", "endpointslices"];
const filler = "abcdefghijklmnopqrstuvwxyz".repeat(9);

function keyOf(index: number): string {
  const hash = ((index * 2_654_435_761) >>> 0).toString(16);
  const [resource, namespace] = [resources[index % resources.length], (index * 7919) % 997];
  return `/registry/${resource}/namespace-${namespace}/object-${index.toString(36)}-${hash}`;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

async function putAll(etcd: EtcdProcess, indexes: Iterable<number>, round: number): Promise<void> {
  const success = Array.from(new Set(indexes), (index) => {
    const key = keyOf(index);
    return { request_put: { key: base64(key), value: base64(`k8s\0\n${round} ${key} ${filler}${index}`) } };
  });
  const answer = await fetch(`${etcd.endpoint}/v3/kv/txn`, {
    method: "POST",
    body: JSON.stringify({ success }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

const [count, file] = [Number(process.argv[2]), process.argv[3]];
const binary = findEtcd();
if (!(count > 0) || file === undefined || binary === undefined)
  throw new Error("give a number of keys and a file to write, and have etcd on the PATH");

const etcd = await startEtcd({ binary, args: ["--max-txn-ops=10000", "--quota-backend-bytes=8589934592"] });
try {
  const indexes = (from: number, step: number): number[] =>
    Array.from({ length: keysInTransaction }, (_, at) => ((from + at) * step) % count);
  for (let at = 0; at < count; at += keysInTransaction) await putAll(etcd, indexes(at, 1), 0);
  for (let at = 0; at < count * 0.08; at += keysInTransaction) await putAll(etcd, indexes(at, 12), 1);
  await etcd.etcdctl("--command-timeout=300s", "snapshot", "save", file);
} finally {
  await etcd.stop();
}
