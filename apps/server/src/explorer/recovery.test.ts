import { memorySource, SourceFault } from "@etcdscope/keyspace";
import { afterEach, describe, expect, it } from "vitest";
import { type Breakable, breakable } from "./breakable.testing.ts";
import type { ExploredSource } from "./explored-source.ts";
import { Explorer } from "./explorer.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const signal = new AbortController().signal;

let explorer: Explorer | undefined;
afterEach(() => explorer?.close());

async function explored(source: Breakable, states: string[] = []): Promise<ExploredSource> {
  explorer = await Explorer.open([{ id: "s", source }], {
    pause: () => 5,
    onState: (_id, { state }) => states.push(state),
  });
  const one = explorer.source("s");
  await expect.poll(() => one.status().state).toBe("ready");
  return one;
}

const names = async (source: ExploredSource): Promise<string[]> => {
  const { children } = await source.level({ prefix: bytes("/a/"), limit: 100, signal });
  return children.map(({ name }) => new TextDecoder().decode(name));
};

describe("a source that goes away", () => {
  it("keeps its levels, says since when, and refuses values", async () => {
    const memory = memorySource();
    memory.put(bytes("/a/1"), bytes("x"));
    const source = breakable(memory);
    const one = await explored(source);
    source.unplug();
    await expect.poll(() => one.status().state).toBe("away");
    expect(one.status().problem).toMatchObject({ code: "source_unavailable", message: "The cable is out." });
    expect(await names(one)).toEqual(["1"]);
    await expect(one.read(bytes("/a/1"), undefined, signal)).rejects.toMatchObject({
      code: "source_unavailable",
    });
  });

  it("keeps the time at which it went, however often it is tried again", async () => {
    const source = breakable(memorySource());
    const states: string[] = [];
    const one = await explored(source, states);
    source.unplug();
    await expect.poll(() => one.status().state).toBe("away");
    const since = one.status().problem?.since;
    let asked = 0;
    source.describe = async () => {
      asked++;
      throw new SourceFault("source_unavailable", "The cable is out.");
    };
    await expect.poll(() => asked).toBeGreaterThan(2);
    expect(one.status().problem?.since).toBe(since);
    expect(states).toEqual(["ready", "away"]);
  });

  it("comes back by itself and learns what changed meanwhile, without listing again", async () => {
    const memory = memorySource();
    memory.put(bytes("/a/1"), bytes("x"));
    const source = breakable(memory);
    const one = await explored(source);
    source.unplug();
    await expect.poll(() => one.status().state).toBe("away");
    memory.put(bytes("/a/2"), bytes("y"));
    memory.delete(bytes("/a/1"));
    source.plugIn();
    await expect.poll(() => one.status().state).toBe("ready");
    await expect.poll(() => names(one)).toEqual(["2"]);
    expect(one.status().problem).toBeUndefined();
    expect(source.listings()).toBe(1);
    expect((await one.read(bytes("/a/2"), undefined, signal)).kv.value).toEqual(bytes("y"));
  });

  it("is listed again when its history was compacted meanwhile", async () => {
    const memory = memorySource();
    memory.put(bytes("/a/1"), bytes("x"));
    const source = breakable(memory);
    const one = await explored(source);
    source.unplug();
    await expect.poll(() => one.status().state).toBe("away");
    memory.delete(bytes("/a/1"));
    memory.compact(memory.put(bytes("/a/3"), bytes("z")));
    source.plugIn();
    await expect.poll(() => names(one)).toEqual(["3"]);
    expect(source.listings()).toBe(2);
    expect(one.status()).toMatchObject({ state: "ready", oldestRevision: 4n });
  });

  it("is listed again when it comes back with an earlier history", async () => {
    const memory = memorySource();
    for (const name of ["1", "2", "3"]) memory.put(bytes(`/a/${name}`), bytes("x"));
    const restored = memorySource();
    restored.put(bytes("/a/old"), bytes("x"));
    const source = breakable(memory);
    const one = await explored(source);
    source.describe = (abort) => restored.describe(abort);
    source.listKeys = (options) => restored.listKeys(options);
    source.follow = (from, abort) => restored.follow(from, abort);
    memory.interrupt(new SourceFault("source_unavailable", "The etcd restarts."));
    await expect.poll(() => names(one)).toEqual(["old"]);
    expect(one.status()).toMatchObject({ state: "ready", revision: 2n, keyCount: 1 });
  });
});

describe("a source whose index is not there yet", () => {
  it("answers a level from a short listing", async () => {
    const memory = memorySource();
    memory.put(bytes("/a/1"), bytes("x"));
    memory.put(bytes("/b/1"), bytes("x"));
    const slow = breakable(memory);
    slow.listKeys = async function* (options = {}) {
      if (options.prefix === undefined)
        await new Promise((_, reject) => options.signal?.addEventListener("abort", reject));
      yield* memory.listKeys(options);
    };
    explorer = await Explorer.open([{ id: "s", source: slow }], { patience: 5 });
    const one = explorer.source("s");
    expect(one.status()).toMatchObject({ state: "indexing", progress: { keys: 0 }, keyCount: 2 });
    const level = await one.level({ prefix: bytes("/a/"), limit: 100, signal });
    expect(level).toMatchObject({ revision: 3n, total: 1, children: [{ countExact: true }] });
  });

  it("says that there may be more when the listing had to be cut", async () => {
    const memory = memorySource({ pageSize: 1000 });
    for (let number = 0; number < 6001; number++) memory.put(bytes(`/a/${number}/x`), bytes(""));
    const slow = breakable(memory);
    slow.listKeys = async function* (options = {}) {
      if (options.prefix === undefined)
        await new Promise((_, reject) => options.signal?.addEventListener("abort", reject));
      yield* memory.listKeys(options);
    };
    explorer = await Explorer.open([{ id: "s", source: slow }], { patience: 5 });
    const level = await explorer.source("s").level({ prefix: bytes("/a/"), limit: 10, signal });
    expect(level.total).toBeUndefined();
    expect(level.children).toHaveLength(10);
    expect(level.children.some((child) => child.countExact)).toBe(false);
  });
});

describe("a source that does not answer when it is opened", () => {
  const unseen = { kind: "memory", name: "the far one", revision: 0n } as const;

  it("is away with the cause, beside others that work, and comes by itself", async () => {
    const [memory, other] = [memorySource(), memorySource()];
    memory.put(bytes("/a/1"), bytes("x"));
    const source = breakable(memory);
    source.unplug();
    explorer = await Explorer.open(
      [
        { id: "s", source, unseen },
        { id: "other", source: other },
      ],
      { pause: () => 5, patience: 5 },
    );
    const one = explorer.source("s");
    expect(one.status()).toMatchObject({
      state: "away",
      name: "the far one",
      revision: 0n,
      keyCount: undefined,
      problem: { code: "source_unavailable", message: "The cable is out." },
    });
    await expect(names(one)).rejects.toMatchObject({ code: "source_unavailable" });
    await expect.poll(() => explorer?.source("other").status().state).toBe("ready");
    source.plugIn();
    await expect.poll(() => names(one).catch(() => [])).toEqual(["1"]);
    expect(one.status()).toMatchObject({ state: "ready", revision: 2n, keyCount: 1 });
  });

  it("is asked less and less often, and told why the last try failed", async () => {
    const pauses: [number, string][] = [];
    const source = { ...breakable(memorySource()) };
    source.describe = () => Promise.reject(new SourceFault("unauthenticated", "Not with this password."));
    const pause = (failures: number, code: string): number => {
      pauses.push([failures, code]);
      return 5;
    };
    explorer = await Explorer.open([{ id: "s", source, unseen }], { pause });
    await expect.poll(() => pauses.length).toBeGreaterThan(2);
    expect(pauses.slice(0, 2)).toEqual([
      [0, "unauthenticated"],
      [1, "unauthenticated"],
    ]);
  });

  it("is closed like the others", async () => {
    const closed: string[] = [];
    const source = { ...breakable(memorySource()), close: async () => void closed.push("s") };
    source.describe = () => Promise.reject(new SourceFault("source_timeout", "Nothing came."));
    const opened = await Explorer.open([{ id: "s", source, unseen }], { pause: () => 60_000 });
    await opened.close();
    expect(closed).toEqual(["s"]);
  });
});

describe("a source that must answer and does not", () => {
  it("is not opened, and leaves nothing open", async () => {
    const closed: string[] = [];
    const closing = (id: string) => ({
      id,
      source: { ...breakable(memorySource()), close: async () => void closed.push(id) },
    });
    const [away, other] = [closing("away"), closing("other")];
    away.source.describe = () => Promise.reject(new SourceFault("source_unavailable", "The cable is out."));
    await expect(Explorer.open([other, away])).rejects.toMatchObject({ code: "source_unavailable" });
    expect(closed.toSorted()).toEqual(["away", "other"]);
  });
});
