import type { EtcdProcess } from "@etcdscope/etcd-process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bytesOf, CuttableProxy, EtcdWriter, etcdBinary } from "../etcd-source/etcd.testing.ts";
import { openEtcd } from "../etcd-source/open-etcd.ts";
import { listen } from "../routes/events.testing.ts";
import { digestOf, etcdctlKeys } from "./digest.testing.ts";
import { patience } from "./observed-server.testing.ts";
import { Scribbler } from "./scribbler.testing.ts";
import { Stage } from "./stage.testing.ts";

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});
afterEach(() => stage.end());

function writerTo(etcd: EtcdProcess): EtcdWriter {
  const writer = new EtcdWriter(etcd);
  stage.onEnd(async () => writer.close());
  return writer;
}

async function proxyTo(etcd: EtcdProcess): Promise<CuttableProxy> {
  const proxy = await CuttableProxy.to(etcd.clientPort);
  stage.onEnd(() => proxy.close());
  return proxy;
}

async function newestRevision(etcd: EtcdProcess): Promise<bigint> {
  return BigInt((await etcdctlKeys(etcd)).revision);
}

describe.skipIf(etcdBinary === undefined)("a connection that is cut", () => {
  it("20 times while 8,000 changes are caught up with: all of them are told", async () => {
    const etcd = await stage.etcd();
    const [writer, proxy] = [writerTo(etcd), await proxyTo(etcd)];
    await writer.put(bytesOf("/k/0"), bytesOf("first"));
    const server = await stage.server(proxy.endpoint);
    const mirror = await server.mirror();
    proxy.isOpen = false;
    proxy.cut();
    await expect.poll(() => server.state(), patience).toBe("away");
    for (let round = 0; round < 8; round++) {
      const puts = Array.from({ length: 1000 }, (_, at) =>
        writer.put(bytesOf(`/k/${(round * 1000 + at) % 977}`), new Uint8Array(100).fill(at)),
      );
      await Promise.all(puts);
      await writer.delete(bytesOf(`/k/${round * 7}`));
    }
    // Two of three come before a reply of etcd, a thousand revisions, is whole.
    const [early, later, whole] = [30_000, 60_000, 180_000];
    proxy.cutAfter(Array.from({ length: 20 }, (_, at) => [early, later, whole][at % 3] ?? whole));
    proxy.cuts = 0;
    proxy.isOpen = true;
    await expect.poll(() => proxy.cuts, patience).toBe(20);
    await server.expectSound(etcd);
    expect(mirror.states.at(-1)).toBe("ready");
  });
});

describe.skipIf(etcdBinary === undefined)("a compaction", () => {
  it("between the listing and the watch: it is listed again", async () => {
    const etcd = await stage.etcd();
    const writer = writerTo(etcd);
    for (const key of ["/a", "/b", "/c"]) await writer.put(bytesOf(key), bytesOf("1"));
    const source = await openEtcd({ endpoints: [etcd.endpoint] });
    let listings = 0;
    const server = await listen({
      ...source,
      async *listKeys(options) {
        listings++;
        yield* source.listKeys(options);
      },
      async *follow(fromRevision, signal) {
        if (listings === 1) {
          await writer.delete(bytesOf("/b"));
          await writer.compact(await writer.put(bytesOf("/d"), bytesOf("1")));
        }
        yield* source.follow!(fromRevision, signal);
      },
    });
    stage.onEnd(() => server.close());
    await expect.poll(() => listings, patience).toBe(2);
    const { revision, keys } = await etcdctlKeys(etcd);
    const { source: explored } = server;
    const digest = () => digestOf(explored.index?.revision ?? 0n, explored.index?.entries() ?? []);
    await expect.poll(digest, patience).toEqual(digestOf(revision, keys));
    expect(explored.status()).toMatchObject({ state: "ready", oldestRevision: BigInt(revision) });
  });

  it("during the watch, of all that was told: nothing is listed again", async () => {
    const etcd = await stage.etcd();
    const server = await stage.server(etcd.endpoint);
    const mirror = await server.mirror();
    const scribbler = new Scribbler([etcd]);
    for (let round = 0; round < 5; round++) {
      await scribbler.more(60);
      await etcd.etcdctl("compact", String(await newestRevision(etcd)));
    }
    await scribbler.stop();
    await server.expectSound(etcd);
    expect([mirror.resyncs, mirror.states]).toEqual([0, ["ready"]]);
  });

  it("while the connection is cut, of what was not told yet: it is listed again, and pages are told", async () => {
    const etcd = await stage.etcd();
    const proxy = await proxyTo(etcd);
    const server = await stage.server(proxy.endpoint);
    const mirror = await server.mirror();
    const scribbler = new Scribbler([etcd]);
    await scribbler.more(60);
    proxy.isOpen = false;
    proxy.cut();
    await expect.poll(() => server.state(), patience).toBe("away");
    await scribbler.more(200);
    await etcd.etcdctl("compact", String(await newestRevision(etcd)));
    proxy.isOpen = true;
    await expect.poll(() => server.state(), patience).toBe("ready");
    await scribbler.more(20);
    await scribbler.stop();
    await server.expectSound(etcd);
    expect(mirror.resyncs).toBe(1);
    expect(mirror.states.at(-1)).toBe("ready");
  });
});
