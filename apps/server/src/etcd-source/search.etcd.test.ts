import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ExploredSource } from "../explorer/explored-source.ts";
import { Explorer } from "../explorer/explorer.ts";
import type { SearchCursor, SearchRequest, SearchResult } from "../explorer/key-searches.ts";
import { bytesOf, EtcdWriter, etcdBinary } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

const pods = 30_000;
const others = 40_000;
const text = (key: Uint8Array): string => Buffer.from(key).toString("latin1");

describe.skipIf(etcdBinary === undefined)("a search over an etcd above the limits of an index", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  let explorer: Explorer;
  let one: ExploredSource;
  let revision: bigint;
  const calls: string[] = [];

  const fill = async (count: number, keyOf: (at: number) => string): Promise<void> => {
    for (let from = 0; from < count; from += 5000) {
      const keys = Array.from({ length: Math.min(5000, count - from) }, (_, at) => keyOf(from + at));
      revision = await writer.putTogether(keys.map((key) => [bytesOf(key), bytesOf("v")]));
    }
  };

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary!, args: ["--max-txn-ops=5000"] });
    writer = new EtcdWriter(etcd);
    await fill(pods, (at) => `/registry/pods/space-${at % 7}/pod-${at}`);
    await fill(others, (at) => `/registry/configmaps/space-${at % 3}/map-${at}`);
    await fill(3, (at) => `/app/${at}`);
    const onCall = (method: string, outcome: string): void => void calls.push(`${method} ${outcome}`);
    const source = await openEtcd({ endpoints: [etcd.endpoint], smallBytes: 0, onCall });
    const indexLimits = { mostKeys: 1000, mostBytes: 0 };
    explorer = await Explorer.open([{ id: "etcd", source }], { indexLimits });
    one = explorer.source("etcd");
    await vi.waitUntil(() => one.status().state === "unindexed", { timeout: 120_000 });
    await vi.waitUntil(() => one.status().cost?.isWhole === true, { timeout: 120_000 });
  });
  afterAll(async () => {
    await explorer.close();
    writer.close();
    await etcd.stop();
  });

  const search = (
    find: string,
    opened: readonly string[],
    more: Partial<SearchRequest> = {},
  ): Promise<SearchResult> =>
    one.search({
      mode: "text",
      text: find,
      prefix: bytesOf(""),
      opened: opened.map(bytesOf),
      limit: 1000,
      signal: new AbortController().signal,
      ...more,
    });

  async function toTheEnd(find: string, opened: readonly string[]): Promise<SearchResult[]> {
    const results: SearchResult[] = [];
    let cursor: SearchCursor | undefined;
    do {
      const result = await search(find, opened, { cursor });
      results.push(result);
      cursor = result.next;
    } while (cursor !== undefined);
    return results;
  }

  const covered = ({ coverage }: SearchResult) =>
    coverage?.prefixes.map(({ prefix, searched, isWhole }) => [text(prefix), searched, isWhole]);

  test("covers one opened prefix whole, and nothing else", async () => {
    const result = await search("pod-7", ["/registry/pods/space-0/"]);
    const expected = Array.from({ length: pods }, (_, at) => at).filter(
      (at) => at % 7 === 0 && String(at).startsWith("7"),
    );
    expect(result.found.map(({ key }) => text(key)).sort()).toEqual(
      expected.map((at) => `/registry/pods/space-0/pod-${at}`).sort(),
    );
    expect(result).toMatchObject({ revision, total: expected.length, isWhole: false });
    expect(result.next).toBeUndefined();
    expect(covered(result)).toEqual([["/registry/pods/space-0/", Math.ceil(pods / 7), true]]);
  });

  test("walks from the deepest outwards, and ends with every key in it", async () => {
    const opened = ["/registry/", "/registry/pods/", "/registry/pods/space-3/", "/app/"];
    const results = await toTheEnd("-1234", opened);
    const found = results.flatMap((result) => result.found.map(({ key }) => text(key)));
    expect(found[0]).toMatch(/^\/registry\/pods\/space-3\//);
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBe(2 * 11);
    expect(results.length).toBeGreaterThan(1);
    expect(new Set(results.map((result) => result.revision))).toEqual(new Set([revision]));
    expect(covered(results.at(-1)!)).toEqual([
      ["/registry/pods/space-3/", Math.ceil((pods - 3) / 7), true],
      ["/registry/pods/", pods, true],
      ["/registry/", pods + others, true],
      ["/app/", 3, true],
    ]);
  });

  test("answers with what it covered where that is enough for one answer", async () => {
    const first = await search("nothing has this name", ["/registry/"]);
    expect(first).toMatchObject({ total: 0, isWhole: false, next: { place: { done: 0 } } });
    expect(first.searched).toBeGreaterThan(0);
    expect(first.searched).toBeLessThan(60_000);
  });

  test("is given up when the asker leaves", async () => {
    const leaving = new AbortController();
    calls.length = 0;
    const asked = search("nothing", ["/registry/"], { signal: leaving.signal });
    await expect.poll(() => calls.length).toBeGreaterThan(0);
    leaving.abort(new Error("gone"));
    await expect(asked).rejects.toThrow("gone");
    const after = calls.length;
    await one.read(bytesOf("/app/1"), undefined, new AbortController().signal);
    await one.read(bytesOf("/app/2"), undefined, new AbortController().signal);
    // The call that was under way has ended, and no other was begun.
    expect(calls.length).toBeLessThanOrEqual(after + 3);
  });

  test("keeps to the state that it began with while keys change", async () => {
    const first = await search("map-", ["/registry/configmaps/space-0/"]);
    await writer.put(bytesOf("/registry/configmaps/space-0/map-new"), bytesOf("v"));
    const second = await search("map-", ["/registry/configmaps/space-0/"], { cursor: first.next });
    expect(second.revision).toBe(first.revision);
    expect(await search("map-new", ["/registry/configmaps/space-0/"])).toMatchObject({ total: 1 });
  });

  test("covers what the index holds so far while it is built, and everything once it is", async () => {
    one.buildIndex();
    await expect.poll(() => one.status().state, { timeout: 120_000 }).toBe("ready");
    const whole = await search("-1234", ["/app/"]);
    expect(whole).toMatchObject({ total: 22, searched: pods + others + 4, isWhole: true });
    expect(whole.coverage).toBeUndefined();
  });
});
