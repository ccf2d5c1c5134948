import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Certificates, hasOpenssl } from "./certificates.testing.ts";
import type { TlsOptions } from "./credentials.ts";
import { bytesOf, etcdBinary, keysOf } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

const canRun = etcdBinary !== undefined && hasOpenssl();

describe.skipIf(!canRun)("an etcd behind TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "etcdscope-tls-"));
  const files = new Certificates(folder);
  let mutual: EtcdProcess;
  let elsewhere: EtcdProcess;
  let plain: EtcdProcess;

  const start = (server: string, ...more: string[]): Promise<EtcdProcess> =>
    startEtcd({
      binary: etcdBinary!,
      moreClientUrls: ["unixs://localhost:1"],
      tls: {
        serverArgs: [
          `--cert-file=${files.path(`${server}.pem`)}`,
          `--key-file=${files.path(`${server}.key`)}`,
          ...more,
        ],
        clientArgs: [
          "--insecure-skip-tls-verify",
          `--cert=${files.path("client.pem")}`,
          `--key=${files.path("client.key")}`,
        ],
      },
    });

  beforeAll(async () => {
    files.authority("ca");
    files.authority("stranger");
    files.certificate("server", "ca", "serverAuth,clientAuth", "IP:127.0.0.1");
    files.certificate("elsewhere", "ca", "serverAuth,clientAuth", "DNS:etcd.example,IP:10.0.0.1");
    files.certificate("client", "ca", "clientAuth", "DNS:client");
    files.certificate("unknown", "stranger", "clientAuth", "DNS:client");
    files.encryptKey("client", "open sesame");
    [mutual, elsewhere, plain] = await Promise.all([
      start("server", "--client-cert-auth", `--trusted-ca-file=${files.path("ca.pem")}`),
      start("elsewhere"),
      startEtcd({ binary: etcdBinary! }),
    ]);
    await Promise.all([mutual, elsewhere].map((etcd) => etcd.etcdctl("put", "/a", "1")));
  });
  afterAll(async () => {
    await Promise.all([mutual, elsewhere, plain].map((etcd) => etcd.stop()));
    rmSync(folder, { recursive: true });
  });

  const reading = async (endpoint: string, tls?: TlsOptions): Promise<Uint8Array[]> => {
    const source = await openEtcd({ endpoints: [endpoint], ...(tls === undefined ? {} : { tls }) });
    try {
      return await keysOf(source);
    } finally {
      await source.close();
    }
  };
  const refused = (message: RegExp) => ({
    code: "source_unavailable",
    message: expect.stringMatching(message),
  });
  const ca = () => files.read("ca.pem");
  const client = () => ({ cert: files.read("client.pem"), key: files.read("client.key") });
  const theKey = [bytesOf("/a")];

  test("reads with a certificate of its authority, also when the key is encrypted", async () => {
    expect(await reading(mutual.endpoint, { ca: ca(), ...client() })).toEqual(theKey);
    const encrypted = { ...client(), key: files.read("client.encrypted.key"), passphrase: "open sesame" };
    expect(await reading(mutual.endpoint, { ca: ca(), ...encrypted })).toEqual(theKey);
  });

  test("says what to give when an encrypted key stays shut", async () => {
    const encrypted = { ca: ca(), ...client(), key: files.read("client.encrypted.key") };
    await expect(reading(mutual.endpoint, encrypted)).rejects.toThrow(/key is encrypted.*passphrase/);
    await expect(reading(mutual.endpoint, { ...encrypted, passphrase: "wrong" })).rejects.toThrow(
      /passphrase does not open/,
    );
  });

  test("says which file is no certificate, no key, or does not belong", async () => {
    const rubbish = Buffer.from("rubbish");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const otherKind = Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" }));
    const rows: [TlsOptions, RegExp][] = [
      [{ ca: rubbish }, /authority's certificate is not PEM/],
      [{ ca: ca(), ...client(), cert: rubbish }, /client certificate is not PEM/],
      [{ ca: ca(), ...client(), key: rubbish }, /client key is not PEM/],
      [{ ca: ca(), ...client(), key: files.read("unknown.key") }, /key does not belong/],
      [{ ca: ca(), ...client(), key: otherKind }, /key does not belong/],
    ];
    for (const [tls, message] of rows) {
      await expect(reading(mutual.endpoint, tls)).rejects.toThrow(message);
    }
  });

  test("says that the authority is not trusted", async () => {
    const message = refused(/authority that is not trusted.*--cacert/);
    await expect(reading(mutual.endpoint)).rejects.toMatchObject(message);
    const stranger = { ca: files.read("stranger.pem"), ...client() };
    await expect(reading(mutual.endpoint, stranger)).rejects.toMatchObject(message);
  });

  test("says that the certificate is for another name, and takes the name that it is told", async () => {
    await expect(reading(elsewhere.endpoint, { ca: ca() })).rejects.toMatchObject(
      refused(/other names \(DNS:etcd.example, IP:10.0.0.1\).*--server-name/),
    );
    expect(await reading(elsewhere.endpoint, { ca: ca(), serverName: "etcd.example" })).toEqual(theKey);
    await expect(reading(elsewhere.endpoint, { ca: ca(), serverName: "other" })).rejects.toMatchObject(
      refused(/other names \(DNS:etcd.example, IP:10.0.0.1\)/),
    );
  });

  test("speaks TLS over a Unix socket, whose name is localhost", async () => {
    const socket = `unixs://${join(mutual.folder, "localhost:1")}`;
    const tls = { ca: ca(), ...client() };
    await expect(reading(socket, tls)).rejects.toMatchObject(refused(/other names \(IP:127.0.0.1\)/));
    expect(await reading(socket, { ...tls, serverName: "127.0.0.1" })).toEqual(theKey);
  });

  test("verifies nothing when it is told so", async () => {
    expect(await reading(elsewhere.endpoint, { skipVerify: true })).toEqual(theKey);
    expect(await reading(mutual.endpoint, { skipVerify: true, ...client() })).toEqual(theKey);
  });

  test("says that etcd wants a client certificate of its authority", async () => {
    const message = refused(/asks for a client certificate.*signed.*--cert/);
    await expect(reading(mutual.endpoint, { ca: ca() })).rejects.toMatchObject(message);
    const unknown = { ca: ca(), cert: files.read("unknown.pem"), key: files.read("unknown.key") };
    await expect(reading(mutual.endpoint, unknown)).rejects.toMatchObject(message);
  });

  test("says that one side speaks TLS and the other does not", async () => {
    // The connection may be reset before etcd's last words are read: then nobody can tell why, and it is asked again.
    const told = async (): Promise<unknown> =>
      await reading(plain.endpoint.replace("http", "https")).catch((error: unknown) => error);
    await expect.poll(told).toMatchObject(refused(/does not speak TLS, use http:/));
    await expect(reading(elsewhere.endpoint.replace("https", "http"))).rejects.toMatchObject(
      refused(/speaks TLS, use https:/),
    );
  });
});
