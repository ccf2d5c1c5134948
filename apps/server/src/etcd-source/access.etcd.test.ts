import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import type { KeyEvents, KeyPage, KeySource } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, CuttableProxy, EtcdWriter, etcdBinary, followOver, keysOf } from "./etcd.testing.ts";
import { type EtcdOptions, openEtcd } from "./open-etcd.ts";

const key1 = bytesOf("1");
const root = { username: "root", password: "secret" };

describe.skipIf(etcdBinary === undefined)("an etcd that asks who is there", () => {
  let etcd: EtcdProcess;
  const opened: KeySource[] = [];
  const open = async (options: Partial<EtcdOptions>) => {
    const source = await openEtcd({ endpoints: [etcd.endpoint], ...options });
    opened.push(source);
    return source;
  };
  const asRoot = { user: root.username, password: root.password };

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    await etcd.etcdctl("put", "/app/a", "1");
    await etcd.etcdctl("put", "/secret/b", "2");
    for (const command of [
      ["user", "add", "root:secret"],
      ["user", "add", "reader:pass"],
      ["role", "add", "app"],
      ["role", "grant-permission", "app", "--prefix=true", "read", "/app/"],
      ["user", "grant-role", "reader", "app"],
      ["auth", "enable"],
    ]) {
      await etcd.etcdctl(...command);
    }
  });
  afterAll(async () => {
    await Promise.all(opened.map((source) => source.close()));
    await etcd.stop();
  });

  test("reads and lists with the right password", async () => {
    const source = await open(asRoot);
    expect(await keysWeighed(source)).toBe(2);
    expect(await keysOf(source)).toEqual(["/app/a", "/secret/b"].map(bytesOf));
  });

  test("says that the password is wrong, on every call", async () => {
    const source = await open({ user: "root", password: "wrong" });
    const refusal = {
      code: "unauthenticated",
      message: expect.stringMatching(/^etcd does not accept the user or the password\. \(etcdserver: .+\)$/),
    };
    await expect(source.describe()).rejects.toMatchObject(refusal);
    await expect(source.read(bytesOf("/app/a"))).rejects.toMatchObject(refusal);
    await expect(keysOf(source)).rejects.toMatchObject(refusal);
    await expect(follow(source)).rejects.toMatchObject(refusal);
  });

  test("says that a password is needed", async () => {
    const source = await open({});
    await expect(source.describe()).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(follow(source)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("shows a limited user what it may read, and denies the rest", async () => {
    const source = await open({ user: "reader", password: "pass" });
    expect(await source.describe()).toMatchObject({ revision: expect.any(BigInt) });
    expect(await keysWeighed(source)).toBe(1);
    expect((await source.read(bytesOf("/app/a")))?.value).toEqual(bytesOf("1"));
    expect(await keysOf(source)).toEqual([bytesOf("/app/a")]);
    const [page] = await pagesOf(source, "/ap");
    expect(page?.keys).toHaveLength(1);
    await expect(pagesOf(source, "/secret/")).rejects.toMatchObject({ code: "permission_denied" });
    await expect(source.read(bytesOf("/secret/b"))).rejects.toMatchObject({ code: "permission_denied" });
    const [batch] = await firstOf(source.follow!(1n, new AbortController().signal));
    expect(batch?.events.map((event) => event.type)).toEqual(["put"]);
  });

  test("joins what several roles grant, and follows all of it in the order of revisions", async () => {
    for (const command of [
      "put /team/a 1",
      "put /team/b 1",
      "put /team/c 1",
      "put /one 1",
      "put /oneself 1",
      "user add teams:pass",
      "role add team-a",
      "role grant-permission team-a read /team/a /team/b",
      "role add team-b",
      "role grant-permission team-b readwrite /team/b",
      "role grant-permission team-b read /one",
      "role grant-permission team-b --prefix=true write /team/c",
      "user grant-role teams team-a",
      "user grant-role teams team-b",
      "user grant-role teams app",
    ]) {
      await etcd.etcdctl("--user=root:secret", ...command.split(" "));
    }
    const source = await open({ user: "teams", password: "pass" });
    expect(await keysOf(source)).toEqual(["/app/a", "/one", "/team/a", "/team/b"].map(bytesOf));
    expect(await keysWeighed(source)).toBe(4);
    const seen: string[] = [];
    for await (const batch of source.follow!(1n, new AbortController().signal)) {
      if (seen.push(...shown(batch)) >= 4) break;
    }
    const keys = ["/app/a", "/team/a", "/team/b", "/one"];
    expect(seen).toEqual(keys.map((key) => expect.stringMatching(new RegExp(`^\\d+ ${key}$`))));
  });

  test("follows several parts over cuts of the connection: every change once, transactions whole", async () => {
    for (const command of [
      "user add three:pass",
      "role add three",
      ...["/p/", "/q/", "/r/"].map((prefix) => `role grant-permission three --prefix=true read ${prefix}`),
      "user grant-role three three",
    ]) {
      await etcd.etcdctl("--user=root:secret", ...command.split(" "));
    }
    const writer = new EtcdWriter(etcd, root);
    const proxy = await CuttableProxy.to(etcd.clientPort);
    const source = await open({ endpoints: [proxy.endpoint], user: "three", password: "pass" });
    const start = (await source.describe()).revision;
    const expected: string[] = [];
    const write = async () => {
      for (const [at, keys] of changes.entries()) {
        if (at % 100 === 50) proxy.cut();
        const revision = await writer.putTogether([...keys, "/x"].map((key) => [bytesOf(key), key1]));
        expected.push(...keys.map((key) => `${revision} ${key}`));
      }
    };
    const writing = write();
    const seen: string[] = [];
    for await (const batch of followOver(source, start + 1n)) {
      seen.push(...shown(batch));
      if (seen.at(-1)?.endsWith("/p/last")) break;
    }
    await writing;
    writer.close();
    await proxy.close();
    expect(seen).toEqual(expected);
    expect(proxy.connections).toBeGreaterThan(4);
  });

  test("logs in again when etcd has forgotten its sessions, for calls and for following", async () => {
    const [reading, following] = [await open(asRoot), await open(asRoot)];
    const before = await reading.describe();
    await following.describe();
    // Sessions live in etcd's memory.
    await etcd.kill9();
    await etcd.restart();
    const batches = following.follow!(before.revision + 1n, new AbortController().signal)[
      Symbol.asyncIterator
    ]();
    const first = batches.next();
    const writer = new EtcdWriter(etcd, root);
    const revision = await writer.put(bytesOf("/app/new"), bytesOf("3"));
    writer.close();
    expect((await first).value?.revision).toBe(revision);
    await batches.return?.();
    expect((await reading.read(bytesOf("/app/new")))?.modRevision).toBe(revision);
  });
});

/** Keys of three parts, now and then of two at once. */
const changes: readonly (readonly string[])[] = [
  ...Array.from({ length: 600 }, (_, at) =>
    at % 7 === 0 ? [`/p/${at}`, `/r/${at}`] : [`/${"pqr"[at % 3]}/${at % 40}`],
  ),
  ["/p/last"],
];

async function firstOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  for await (const item of items) {
    return [item];
  }
  return [];
}

function pagesOf(source: KeySource, prefix: string): Promise<KeyPage[]> {
  return firstOf(source.listKeys({ prefix: bytesOf(prefix) }));
}

function shown(batch: KeyEvents): string[] {
  return batch.events.map((event) =>
    event.type === "put"
      ? `${event.meta.modRevision} ${String.fromCharCode(...event.meta.key)}`
      : `${event.modRevision} -`,
  );
}

async function follow(source: KeySource): Promise<void> {
  for await (const _ of source.follow!(1n, new AbortController().signal)) {
    return;
  }
}

/** Keys that a listing would bring, counted without one. */
async function keysWeighed(source: KeySource): Promise<number | undefined> {
  let keys: number | undefined;
  for await (const cost of source.weigh?.() ?? []) keys = cost.keys;
  return keys;
}
