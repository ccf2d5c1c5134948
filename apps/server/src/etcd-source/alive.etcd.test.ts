import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import type { SourceFault } from "@etcdscope/keyspace";
import { Etcd3 } from "etcd3";
import { afterEach, describe, expect, test } from "vitest";
import { ExploredSource } from "../explorer/explored-source.ts";
import { Certificates, hasOpenssl } from "./certificates.testing.ts";
import type { Credentials } from "./credentials.ts";
import { bytesOf, CuttableProxy, etcdBinary } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(...args: string[]): Promise<EtcdProcess> {
  const etcd = await startEtcd({ binary: etcdBinary!, args: ["--bcrypt-cost=4", ...args] });
  closing.push(() => etcd.stop());
  await etcd.etcdctl("put", "/app/a", "1");
  await etcd.etcdctl("put", "/app/a", "2");
  return etcd;
}

const asRoot = ["--user=root:secret"];

async function guarded(...more: string[]): Promise<EtcdProcess> {
  const etcd = await started();
  for (const command of ["user add root:secret", ...more, "auth enable"])
    await etcd.etcdctl(...command.split(" "));
  return etcd;
}

/** Followed and indexed as the server does. */
async function explored(
  endpoint: string,
  credentials: Credentials = {},
  readCredentials?: () => Promise<Credentials>,
): Promise<ExploredSource> {
  const reading = readCredentials === undefined ? {} : { readCredentials };
  const source = await openEtcd({ endpoints: [endpoint], ...credentials, ...reading });
  const opened = new ExploredSource(
    { id: "etcd", source },
    { facts: await source.describe() },
    { pause: () => 50 },
  );
  closing.push(() => opened.close());
  await expect.poll(() => opened.status().state).toBe("ready");
  return opened;
}

const problemOf = (source: ExploredSource) => source.status().problem?.code;
const stays = { timeout: 20_000 };
const never = new AbortController().signal;

describe.skipIf(etcdBinary === undefined)("an etcd that is followed while nothing changes", () => {
  test("and is paused is away, and what is shown is of when it was last heard", async () => {
    const etcd = await started();
    const source = await explored(etcd.endpoint);
    const begun = source.status().heardAt!;
    await expect.poll(() => source.status().heardAt! > begun, stays).toBe(true);
    etcd.pause();
    await expect
      .poll(() => source.status(), stays)
      .toMatchObject({ state: "away", problem: { code: "source_timeout" } });
    const { heardAt, problem } = source.status();
    expect(heardAt!.getTime()).toBeLessThan(problem!.since.getTime());
    etcd.resume();
    await expect.poll(() => source.status().state, stays).toBe("ready");
  });

  test("and whose connection is half-open is away", async () => {
    const etcd = await started();
    const proxy = await CuttableProxy.to(etcd.clientPort);
    closing.push(() => proxy.close());
    const source = await explored(proxy.endpoint);
    proxy.hold();
    await expect.poll(() => source.status().state, stays).toBe("away");
    proxy.cut();
    await expect.poll(() => source.status().state, stays).toBe("ready");
  });

  test("and asks for a user from now on says so", async () => {
    const etcd = await started();
    const source = await explored(etcd.endpoint);
    await etcd.etcdctl("user", "add", "root:secret");
    await etcd.etcdctl("auth", "enable");
    await expect.poll(() => problemOf(source), stays).toBe("unauthenticated");
  });

  test("and compacts moves the oldest revision, in the state and in what a reader is told", async () => {
    const etcd = await started();
    const source = await explored(etcd.endpoint);
    expect(source.status().oldestRevision).toBe(1n);
    const told: (bigint | undefined)[] = [];
    const stop = new AbortController();
    closing.push(() => stop.abort());
    void (async () => {
      for await (const { type } of source.events({ prefix: bytesOf(""), signal: stop.signal }))
        if (type === "state") told.push(source.status().oldestRevision);
    })();
    await etcd.etcdctl("compact", "3");
    await expect.poll(() => source.status().oldestRevision, stays).toBe(3n);
    await expect.poll(() => told.at(-1), stays).toBe(3n);
    await expect(source.read(bytesOf("/app/a"), 2n, never)).rejects.toMatchObject({
      detail: { oldestRevision: 3n },
    });
  });
});

describe.skipIf(etcdBinary === undefined)("rights that change while etcd is followed", () => {
  const reader = { user: "reader", password: "pass" };
  const granted = [
    "user add reader:pass",
    "role add app",
    "role grant-permission app --prefix=true read /app/",
    "user grant-role reader app",
    "role add other",
    "role grant-permission other --prefix=true read /other/",
  ];
  const childNames = async (source: ExploredSource, prefix: string): Promise<string[]> =>
    (await source.level({ prefix: bytesOf(prefix), limit: 9, signal: never })).children.map(({ name }) =>
      String.fromCharCode(...name),
    );

  test("are lost: no name is told any more, neither of before nor of what is written afterwards", async () => {
    const etcd = await guarded(...granted);
    const source = await explored(etcd.endpoint, reader);
    expect(await childNames(source, "/app/")).toEqual(["a"]);
    const past = source.status().revision;
    await etcd.etcdctl(...asRoot, "put", "/app/b", "1");
    await expect.poll(() => source.index?.size, stays).toBe(2);
    // Kept as a level of the past.
    expect(
      (await source.level({ prefix: bytesOf("/app/"), revision: past, limit: 9, signal: never })).children,
    ).toHaveLength(1);
    await etcd.etcdctl(...asRoot, "user", "revoke-role", "reader", "app");
    await expect.poll(() => problemOf(source), stays).toBe("permission_denied");
    await etcd.etcdctl(...asRoot, "put", "/app/later", "1");
    expect(source.index).toBeUndefined();
    expect(source.status().keyCount).toBeUndefined();
    await expect(childNames(source, "/app/")).rejects.toMatchObject({ code: "permission_denied" });
    await expect(
      source.level({ prefix: bytesOf("/app/"), revision: past, limit: 9, signal: never }),
    ).rejects.toMatchObject({ code: "permission_denied" });
    const told: string[] = [];
    const stop = new AbortController();
    for await (const event of source.events({
      since: { history: 0, revision: 1n },
      prefix: bytesOf(""),
      signal: stop.signal,
    })) {
      told.push(event.type);
      expect(event.type).not.toBe("changes");
      if (event.type === "resync") stop.abort();
    }
    expect(told).toContain("resync");
  });

  test("are others: what is granted now is shown, and nothing else", async () => {
    const etcd = await guarded(...granted);
    await etcd.etcdctl(...asRoot, "put", "/other/x", "1");
    const source = await explored(etcd.endpoint, reader);
    await etcd.etcdctl(...asRoot, "user", "grant-role", "reader", "other");
    await etcd.etcdctl(...asRoot, "user", "revoke-role", "reader", "app");
    await expect
      .poll(() => childNames(source, "/").catch((fault: SourceFault) => fault.code), stays)
      .toEqual(["other"]);
  });
});

describe.skipIf(etcdBinary === undefined)("credentials that are replaced while etcd is followed", () => {
  test("a password is read again when etcd refuses the old one", async () => {
    const etcd = await guarded();
    let password = "secret";
    const source = await explored(etcd.endpoint, { user: "root", password }, async () => ({
      user: "root",
      password,
    }));
    const client = new Etcd3({ hosts: etcd.endpoint, auth: { username: "root", password } });
    await client.auth.userChangePassword({ name: "root", password: "new" });
    client.close();
    // Sessions live in etcd's memory.
    await etcd.kill9();
    password = "new";
    await etcd.restart();
    await expect.poll(() => source.status().state, stays).toBe("ready");
    expect((await source.read(bytesOf("/app/a"), undefined, never)).kv.value).toEqual(bytesOf("2"));
  });

  test.skipIf(!hasOpenssl())(
    "a client certificate is read again when etcd takes the old one no more",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "etcdscope-rotation-"));
      closing.push(() => rmSync(folder, { recursive: true }));
      const files = new Certificates(folder);
      for (const authority of ["ca", "stranger"]) files.authority(authority);
      files.certificate("server", "ca", "serverAuth,clientAuth", "IP:127.0.0.1");
      for (const authority of ["ca", "stranger"])
        files.certificate(`by-${authority}`, authority, "clientAuth", "DNS:client");
      const shown = (name: string): Credentials => ({
        tls: { ca: files.read("ca.pem"), cert: files.read(`${name}.pem`), key: files.read(`${name}.key`) },
      });
      const etcd = await startEtcd({
        binary: etcdBinary!,
        tls: {
          serverArgs: [
            ...[`--cert-file=${files.path("server.pem")}`, `--key-file=${files.path("server.key")}`],
            ...["--client-cert-auth", `--trusted-ca-file=${files.path("ca.pem")}`],
          ],
          clientArgs: [
            `--cacert=${files.path("ca.pem")}`,
            `--cert=${files.path("by-ca.pem")}`,
            `--key=${files.path("by-ca.key")}`,
          ],
        },
      });
      closing.push(() => etcd.stop());
      let now = "by-stranger";
      const source = await openEtcd({
        endpoints: [etcd.endpoint],
        ...shown(now),
        readCredentials: async () => shown(now),
      });
      closing.push(() => source.close());
      await expect(source.describe()).rejects.toMatchObject({ code: "source_unavailable" });
      now = "by-ca";
      await expect
        .poll(
          () =>
            source.describe().then(
              ({ kind }) => kind,
              () => undefined,
            ),
          stays,
        )
        .toBe("etcd");
    },
  );
});
