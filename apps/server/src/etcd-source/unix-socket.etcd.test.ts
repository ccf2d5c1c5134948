import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import type { KeySource } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkEndpoint } from "./check-endpoint.ts";
import { bytesOf, etcdBinary, keysOf } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

describe.skipIf(etcdBinary === undefined)("an etcd that listens on a Unix socket", () => {
  let etcd: EtcdProcess;
  let path: string;
  const opened: KeySource[] = [];
  const open = async (endpoint: string, password?: string) => {
    const login = password === undefined ? {} : { user: "root", password };
    const source = await openEtcd({ endpoints: [endpoint], ...login });
    opened.push(source);
    return source;
  };

  beforeAll(async () => {
    etcd = await startEtcd({
      binary: etcdBinary!,
      moreClientUrls: ["unix://localhost:1"],
      args: ["--advertise-client-urls=unix://localhost:1"],
    });
    path = join(etcd.folder, "localhost:1");
    await etcd.etcdctl("put", "/a", "1");
  });
  afterAll(async () => {
    await Promise.all(opened.map((source) => source.close()));
    await etcd.stop();
  });

  test("is read and followed there, however the address is written", async () => {
    expect((await stat(path)).isSocket()).toBe(true);
    for (const endpoint of [`unix://${path}`, `unix:${path}`]) {
      const source = await open(endpoint);
      expect(await keysOf(source)).toEqual([bytesOf("/a")]);
      const [first] = [source.follow!(2n, new AbortController().signal)[Symbol.asyncIterator]()];
      expect((await first!.next()).value?.events).toHaveLength(1);
      await first!.return?.();
    }
  });

  test("is one member of its cluster, by whatever address the cluster has for it", async () => {
    const { members } = await (await open(`unix://${path}`)).cluster!({ patience: 5000 });
    expect(members).toMatchObject([
      { state: "up", endpoint: `unix://${path}`, clientUrls: ["unix://localhost:1"] },
    ]);
  });

  test("passes every step of a check, and fails at the file where there is none", async () => {
    const steps = async (endpoint: string): Promise<string[]> => {
      const rows: string[] = [];
      for await (const { step, outcome, reason } of checkEndpoint(endpoint, { stepTimeout: 5000 }))
        rows.push(`${step} ${outcome} ${reason}`);
      return rows;
    };
    expect((await steps(`unix:${path}`)).slice(0, 2)).toEqual([
      "name skipped the endpoint is a Unix socket",
      expect.stringMatching(/^tcp ok \d+ ms$/),
    ]);
    expect((await steps(`unix:${path}`)).at(-1)).toBe("watch ok accepted");
    expect((await steps(`unix:${path}.gone`))[1]).toMatch(/^tcp failed There is no .*localhost:1\.gone: /);
  });

  test("asks for a user there as elsewhere", async () => {
    for (const command of ["user add root:secret", "auth enable"]) await etcd.etcdctl(...command.split(" "));
    await expect((await open(`unix:${path}`)).describe()).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await keysOf(await open(`unix:${path}`, "secret"))).toEqual([bytesOf("/a")]);
  });
});
