import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { type EtcdProcess, freePorts, startEtcd } from "@etcdscope/etcd-process";
import type { KeySource } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, EtcdWriter, etcdBinary } from "./etcd.testing.ts";
import { type EtcdOptions, openEtcd } from "./open-etcd.ts";

const key = bytesOf("/a");

async function withSource<T>(options: EtcdOptions, work: (source: KeySource) => Promise<T>): Promise<T> {
  const source = await openEtcd(options);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

describe.skipIf(etcdBinary === undefined)("one of several endpoints", () => {
  let etcd: EtcdProcess;
  let silent: Server;

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    await etcd.etcdctl("put", "/a", "1");
    // Takes connections and says nothing, as a frozen member does.
    silent = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
    await once(silent, "listening");
  });
  afterAll(async () => {
    silent.close();
    await etcd.stop();
  });

  const silentEndpoint = (): string => {
    const address = silent.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  };

  test("is dead: the first call goes to the next at once, and later ones do not try it again", async () => {
    const [port] = await freePorts(1);
    const outcomes: string[] = [];
    const onCall = (_: string, outcome: string): void => void outcomes.push(outcome);
    await withSource({ endpoints: [`http://127.0.0.1:${port}`, etcd.endpoint], onCall }, async (source) => {
      await source.read(key);
      expect(outcomes).not.toEqual(outcomes.map(() => "ok"));
      outcomes.length = 0;
      await source.read(key);
      expect(outcomes).toEqual(["ok"]);
    });
  });

  test("says nothing: the first call waits a second, the next ones do not", async () => {
    const outcomes: string[] = [];
    const onCall = (_: string, outcome: string): void => void outcomes.push(outcome);
    await withSource({ endpoints: [silentEndpoint(), etcd.endpoint], onCall }, async (source) => {
      await source.describe();
      expect(outcomes).not.toEqual(outcomes.map(() => "ok"));
      outcomes.length = 0;
      await source.read(key);
      expect(outcomes).toEqual(["ok"]);
      const batches = source.follow!(1n, new AbortController().signal)[Symbol.asyncIterator]();
      expect((await batches.next()).value?.events).not.toEqual([]);
      await batches.return?.();
    });
  });
});

describe.skipIf(etcdBinary === undefined)("a token that lives for two seconds", () => {
  const root = { username: "root", password: "secret" };
  let etcd: EtcdProcess;

  beforeAll(async () => {
    // etcd looks for expired tokens every second.
    etcd = await startEtcd({ binary: etcdBinary!, args: ["--auth-token-ttl=2"] });
    await etcd.etcdctl("put", "/a", "1");
    await etcd.etcdctl("user", "add", "root:secret");
    await etcd.etcdctl("auth", "enable");
  });
  afterAll(() => etcd.stop());

  /** Resolves when etcd has forgotten a token that nobody uses. */
  const expired = () => new Promise((resolve) => setTimeout(resolve, 4500));

  test("is renewed for reading and for following, without a fault", async () => {
    await withSource({ endpoints: [etcd.endpoint], user: "root", password: "secret" }, async (source) => {
      const { revision } = await source.describe();
      const signal = new AbortController().signal;
      const early = source.follow!(revision + 1n, signal)[Symbol.asyncIterator]();
      const first = early.next();
      await expired();
      expect((await source.read(key))?.value).toEqual(bytesOf("1"));
      await expired();
      // A watch that begins with an expired token, and one that began before it expired.
      const late = source.follow!(revision + 1n, signal)[Symbol.asyncIterator]();
      const second = late.next();
      const writer = new EtcdWriter(etcd, root);
      const put = await writer.put(bytesOf("/b"), bytesOf("2"));
      writer.close();
      expect((await second).value?.revision).toBe(put);
      expect((await first).value?.revision).toBe(put);
      await Promise.all([early.return?.(), late.return?.()]);
    });
  });
});
