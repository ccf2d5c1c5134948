import { type KeySource, type ListingCost, type MemorySource, memorySource } from "@etcdscope/keyspace";
import { afterEach, describe, expect, it } from "vitest";
import { Explorer } from "./explorer.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const signal = new AbortController().signal;

let explorer: Explorer | undefined;
afterEach(() => explorer?.close());

/** A source that weighs what it holds key by key, and lists when it is let. */
function weighed(memory: MemorySource, weight?: number): KeySource & { letList(): void; listings(): number } {
  let letList = (): void => undefined;
  let listings = 0;
  const mayList = new Promise<void>((resolve) => {
    letList = resolve;
  });
  return {
    describe: (stop) => memory.describe(stop),
    children: (prefix, options) => memory.children(prefix, options),
    read: (key, options) => memory.read(key, options),
    follow: (from, stop) => memory.follow(from, stop),
    close: () => memory.close(),
    async *weigh(): AsyncGenerator<ListingCost> {
      const { keyCount = 0 } = await memory.describe();
      const facts = weight === undefined ? {} : { bytes: weight };
      for (let keys = 1; keys <= keyCount; keys++) yield { keys, ...facts };
    },
    async *listKeys(options = {}) {
      listings++;
      const stopped = new Promise<never>((_, reject) => {
        options.signal?.addEventListener("abort", () => reject(options.signal?.reason), { once: true });
      });
      for await (const page of memory.listKeys(options)) {
        yield { ...page, keys: page.keys.slice(0, 1) };
        await Promise.race([mayList, stopped]);
        yield { ...page, keys: page.keys.slice(1) };
      }
    },
    letList: () => letList(),
    listings: () => listings,
  };
}

function threeKeys(): MemorySource {
  const memory = memorySource();
  for (const key of ["/a/1", "/a/2", "/b"]) memory.put(bytes(key), bytes(""));
  return memory;
}

async function explored(source: KeySource, mostKeys: number, mostBytes = 1000) {
  explorer = await Explorer.open([{ id: "s", source }], {
    indexLimits: { mostKeys, mostBytes },
    patience: 0,
  });
  return explorer.source("s");
}

const names = async (prefix: string): Promise<string[]> => {
  const level = await explorer?.source("s").level({ prefix: bytes(prefix), limit: 9, signal });
  return level?.children.map(({ name }) => new TextDecoder().decode(name)) ?? [];
};

describe("a source above the limits of an index", () => {
  it("by its keys: is not indexed, says what an index costs, and shows levels all the same", async () => {
    const one = await explored(weighed(threeKeys()), 2);
    await expect.poll(() => one.status().state).toBe("unindexed");
    await expect.poll(() => one.status().cost).toEqual({ keys: 3, isWhole: true });
    expect(one.status()).toMatchObject({ revision: 4n, keyCount: 3, can: { index: true } });
    expect(await names("/a/")).toEqual(["1", "2"]);
  });

  it("by its size: is not even begun to be listed", async () => {
    const source = weighed(threeKeys(), 1001);
    const one = await explored(source, 1000);
    await expect.poll(() => one.status().cost).toEqual({ keys: 3, bytes: 1001, isWhole: true });
    expect(one.status().state).toBe("unindexed");
    expect(source.listings()).toBe(0);
  });

  it("tells of its changes without an index", async () => {
    const memory = threeKeys();
    const one = await explored(weighed(memory), 2);
    await expect.poll(() => one.status().cost?.isWhole).toBe(true);
    const stop = new AbortController();
    const told: string[] = [];
    const listening = (async () => {
      for await (const event of one.events({ prefix: bytes(""), signal: stop.signal }))
        if (event.type === "changes")
          for (const { key } of event.changes) told.push(new TextDecoder().decode(key));
    })();
    await expect.poll(() => one.readers).toBe(1);
    const revision = memory.put(bytes("/a/3"), bytes(""));
    await expect.poll(() => told).toEqual(["/a/3"]);
    expect(one.status()).toMatchObject({ revision, keyCount: 4, state: "unindexed" });
    expect(await names("/a/")).toEqual(["1", "2", "3"]);
    stop.abort();
    await listening;
  });

  it("is indexed when asked for, with progress on the way", async () => {
    const source = weighed(threeKeys());
    const one = await explored(source, 2);
    await expect.poll(() => one.status().cost?.isWhole).toBe(true);
    one.buildIndex();
    await expect.poll(() => one.status().progress).toMatchObject({ keys: 1, total: 3 });
    expect(one.status().state).toBe("indexing");
    source.letList();
    await expect.poll(() => one.status().state).toBe("ready");
    expect(one.index?.size).toBe(3);
    expect(one.status().cost).toBeUndefined();
  });

  it("stops being indexed when asked to, and can be indexed later", async () => {
    const source = weighed(threeKeys());
    const one = await explored(source, 1000);
    await expect.poll(() => one.status().progress?.keys).toBe(1);
    one.stopIndexing();
    await expect.poll(() => one.status().state).toBe("unindexed");
    expect(one.index).toBeUndefined();
    one.buildIndex();
    source.letList();
    await expect.poll(() => one.status().state).toBe("ready");
    one.stopIndexing();
    expect(one.status().state).toBe("ready");
  });
});
