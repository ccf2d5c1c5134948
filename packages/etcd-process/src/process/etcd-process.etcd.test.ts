import { existsSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findEtcd } from "../binary/etcd-binary.ts";
import { type EtcdProcess, startCluster, startEtcd } from "./etcd-process.ts";
import { leaderOf } from "./leader.ts";

const binary = findEtcd();

test("finds no etcd in a folder without one", () => {
  expect(findEtcd("/nonexistent")).toBeUndefined();
});

describe.skipIf(binary === undefined)("a real etcd", () => {
  let etcd: EtcdProcess;
  beforeAll(async () => {
    etcd = await startEtcd({ binary: binary! });
  });
  afterAll(() => etcd.stop());

  test("keeps its data and port over a kill", async () => {
    await etcd.etcdctl("put", "/a", "1");
    const { endpoint } = etcd;
    await etcd.kill9();
    await expect(etcd.etcdctl("--command-timeout=200ms", "get", "/a")).rejects.toThrow("etcdctl");
    await etcd.restart();
    expect(etcd.endpoint).toBe(endpoint);
    expect((await etcd.etcdctl("get", "/a", "--print-value-only")).stdout.toString()).toBe("1\n");
  });

  test("answers nothing while paused and goes on afterwards", async () => {
    etcd.pause();
    await expect(etcd.etcdctl("--command-timeout=200ms", "get", "/a")).rejects.toThrow("deadline");
    await new Promise<void>((resolve, reject) => {
      const socket = connect(etcd.clientPort, "127.0.0.1", () => resolve(void socket.destroy()));
      socket.once("error", reject);
    });
    etcd.resume();
    await etcd.etcdctl("get", "/a");
  });

  test("leaves nothing behind when stopped", async () => {
    const other = await startEtcd({ binary: binary! });
    expect(existsSync(other.folder)).toBe(true);
    await other.stop();
    expect(existsSync(other.folder)).toBe(false);
    await expect(other.etcdctl("--command-timeout=200ms", "get", "/a")).rejects.toThrow("etcdctl");
  });

  test("says why etcd does not start", async () => {
    await expect(startEtcd({ binary: binary!, args: ["--no-such-flag"] })).rejects.toThrow("no-such-flag");
  });
});

describe.skipIf(binary === undefined)("three etcd of one cluster", () => {
  test("choose another leader when theirs is killed, and take it back", async () => {
    const members = await startCluster(3, { binary: binary! });
    try {
      const first = await leaderOf(members);
      await first.etcdctl("put", "/a", "1");
      await first.kill9();
      const second = await leaderOf(members);
      expect(second).not.toBe(first);
      await second.etcdctl("put", "/a", "2");
      await first.restart();
      expect((await first.etcdctl("get", "/a", "--print-value-only")).stdout.toString()).toBe("2\n");
    } finally {
      await Promise.all(members.map((member) => member.stop()));
    }
  });
});
