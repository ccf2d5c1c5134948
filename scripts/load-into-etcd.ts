/**
 * Puts the live keys of a snapshot into a running etcd, bytes exact; leases and history stay behind.
 *
 *     tsx --conditions=etcdscope-source scripts/load-into-etcd.ts SNAPSHOT --endpoints URL
 */
import { parseArgs } from "node:util";
import type { KeySource, KeyValue } from "@etcdscope/keyspace";
import { Etcd3 } from "etcd3";
import { openSnapshot } from "../apps/server/src/snapshot-source/open-snapshot.ts";

/** etcd's own limits are 128 operations and 1.5 MiB a request. */
const mostPuts = 100;
const mostBytes = 1024 * 1024;
const requestsAtOnce = 8;

const usage = "usage: load-into-etcd.ts SNAPSHOT --endpoints URL";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { endpoints: { type: "string" } },
  });
  const [path] = positionals;
  if (path === undefined || values.endpoints === undefined) {
    throw new Error(usage);
  }
  const source = await openSnapshot(path);
  const etcd = new Etcd3({ hosts: values.endpoints.split(",") });
  try {
    console.log(`${await load(source, etcd)} keys`);
  } finally {
    etcd.close();
    await source.close();
  }
}

async function load(source: KeySource, etcd: Etcd3): Promise<number> {
  const running = new Set<Promise<void>>();
  let loaded = 0;
  for await (const batch of batchesOf(source)) {
    const request = putAll(etcd, batch).finally(() => running.delete(request));
    running.add(request);
    loaded += batch.length;
    if (running.size >= requestsAtOnce) {
      await Promise.race(running);
    }
  }
  await Promise.all(running);
  return loaded;
}

async function* batchesOf(source: KeySource): AsyncGenerator<KeyValue[]> {
  let batch: KeyValue[] = [];
  let bytes = 0;
  for await (const kv of keysOf(source)) {
    const size = kv.key.length + kv.value.length;
    if (batch.length === mostPuts || (batch.length > 0 && bytes + size > mostBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(kv);
    bytes += size;
  }
  if (batch.length > 0) {
    yield batch;
  }
}

async function* keysOf(source: KeySource): AsyncGenerator<KeyValue> {
  for await (const { revision, keys } of source.listKeys()) {
    for (const { key } of keys) {
      const kv = await source.read(key, { revision });
      if (kv !== undefined) {
        yield kv;
      }
    }
  }
}

async function putAll(etcd: Etcd3, batch: readonly KeyValue[]): Promise<void> {
  const success = batch.map(({ key, value }) => ({
    request_put: { key: Buffer.from(key), value: Buffer.from(value) },
  }));
  await etcd.kv.txn({ success });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
