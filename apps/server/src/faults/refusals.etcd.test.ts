import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { urls } from "@etcdscope/contract";
import type { EtcdProcess } from "@etcdscope/etcd-process";
import { Etcd3 } from "etcd3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Certificates, hasOpenssl } from "../etcd-source/certificates.testing.ts";
import { bytesOf, CuttableProxy, EtcdWriter, etcdBinary } from "../etcd-source/etcd.testing.ts";
import { ObservedServer, patience } from "./observed-server.testing.ts";
import { Stage } from "./stage.testing.ts";

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});
afterEach(() => stage.end());

const asRoot = ["--user=root:secret"];
const login = { args: ["--user", "root"], env: { ETCDSCOPE_PASSWORD: "secret" } };

/** An etcd that asks for a user, and forgets a token after 3 s without use. */
async function guarded(): Promise<EtcdProcess> {
  const etcd = await stage.etcd({ args: ["--auth-token-ttl=3", "--bcrypt-cost=4"] });
  await etcd.etcdctl("put", "/a", "1");
  await etcd.etcdctl("user", "add", "root:secret");
  await etcd.etcdctl("auth", "enable");
  return etcd;
}

describe.skipIf(etcdBinary === undefined)("an etcd that asks who is there", () => {
  it("with tokens that live for 3 s: they are renewed, for reading and for following", async () => {
    const etcd = await guarded();
    const proxy = await CuttableProxy.to(etcd.clientPort);
    stage.onEnd(() => proxy.close());
    const server = await stage.server(proxy.endpoint, login);
    const mirror = await server.mirror();
    for (const key of ["/b", "/c"]) {
      // Nobody uses the token meanwhile, and etcd looks for expired ones every second.
      await delay(5000);
      proxy.cut();
      await etcd.etcdctl(...asRoot, "put", key, "1");
      await server.expectSound(etcd, { flags: asRoot });
      expect((await server.get(urls.value("etcd", { key }))).status).toBe(200);
    }
    await delay(5000);
    expect((await server.get(urls.value("etcd", { key: "/a" }))).status).toBe(200);
    expect([mirror.resyncs, mirror.states.at(-1)]).toEqual([0, "ready"]);
  });

  it("and shows a user three parts: they are followed over cuts and a restart", async () => {
    const etcd = await guarded();
    await grantParts(etcd, "reader", ["/scribble/1/", "/scribble/2/", "/scribble/9/"]);
    const proxy = await CuttableProxy.to(etcd.clientPort);
    stage.onEnd(() => proxy.close());
    const reader = { args: ["--user", "reader"], env: { ETCDSCOPE_PASSWORD: "secret" } };
    const server = await stage.server(proxy.endpoint, reader);
    const mirror = await server.mirror();
    const cut = (at: number): void => {
      if (at % 50 === 30) proxy.cut();
    };
    await scribble(etcd, 240, cut);
    await etcd.kill9();
    await etcd.restart();
    await scribble(etcd, 240, cut);
    await server.expectSound(etcd, { flags: asRoot, only: /^\/scribble\/[129]\// });
    expect(mirror.states.at(-1)).toBe("ready");
  });

  it("by a password that is wrong at the start: it says so and ends", async () => {
    const etcd = await guarded();
    const wrong = { ETCDSCOPE_PASSWORD: "wrong" };
    const args = ["--endpoints", etcd.endpoint, "--user", "root"];
    await expect(ObservedServer.start(args, wrong)).rejects.toThrow(
      /does not accept the user or the password/,
    );
  });

  it("by a password that is another one meanwhile: it is away until that is right again", async () => {
    const etcd = await guarded();
    const server = await stage.server(etcd.endpoint, login);
    const mirror = await server.mirror();
    await setPassword(etcd, "secret", "other");
    await etcd.kill9();
    await etcd.restart();
    await expect
      .poll(async () => (await server.source()).problem, patience)
      .toMatchObject({
        code: "unauthenticated",
        message: expect.stringMatching(
          /^etcd does not accept the user or the password\. \(etcdserver: .+\)$/,
        ),
      });
    await etcd.etcdctl("--user=root:other", "put", "/meanwhile", "1");
    await setPassword(etcd, "other", "secret");
    await server.expectSound(etcd, { flags: asRoot });
    expect([mirror.resyncs, mirror.states]).toEqual([0, ["ready", "away", "ready"]]);
  });
});

/** Deletions, and puts of two parts in one transaction. */
async function scribble(etcd: EtcdProcess, writes: number, before: (at: number) => void): Promise<void> {
  const writer = new EtcdWriter(etcd, { username: "root", password: "secret" });
  for (let at = 0; at < writes; at++) {
    before(at);
    const keys = [`/scribble/${at % 10}/${at % 17}`, `/scribble/${at % 3}/both`].map(bytesOf);
    await (at % 4 === 3 ? writer.delete(keys[0]!) : writer.putTogether(keys.map((key) => [key, key])));
  }
  writer.close();
}

async function grantParts(etcd: EtcdProcess, user: string, prefixes: readonly string[]): Promise<void> {
  for (const command of [
    `user add ${user}:secret`,
    `role add ${user}`,
    ...prefixes.map((prefix) => `role grant-permission ${user} --prefix=true read ${prefix}`),
    `user grant-role ${user} ${user}`,
  ])
    await etcd.etcdctl(...asRoot, ...command.split(" "));
}

async function setPassword(etcd: EtcdProcess, from: string, to: string): Promise<void> {
  const client = new Etcd3({ hosts: etcd.endpoint, auth: { username: "root", password: from } });
  await client.auth.userChangePassword({ name: "root", password: to });
  client.close();
}

describe.skipIf(etcdBinary === undefined || !hasOpenssl())("an etcd whose certificate is not trusted", () => {
  it("at the start or meanwhile: it is away with the cause until the certificate is right", async () => {
    const folder = mkdtempSync(join(tmpdir(), "etcdscope-faults-"));
    stage.onEnd(async () => rmSync(folder, { recursive: true }));
    const files = new Certificates(folder);
    for (const authority of ["ca", "stranger"]) {
      files.authority(authority);
      files.certificate(`by-${authority}`, authority, "serverAuth,clientAuth", "IP:127.0.0.1");
    }
    const show = (name: string): void => {
      for (const kind of ["pem", "key"])
        copyFileSync(files.path(`${name}.${kind}`), files.path(`shown.${kind}`));
    };
    show("by-stranger");
    const etcd = await stage.etcd({
      tls: {
        serverArgs: [`--cert-file=${files.path("shown.pem")}`, `--key-file=${files.path("shown.key")}`],
        // etcdctl 3.4 skips the check only for one who shows a certificate.
        clientArgs: [
          "--insecure-skip-tls-verify",
          `--cert=${files.path("by-ca.pem")}`,
          `--key=${files.path("by-ca.key")}`,
        ],
      },
    });
    await etcd.etcdctl("put", "/a", "1");
    const server = await stage.waitingServer(etcd.endpoint, { args: ["--cacert", files.path("ca.pem")] });
    const mistrusted = {
      code: "source_unavailable",
      message: expect.stringMatching(/authority.*not trusted/),
    };
    expect((await server.source()).problem).toMatchObject(mistrusted);
    const restartWith = async (name: string): Promise<void> => {
      await etcd.kill9();
      show(name);
      await etcd.restart();
    };
    await restartWith("by-ca");
    await server.ready();
    const mirror = await server.mirror();
    await restartWith("by-stranger");
    await expect.poll(async () => (await server.source()).problem, patience).toMatchObject(mistrusted);
    await etcd.etcdctl("put", "/b", "1");
    await restartWith("by-ca");
    await server.expectSound(etcd);
    expect([mirror.resyncs, mirror.states.at(-1)]).toEqual([0, "ready"]);
  });
});
