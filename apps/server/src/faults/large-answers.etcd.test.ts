import { type ChildrenAnswer, urls } from "@etcdscope/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bytesOf, EtcdWriter, etcdBinary } from "../etcd-source/etcd.testing.ts";
import { patience } from "./observed-server.testing.ts";
import { Stage } from "./stage.testing.ts";

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});
afterEach(() => stage.end());

const mebibyte = 1024 * 1024;

describe.skipIf(etcdBinary === undefined)("an etcd that holds much", () => {
  it("in one value: 1.5 MB and 6 MB come as they are stored", async () => {
    const etcd = await stage.etcd({ args: ["--max-request-bytes=16777216"] });
    const writer = new EtcdWriter(etcd);
    stage.onEnd(async () => writer.close());
    const server = await stage.server(etcd.endpoint);
    const mirror = await server.mirror();
    for (const size of [1_500_000, 6_000_000]) {
      const value = Buffer.alloc(size, `${size} bytes: `);
      const key = `/large/${size}`;
      await writer.put(bytesOf(key), value);
      const stored = await server.get(urls.bytes("etcd", { key }));
      expect(Buffer.compare(Buffer.from(await stored.arrayBuffer()), value)).toBe(0);
      const shown = await server.get(urls.value("etcd", { key }));
      expect(await shown.json()).toMatchObject({ key, size });
    }
    await server.expectSound(etcd);
    expect([mirror.resyncs, mirror.states]).toEqual([0, ["ready"]]);
  });

  it("in one level: 100,000 children come page by page, and go again", async () => {
    const etcd = await stage.etcd();
    const writer = new EtcdWriter(etcd);
    stage.onEnd(async () => writer.close());
    const server = await stage.server(etcd.endpoint);
    const mirror = await server.mirror();
    const names = Array.from({ length: 100_000 }, (_, at) => String(at).padStart(6, "0"));
    for (let at = 0; at < names.length; at += 100)
      await writer.putTogether(
        names.slice(at, at + 100).map((name) => [bytesOf(`/many/${name}`), bytesOf("")]),
      );
    // Some 10 MiB of index beside what was there before.
    await server.expectSound(etcd, { mayGrowBy: 40 * mebibyte });
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = { limit: 1000, ...(cursor === undefined ? {} : { cursor }) };
      const answer: ChildrenAnswer = JSON.parse(
        await (await server.get(urls.children("etcd", { key: "/many/" }, page))).text(),
      );
      expect(answer.total).toBe(names.length);
      listed.push(...answer.children.map(({ name }) => name));
      cursor = answer.next ?? undefined;
    } while (cursor !== undefined);
    expect(listed).toEqual(names);
    await etcd.etcdctl("del", "--prefix", "/many/");
    // The last batch stays in the hands of who waits for the next one.
    await etcd.etcdctl("put", "/few", "1");
    await server.expectSound(etcd);
    expect(mirror.states).toEqual(["ready"]);
  });
});

describe.skipIf(etcdBinary === undefined)("an etcd whose database is full", () => {
  it("is read and followed on, also while space is made", async () => {
    const etcd = await stage.etcd({ args: [`--quota-backend-bytes=${16 * mebibyte}`] });
    const server = await stage.server(etcd.endpoint);
    const mirror = await server.mirror();
    const writer = new EtcdWriter(etcd);
    stage.onEnd(async () => writer.close());
    const fill = async (): Promise<void> => {
      for (let at = 0; at < 100; at++) await writer.put(bytesOf(`/fill/${at}`), new Uint8Array(mebibyte));
    };
    await expect(fill()).rejects.toThrow(/database space exceeded/);
    const alarms = async () => (await etcd.etcdctl("alarm", "list")).stdout.toString();
    await expect.poll(alarms, patience).toMatch(/NOSPACE/);
    await server.expectSound(etcd);
    expect((await server.get(urls.value("etcd", { key: "/fill/0" }))).status).toBe(200);
    await etcd.etcdctl("del", "--prefix", "/fill/");
    const { revision } = await server.source();
    await etcd.etcdctl("compact", revision);
    await etcd.etcdctl("defrag");
    await etcd.etcdctl("alarm", "disarm");
    await etcd.etcdctl("put", "/room", "again");
    await server.expectSound(etcd);
    expect([mirror.resyncs, mirror.states]).toEqual([0, ["ready"]]);
  });
});
