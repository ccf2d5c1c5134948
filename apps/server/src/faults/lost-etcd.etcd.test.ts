import { startCluster } from "@etcdscope/etcd-process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { etcdBinary } from "../etcd-source/etcd.testing.ts";
import { patience } from "./observed-server.testing.ts";
import { Scribbler } from "./scribbler.testing.ts";
import { Stage } from "./stage.testing.ts";

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});
afterEach(() => stage.end());

describe.skipIf(etcdBinary === undefined)("an etcd that is lost", () => {
  it("is followed on after kill -9 and a restart, in the middle of writes", async () => {
    const etcd = await stage.etcd();
    await etcd.etcdctl("put", "/first", "1");
    const server = await stage.server(etcd.endpoint);
    const mirror = await server.mirror();
    const scribbler = new Scribbler([etcd]);
    for (let round = 0; round < 3; round++) {
      await scribbler.more(150);
      await etcd.kill9();
      await expect.poll(() => server.state(), patience).toBe("away");
      await expect.poll(() => mirror.states.at(-1), patience).toBe("away");
      await etcd.restart();
      await expect.poll(() => server.state(), patience).toBe("ready");
    }
    await scribbler.more(50);
    await scribbler.stop();
    await server.expectSound(etcd);
    expect(mirror.states.filter((state) => state === "away")).toHaveLength(3);
    expect([mirror.resyncs, mirror.states.at(-1)]).toEqual([0, "ready"]);
  });

  it("says that it is away while frozen, and tells all of it afterwards", async () => {
    const etcd = await stage.etcd();
    const server = await stage.server(etcd.endpoint);
    const mirror = await server.mirror();
    await etcd.etcdctl("put", "/before", "1");
    etcd.pause();
    await expect.poll(() => server.state(), patience).toBe("away");
    await expect.poll(() => mirror.states.at(-1), patience).toBe("away");
    expect(await server.source()).toMatchObject({ problem: { code: expect.stringMatching(/^source_/) } });
    etcd.resume();
    await etcd.etcdctl("put", "/after", "1");
    await expect.poll(() => server.state(), patience).toBe("ready");
    await server.expectSound(etcd);
    expect([mirror.resyncs, mirror.states]).toEqual([0, ["ready", "away", "ready"]]);
  });
});

describe.skipIf(etcdBinary === undefined)("a cluster of three", () => {
  it("is followed on while each member in turn is killed and started again, in the middle of writes", async () => {
    const members = await startCluster(3, { binary: etcdBinary! });
    stage.onEnd(() => Promise.all(members.map((member) => member.stop())));
    const server = await stage.server(members.map(({ endpoint }) => endpoint).join(","));
    const mirror = await server.mirror();
    const scribbler = new Scribbler(members, 5);
    for (const member of members) {
      await scribbler.more(100);
      await member.kill9();
      await scribbler.more(100);
      await expect.poll(() => server.state(), patience).toBe("ready");
      await member.restart();
    }
    await scribbler.stop();
    await server.expectSound(members[0]!);
    expect([mirror.resyncs, mirror.states.at(-1)]).toEqual([0, "ready"]);
  });
});
