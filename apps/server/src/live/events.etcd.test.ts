import { urls } from "@etcdscope/contract";
import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EtcdWriter, etcdBinary } from "../etcd-source/etcd.testing.ts";
import { openEtcd } from "../etcd-source/open-etcd.ts";
import { bytesOf } from "../routes/app.testing.ts";
import { type EventStream, type ListeningServer, listen } from "../routes/events.testing.ts";

const patience = { interval: 100 };

describe.skipIf(etcdBinary === undefined)("the live stream of a real etcd", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  let server: ListeningServer;

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    writer = new EtcdWriter(etcd);
    server = await listen(await openEtcd({ endpoints: [etcd.endpoint] }));
  });
  afterAll(async () => {
    writer.close();
    await server.close();
    await etcd.stop();
  });

  const keysOf = (...streams: EventStream[]): string[] =>
    streams
      .flatMap(({ events }) => events.filter(({ event }) => event === "changes"))
      .flatMap(({ data }) => data.changes.map(({ key }: { key: string }) => key));

  it("tells fifty readers of every key, and one who comes back in the middle, each once", async () => {
    const keys = Array.from({ length: 300 }, (_, at) => `/k/${String(at).padStart(3, "0")}`);
    const streams = await Promise.all(Array.from({ length: 50 }, () => server.stream(urls.events("s"))));
    const [first] = streams;
    for (const key of keys.slice(0, 150)) await writer.put(bytesOf(key), bytesOf("v"));
    await expect.poll(() => keysOf(first!).length, patience).toBeGreaterThan(0);
    first!.leave();
    const id = first!.events.at(-1)?.id ?? "";
    for (const key of keys.slice(150)) await writer.put(bytesOf(key), bytesOf("v"));
    const again = await server.stream(urls.events("s"), { "last-event-id": id });
    await expect.poll(() => keysOf(first!, again), patience).toEqual(keys);
    for (const stream of streams.slice(1)) await expect.poll(() => keysOf(stream), patience).toEqual(keys);
    for (const stream of [...streams, again]) stream.leave();
    await expect.poll(() => server.source.readers, patience).toBe(0);
  });

  it("says that etcd is away, then what changed meanwhile", async () => {
    const stream = await server.stream(urls.events("s"));
    await stream.next(({ event }) => event === "state");
    await etcd.kill9();
    await stream.next(({ event, data }) => event === "state" && data.state === "away");
    await etcd.restart();
    await writer.delete(bytesOf("/k/000"));
    const changes = await stream.next(({ event }) => event === "changes");
    expect(changes.data.changes).toEqual([{ key: "/k/000", change: "removed" }]);
    stream.leave();
  });
});
