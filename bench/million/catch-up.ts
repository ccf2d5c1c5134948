/** A source that was away for many changes: how soon it has them, and whether each came once. */
import type { EtcdProcess } from "@etcdscope/etcd-process";
import { Etcd3 } from "etcd3";
import { openEtcd } from "../../apps/server/src/etcd-source/open-etcd.ts";

const together = 10;
const atOnce = 8;

export interface CatchUp {
  readonly events: number;
  readonly lost: number;
  readonly twice: number;
  readonly perSecond: number;
}

/** Puts so many keys, in transactions of ten, while nobody follows; then follows from before. */
export async function catchUp(etcd: EtcdProcess, events: number): Promise<CatchUp> {
  const source = await openEtcd({ endpoints: [etcd.endpoint] });
  const { revision } = await source.describe();
  await putAll(etcd, events);
  const told = new Map<string, number>();
  const stop = new AbortController();
  const begun = performance.now();
  let seen = 0;
  for await (const batch of source.follow?.(revision + 1n, stop.signal) ?? []) {
    for (const event of batch.events) {
      const key = Buffer.from(event.type === "put" ? event.meta.key : event.key).toString("latin1");
      told.set(key, (told.get(key) ?? 0) + 1);
      seen++;
    }
    if (told.size >= events || performance.now() - begun > 120_000) break;
  }
  const seconds = (performance.now() - begun) / 1000;
  await source.close();
  const twice = [...told.values()].filter((times) => times > 1).length;
  return { events: seen, lost: events - told.size, twice, perSecond: seen / seconds };
}

async function putAll(etcd: EtcdProcess, events: number): Promise<void> {
  const client = new Etcd3({ hosts: etcd.endpoint });
  let next = 0;
  const work = async (): Promise<void> => {
    for (let from = next; from < events; from = next) {
      next += together;
      const success = Array.from({ length: Math.min(together, events - from) }, (_, at) => ({
        request_put: { key: Buffer.from(`/bench/events/${from + at}`), value: Buffer.alloc(200, 0x61) },
      }));
      await client.kv.txn({ success });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  client.close();
}
