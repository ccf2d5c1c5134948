/** A snapshot of a real etcd with a level of 100,000 keys, levels of 500 and a large value; made once and kept. */
import { mkdir, rename, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EtcdProcess, findEtcd, startEtcd } from "@etcdscope/etcd-process";

export const manyKeys = 100_000;
export const levelKeys = 500;
export const levels = 20;
export const largeKey = "/large/value";
const largeSize = 1_500_000;

const atOnce = 500;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

export const manyName = (at: number): string => `item-${String(at).padStart(6, "0")}`;
export const levelName = (at: number): string => `level-${String(at).padStart(2, "0")}`;

/** The file's path; undefined where there is no etcd to make it. */
export async function largeSource(): Promise<string | undefined> {
  const binary = findEtcd();
  if (binary === undefined) return undefined;
  const folder = join(tmpdir(), "etcdscope-bench-web");
  const file = join(folder, `${manyKeys}-${levels}-${levelKeys}-${largeSize}.db`);
  if (await exists(file)) return file;
  console.error(`filling an etcd with ${manyKeys} keys, once …`);
  await mkdir(folder, { recursive: true });
  const args = ["--max-txn-ops=10000", "--max-request-bytes=16777216"];
  const etcd = await startEtcd({ binary, args });
  try {
    await putAll(etcd, [...manyAndLevels()]);
    await put(etcd, [{ key: largeKey, value: largeText() }]);
    // Another run may be doing the same.
    const half = `${file}.${process.pid}`;
    await etcd.etcdctl("--command-timeout=300s", "snapshot", "save", half);
    await rename(half, file);
  } finally {
    await etcd.stop();
  }
  return file;
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

function* manyAndLevels(): Generator<Entry> {
  for (let at = 0; at < manyKeys; at++) yield { key: `/many/${manyName(at)}`, value: String(at) };
  for (let level = 0; level < levels; level++) {
    for (let at = 0; at < levelKeys; at++) {
      yield { key: `/levels/${levelName(level)}/${manyName(at)}`, value: `{"at":${at}}` };
    }
  }
}

async function putAll(etcd: EtcdProcess, entries: readonly Entry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += atOnce) {
    await put(etcd, entries.slice(from, from + atOnce));
  }
}

/** Many keys in one transaction, through etcd's own JSON gateway. */
async function put(etcd: EtcdProcess, entries: readonly Entry[]): Promise<void> {
  const success = entries.map(({ key, value }) => ({
    request_put: { key: base64(key), value: base64(value) },
  }));
  const answer = await fetch(`${etcd.endpoint}/v3/kv/txn`, {
    method: "POST",
    body: JSON.stringify({ success }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** JSON of a million and a half bytes. */
function largeText(): string {
  const row = (at: number): string => `{"name":"row-${String(at).padStart(7, "0")}","size":${at % 10}}`;
  const rows = Array.from({ length: Math.floor(largeSize / (row(0).length + 1)) }, (_, at) => row(at));
  return `{"rows":[${rows.join(",")}]}`;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
