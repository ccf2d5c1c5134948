import { type EtcdProcess, freePorts, startEtcd } from "@etcdscope/etcd-process";
import type { KeyEvents, KeySource } from "@etcdscope/keyspace";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, CuttableProxy, EtcdWriter, etcdBinary, followOver } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

const key = bytesOf("/a");
const value = bytesOf("1");

async function revisionsOf(batches: AsyncIterable<KeyEvents>, count: number, seen = (_: number) => {}) {
  const revisions: bigint[] = [];
  for await (const { events } of batches) {
    for (const event of events) {
      revisions.push(event.type === "put" ? event.meta.modRevision : event.modRevision);
      seen(revisions.length);
    }
    if (revisions.length >= count) {
      break;
    }
  }
  return revisions;
}

/** A slow etcd refuses more than so many at a time. */
const atOnce = 500;

async function putMany(writer: EtcdWriter, count: number): Promise<bigint[]> {
  const revisions: bigint[] = [];
  for (let from = 0; from < count; from += atOnce) {
    const puts = Array.from({ length: Math.min(atOnce, count - from) }, (_, at) =>
      writer.put(bytesOf(`/k/${(from + at) % 300}`), bytesOf(`${from + at}`)),
    );
    revisions.push(...(await Promise.all(puts)));
  }
  return revisions.sort((left, right) => Number(left - right));
}

describe.skipIf(etcdBinary === undefined)("an etcd that goes away", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  const opened: KeySource[] = [];
  const open = async (endpoints = [etcd.endpoint], callTimeout = 5000) => {
    const source = await openEtcd({ endpoints, callTimeout });
    opened.push(source);
    return source;
  };

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary!, args: ["--max-request-bytes=16777216"] });
    writer = new EtcdWriter(etcd);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((source) => source.close()));
  });
  afterAll(async () => {
    writer.close();
    await etcd.stop();
  });

  test("loses none of 6,000 events over three cuts of the connection, and tells none twice", async () => {
    const expected = await putMany(writer, 6000);
    const proxy = await CuttableProxy.to(etcd.clientPort);
    const source = await open([proxy.endpoint]);
    const cuts = new Set([500, 2500, 5000]);
    const seen = await revisionsOf(followOver(source, expected[0]!), 6000, (count) => {
      if (cuts.has(count)) {
        proxy.cut();
      }
    });
    expect(seen).toEqual(expected);
    expect(proxy.connections).toBe(1 + cuts.size);
    await proxy.close();
  });

  test("tells a revision of several megabytes as a whole", async () => {
    const large = new Uint8Array(60_000).fill(7);
    const pairs = Array.from({ length: 100 }, (_, at) => [bytesOf(`/large/${at}`), large] as const);
    const revision = await writer.putTogether(pairs);
    const source = await open();
    for await (const batch of source.follow!(revision, new AbortController().signal)) {
      expect([batch.revision, batch.events.length]).toEqual([revision, 100]);
      break;
    }
  });

  test("follows on over a kill and a restart, nothing lost and nothing twice", async () => {
    const before = await putMany(writer, 50);
    const source = await open();
    let killed: Promise<bigint[]> | undefined;
    const killAndGoOn = async () => {
      await etcd.kill9();
      await etcd.restart();
      const later = new EtcdWriter(etcd);
      const after = await putMany(later, 50);
      later.close();
      return after;
    };
    const seen = await revisionsOf(followOver(source, before[0]!), 100, (count) => {
      if (count === 50) {
        killed = killAndGoOn();
      }
    });
    expect(seen).toEqual([...before, ...(await killed!)]);
  });

  test("rejects each call while etcd is down, and answers by itself after its return", async () => {
    const source = await open();
    const fresh = new EtcdWriter(etcd);
    await fresh.put(key, value);
    fresh.close();
    await source.read(key);
    await etcd.kill9();
    for (let attempt = 0; attempt < 20; attempt++) {
      // Not `source_timeout`: that nothing listens is known without waiting for the deadline.
      await expect(source.read(key)).rejects.toMatchObject({ code: "source_unavailable" });
    }
    await etcd.restart();
    await expect.poll(() => source.read(key).catch(() => undefined)).toMatchObject({ value });
  });

  test("gives up at the deadline when etcd is frozen, at once when aborted, and goes on afterwards", async () => {
    const source = await open([etcd.endpoint], 700);
    await source.read(key);
    etcd.pause();
    // The signal takes a moment to stop every thread.
    const answers = () => source.read(key).then(Boolean, () => false);
    await expect.poll(answers, { interval: 1 }).toBe(false);
    await expect(source.read(key)).rejects.toMatchObject({ code: "source_timeout" });
    const controller = new AbortController();
    const reading = source.read(key, { signal: controller.signal });
    const following = source.follow!(1n, controller.signal)[Symbol.asyncIterator]().next();
    const reason = new Error("changed my mind");
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await expect(following).rejects.toBe(reason);
    await expect(
      source.follow!(1n, new AbortController().signal)[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject({ code: "source_timeout" });
    await expect(source.listKeys()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "source_timeout",
    });
    etcd.resume();
    await expect(source.read(key)).resolves.toMatchObject({ value });
  });

  test("says that nothing listens at an endpoint, and uses another one that is given", async () => {
    const [free] = await freePorts(1);
    const nowhere = `http://127.0.0.1:${free}`;
    const source = await open([nowhere]);
    await expect(source.describe()).rejects.toMatchObject({ code: "source_unavailable" });
    await expect(source.read(key)).rejects.toMatchObject({ code: "source_unavailable" });
    await expect(source.listKeys()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "source_unavailable",
    });
    const both = await open([nowhere, etcd.endpoint]);
    await expect(both.read(key)).resolves.toMatchObject({ value });
  });

  test("fails after it was closed instead of hanging", async () => {
    const source = await open();
    await source.read(key);
    await source.close();
    await expect(source.read(key)).rejects.toMatchObject({ code: "source_unavailable" });
  });
});

test("refuses endpoints that are none, and names the source without a password", async () => {
  await expect(openEtcd({ endpoints: [] })).rejects.toThrow(RangeError);
  await expect(openEtcd({ endpoints: ["ftp://127.0.0.1"] })).rejects.toThrow(RangeError);
  await expect(openEtcd({ endpoints: ["http://user:secret@127.0.0.1:2379"] })).rejects.toThrow(/separately/);
  const tls = { ca: Buffer.from("") };
  await expect(openEtcd({ endpoints: ["http://127.0.0.1:2379"], tls })).rejects.toThrow(/https/);
});
