import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { compareBytes, type KeyPage, type KeySource } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, EtcdWriter, etcdBinary, keysOf } from "./etcd.testing.ts";
import { type EtcdOptions, openEtcd } from "./open-etcd.ts";

const mebibyte = 1024 * 1024;

describe.skipIf(etcdBinary === undefined)("large and odd contents of an etcd", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  const opened: KeySource[] = [];
  const open = async (options: Partial<EtcdOptions> = {}) => {
    const source = await openEtcd({ endpoints: [etcd.endpoint], ...options });
    opened.push(source);
    return source;
  };

  beforeAll(async () => {
    etcd = await startEtcd({
      binary: etcdBinary!,
      args: [`--max-request-bytes=${16 * mebibyte}`, "--max-txn-ops=2000"],
    });
    writer = new EtcdWriter(etcd);
  });
  afterAll(async () => {
    await Promise.all(opened.map((source) => source.close()));
    writer.close();
    await etcd.stop();
  });

  test.each([1.5, 8])("reads a value of %d MiB byte for byte, and goes on answering", async (size) => {
    const value = Uint8Array.from({ length: size * mebibyte }, (_, at) => (at * 31) & 0xff);
    await writer.put(bytesOf("/large"), value);
    const source = await open();
    expect(Buffer.compare((await source.read(bytesOf("/large")))!.value, value)).toBe(0);
    await expect(source.read(bytesOf("/absent"))).resolves.toBeUndefined();
  });

  test("lists keys of 1 KiB in answers above gRPC's 4 MiB, and in smaller pages where those are too large", async () => {
    const keys = Array.from({ length: 8000 }, (_, at) => bytesOf(`/long/${String(at).padStart(1000, "0")}`));
    for (let at = 0; at < keys.length; at += 2000) {
      await writer.putTogether(keys.slice(at, at + 2000).map((key) => [key, bytesOf("")]));
    }
    const prefix = bytesOf("/long/");
    const whole = await pagesOf(await open({ firstPage: 8000 }), prefix);
    // No page holds more than 5,000 keys: of this size they are 5 MiB. After one that took long the next are smaller.
    const sizes = whole.map((page) => page.keys.length);
    expect([sizes[0], Math.max(...sizes)]).toEqual([5000, 5000]);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(keys.length);
    const limited = await pagesOf(await open({ firstPage: 8000, largestAnswer: mebibyte }), prefix);
    expect(Math.max(...limited.map((page) => page.keys.length))).toBeLessThan(1024);
    expect(Buffer.compare(keysIn(limited), keysIn(whole))).toBe(0);
  });

  test("catches up with changes whose telling is too large in one piece, and goes on", async () => {
    const value = new Uint8Array(3 * mebibyte);
    const revisions: bigint[] = [];
    for (let at = 0; at < 10; at++) revisions.push(await writer.put(bytesOf(`/behind/${at}`), value));
    const source = await open({ largestAnswer: 20 * mebibyte });
    const seen: bigint[] = [];
    for await (const { events } of source.follow!(revisions[0]!, new AbortController().signal)) {
      seen.push(...events.map((event) => (event.type === "put" ? event.meta.modRevision : 0n)));
      if (seen.length === 10) revisions.push(await writer.put(bytesOf("/behind/small"), bytesOf("1")));
      if (seen.length > 10) break;
    }
    expect(seen).toEqual(revisions);
  });

  test("refuses an answer above the limit, and only that one", async () => {
    const source = await open({ largestAnswer: mebibyte });
    await writer.put(bytesOf("/large"), new Uint8Array(2 * mebibyte));
    for (let attempt = 0; attempt < 4; attempt++) {
      await expect(source.read(bytesOf("/large"))).rejects.toMatchObject({ code: "too_large" });
      await expect(source.read(bytesOf("/absent"))).resolves.toBeUndefined();
    }
  });

  test("lists and reads keys of 0xff and 0x00 bytes, at every page size", async () => {
    await writer.clear();
    const keys = [
      [0],
      [0, 0xff],
      [0x2f, 0xff, 0xff],
      [0xff],
      [0xff, 0],
      [0xff, 0xfe],
      [0xff, 0xff],
      [0xff, 0xff, 0],
    ]
      .map((key) => Uint8Array.from(key))
      .sort(compareBytes);
    for (const key of keys) {
      await writer.put(key, key);
    }
    for (const firstPage of [1, 2, 3, 100]) {
      expect(await keysOf(await open({ firstPage }))).toEqual(keys);
    }
    const source = await open();
    for (const key of keys) {
      expect(await source.read(key)).toMatchObject({ key, value: key });
    }
    const events = source.follow!((await source.read(keys[0]!))!.modRevision, new AbortController().signal);
    for await (const batch of events) {
      expect(batch.events[0]).toMatchObject({ meta: { key: keys[0]! } });
      break;
    }
  });
});

async function pagesOf(source: KeySource, prefix: Uint8Array): Promise<KeyPage[]> {
  const pages: KeyPage[] = [];
  for await (const page of source.listKeys({ prefix })) {
    pages.push(page);
  }
  return pages;
}

function keysIn(pages: readonly KeyPage[]): Buffer {
  return Buffer.concat(pages.flatMap((page) => page.keys.map((meta) => meta.key)));
}
