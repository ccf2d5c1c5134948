import { type ChildrenAnswer, type SourceAnswer, urls } from "@etcdscope/contract";
import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { etcdBinary } from "../etcd-source/etcd.testing.ts";
import { buildProgram, run, type Served, serveProgram } from "./program.testing.ts";

const patience = { interval: 50 };

beforeAll(buildProgram);

describe.skipIf(etcdBinary === undefined)("etcdscope over an etcd above the limits of an index", () => {
  let etcd: EtcdProcess;
  let server: Served;

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    for (const key of ["/app/a", "/app/b/1", "/app/b/2"]) await etcd.etcdctl("put", key, "1");
    server = await serveProgram([
      "--endpoints",
      etcd.endpoint,
      "--max-index-keys",
      "2",
      "--index-rate",
      "100000",
    ]);
  });
  afterAll(async () => {
    await server.stop();
    await etcd.stop();
  });

  const ask = async <Answer>(path: string, method = "GET"): Promise<Answer> =>
    (await fetch(new URL(path, server.address), { method })).json() as Promise<Answer>;
  const source = () => ask<SourceAnswer>(urls.source("etcd"));
  const names = async () => {
    const { children } = await ask<ChildrenAnswer>(urls.children("etcd", { key: "/app/" }));
    return children.map(({ name }) => name);
  };

  it("says what an index costs, shows levels and follows what changes without one", async () => {
    await expect
      .poll(async () => (await source()).indexCost, patience)
      .toMatchObject({ keys: 3, keysExact: true });
    expect(await source()).toMatchObject({ state: "unindexed", can: { index: true } });
    expect((await source()).indexCost?.bytes).toBeGreaterThan(1000);
    expect(await names()).toEqual(["a", "b"]);
    await etcd.etcdctl("put", "/app/c", "1");
    await expect.poll(async () => (await source()).keyCount, patience).toBe(4);
    expect(await names()).toEqual(["a", "b", "c"]);
  });

  it("builds it when asked to", async () => {
    await ask(urls.index("etcd"), "POST");
    await expect.poll(async () => (await source()).state, patience).toBe("ready");
    expect(await source()).toMatchObject({ keyCount: 4 });
    await etcd.etcdctl("put", "/app/d", "1");
    await expect.poll(names, patience).toEqual(["a", "b", "c", "d"]);
  });

  it("refuses limits that are none", async () => {
    for (const [option, value] of [
      ["--max-index-keys", "many"],
      ["--max-index-db-size", "4 GB"],
      ["--index-rate", "0"],
    ]) {
      const ended = await run(["serve", "--endpoints", etcd.endpoint, option ?? "", value ?? ""]);
      expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(`"${value}" is none`) });
    }
  });
});
