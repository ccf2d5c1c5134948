import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { type FoundChild, KeyIndex, type KeySource } from "@etcdscope/keyspace";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, EtcdWriter, etcdBinary, keysOf } from "./etcd.testing.ts";
import { type EtcdOptions, openEtcd } from "./open-etcd.ts";

const flat = 100_000;

describe.skipIf(etcdBinary === undefined)("levels of an etcd, found by skipping", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  const opened: KeySource[] = [];
  const open = async (options: Partial<EtcdOptions> = {}) => {
    const source = await openEtcd({ endpoints: [etcd.endpoint], smallBytes: 0, ...options });
    opened.push(source);
    return source;
  };

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary!, args: ["--max-txn-ops=5000"] });
    writer = new EtcdWriter(etcd);
  });
  afterAll(async () => {
    await Promise.all(opened.map((source) => source.close()));
    writer.close();
    await etcd.stop();
  });

  test("are those of an index of the same random keys, at every prefix and page", async () => {
    const source = await open();
    await fc.assert(
      fc.asyncProperty(someKeys, fc.integer({ min: 1, max: 7 }), async (keys, limit) => {
        await writer.clear();
        if (keys.length > 0) await writer.putTogether(keys.map((key) => [key, bytesOf("v")]));
        const index = await KeyIndex.build(source.listKeys());
        for (const prefix of prefixesOf(keys)) {
          const { children } = index.children(prefix, { limit: 1000 });
          expect((await levelOf(source, prefix, limit)).map(shapeOf)).toEqual(children.map(shapeOf));
        }
      }),
      { numRuns: 12 },
    );
  });

  test("come page by page where there are 100,000 of them, at one revision while keys change", async () => {
    await writer.clear();
    for (let from = 0; from < flat; from += 5000) {
      const keys = Array.from({ length: 5000 }, (_, at) =>
        bytesOf(`/flat/object-${((from + at) * 48_271) % 100_003}`),
      );
      await writer.putTogether(keys.map((key) => [key, bytesOf("v")]));
    }
    const revision = await writer.put(bytesOf("/flat-not/x"), bytesOf("v"));
    const calls: string[] = [];
    const source = await open({ onCall: (method) => void calls.push(method) });
    let pages = 0;
    const names = new Set<string>();
    for await (const { children } of pagesOf(source, bytesOf("/flat/"), 1000, revision)) {
      for (const child of children.filter(isPlainKey)) names.add(String(child.name));
      await writer.put(bytesOf(`/flat/0-new-${++pages}`), bytesOf("v"));
    }
    expect(names.size).toBe(flat);
    expect(pages).toBe(100);
    expect(calls.length).toBeLessThan(20 * pages);
    expect((await levelOf(source, bytesOf("/"), 10)).map(({ name }) => String.fromCharCode(...name))).toEqual(
      ["flat", "flat-not"],
    );
  });

  test("are weighed bit by bit, to the very number of keys", async () => {
    const source = await open();
    const told: number[] = [];
    for await (const { keys, bytes } of source.weigh!()) {
      told.push(keys);
      expect(bytes).toBeGreaterThan(1_000_000);
    }
    expect(told.at(-1)).toBe((await keysOf(source)).length);
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual(told.toSorted((left, right) => left - right));
  });

  test("are listed no faster than an operator allows", async () => {
    const source = await open({ keysPerSecond: 20_000 });
    const begun = performance.now();
    let keys = 0;
    for await (const page of source.listKeys({ prefix: bytesOf("/flat/object-1") })) {
      keys += page.keys.length;
      // A rate is a bound from below: a slow machine only takes longer.
      const seconds = (performance.now() - begun) / 1000;
      expect(keys).toBeLessThanOrEqual(20_000 * (seconds + 0.3));
      expect(page.keys.length).toBeLessThanOrEqual(5000);
    }
    expect(keys).toBeGreaterThan(10_000);
  });
});

const isPlainKey = ({ isKey, isPrefix, countExact }: FoundChild): boolean => isKey && !isPrefix && countExact;

async function* pagesOf(
  source: KeySource,
  prefix: Uint8Array,
  limit: number,
  revision?: bigint,
): AsyncGenerator<{ readonly children: readonly FoundChild[] }> {
  const at = revision === undefined ? {} : { revision };
  for (let after: Uint8Array | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await source.children!(prefix, { limit, ...at, ...(after && { after }) });
    yield page;
    after = page.next;
  }
}

async function levelOf(source: KeySource, prefix: Uint8Array, limit: number): Promise<FoundChild[]> {
  const found: FoundChild[] = [];
  for await (const { children } of pagesOf(source, prefix, limit)) found.push(...children);
  return found;
}

const byte = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0x2f) },
  { weight: 6, arbitrary: fc.constantFrom(0x61, 0x62) },
  { weight: 4, arbitrary: fc.constantFrom(0x2d, 0x30, 0, 0xff) },
);
const someKeys = fc.uniqueArray(
  fc.array(byte, { minLength: 1, maxLength: 6 }).map((list) => Uint8Array.from(list)),
  { maxLength: 40, selector: String },
);

function prefixesOf(keys: readonly Uint8Array[]): Uint8Array[] {
  const all = keys.flatMap((key) => [2, 3, 4].map((end) => key.slice(0, end)));
  return [...new Map([new Uint8Array(0), ...all].map((prefix) => [String(prefix), prefix])).values()].slice(
    0,
    12,
  );
}

function shapeOf({ name, key, isKey, isPrefix }: Omit<FoundChild, "countExact">) {
  return { name, key, isKey, isPrefix };
}
