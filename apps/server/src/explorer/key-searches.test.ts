import { type KeySource, type MemorySource, memorySource, SourceFault } from "@etcdscope/keyspace";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { ExploredSource } from "./explored-source.ts";
import { Explorer } from "./explorer.ts";
import type { SearchRequest, SearchResult } from "./key-searches.ts";
import type { WalkLimits } from "./key-walk.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const text = (key: Uint8Array): string => Buffer.from(key).toString("latin1");
const signal = new AbortController().signal;
const patient: WalkLimits = { keys: 1000, milliseconds: 10_000 };

let explorer: Explorer | undefined;
afterEach(() => explorer?.close());

type Listing = KeySource["listKeys"];

/** A source that weighs more than any limit, over what `memory` holds; `listing` may come between. */
function heavy(memory: MemorySource, listing: (list: Listing) => Listing = (list) => list): KeySource {
  return {
    describe: (stop) => memory.describe(stop),
    listKeys: listing((options) => memory.listKeys(options)),
    children: (prefix, options) => memory.children(prefix, options),
    read: (key, options) => memory.read(key, options),
    follow: (from, stop) => memory.follow(from, stop),
    close: () => memory.close(),
    async *weigh() {
      yield { keys: 1_000_000, bytes: 1_000_000 };
    },
  };
}

const filled = (keys: readonly string[], pageSize = 2): MemorySource => {
  const memory = memorySource({ pageSize });
  for (const key of keys) memory.put(bytes(key), bytes(""));
  return memory;
};

async function unindexed(source: KeySource, walk = patient): Promise<ExploredSource> {
  const indexLimits = { mostKeys: 0, mostBytes: 0 };
  explorer = await Explorer.open([{ id: "s", source }], { indexLimits, patience: 0, walk });
  const one = explorer.source("s");
  await expect.poll(() => one.status().state).toBe("unindexed");
  return one;
}

const asking = (find: string, opened: readonly string[] = [], more: Partial<SearchRequest> = {}) => ({
  mode: "text" as const,
  text: find,
  prefix: bytes(""),
  opened: opened.map(bytes),
  limit: 100,
  signal,
  ...more,
});

const untilAborted = (stop: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    if (stop?.aborted) reject(stop.reason);
    stop?.addEventListener("abort", () => reject(stop.reason));
  });

const covered = ({ coverage }: SearchResult) =>
  coverage?.prefixes.map(({ prefix, searched, isWhole }) => [text(prefix), searched, isWhole]);
const found = (result: SearchResult): string[] => result.found.map(({ key }) => text(key));

/** Every answer, each going on where the one before it ended. */
async function allAnswers(one: ExploredSource, request: SearchRequest): Promise<SearchResult[]> {
  const results = [await one.search(request)];
  for (let next = results[0]?.next; next !== undefined; next = results.at(-1)?.next)
    results.push(await one.search({ ...request, cursor: next }));
  return results;
}

describe("a search without an index", () => {
  const keys = ["/a/1", "/a/b/1", "/a/b/2", "/a/c/1", "/d/1", "/d/2", "/e"];

  it("walks over what was opened, the deepest first, and says how much that was", async () => {
    const one = await unindexed(heavy(filled(keys)));
    const result = await one.search(asking("1", ["/a/", "/a/b/"]));
    expect(found(result)).toEqual(["/a/b/1", "/a/1", "/a/c/1"]);
    expect(result).toMatchObject({ revision: 8n, total: 3, searched: 4, isWhole: false });
    expect(result.next).toBeUndefined();
    expect(covered(result)).toEqual([
      ["/a/b/", 2, true],
      ["/a/", 4, true],
    ]);
  });

  it("walks over the prefix that is asked for, of which all keys are then searched", async () => {
    const one = await unindexed(heavy(filled(keys)));
    const result = await one.search(asking("1", ["/a/b/", "/d/"], { prefix: bytes("/a/") }));
    expect(found(result)).toEqual(["/a/b/1", "/a/1", "/a/c/1"]);
    expect(result).toMatchObject({ searched: 4, isWhole: true });
  });

  it("walks over all keys where nothing was opened", async () => {
    const one = await unindexed(heavy(filled(keys)));
    const result = await one.search(asking("/d"));
    expect(found(result)).toEqual(["/d/1", "/d/2"]);
    expect(result).toMatchObject({ searched: 7, isWhole: true });
  });

  it("ends at its budget of keys, and goes on from there at the same revision", async () => {
    const memory = filled(keys);
    const one = await unindexed(heavy(memory), { ...patient, keys: 2 });
    const first = await one.search(asking("1", ["/a/", "/d/"]));
    expect(first).toMatchObject({ revision: 8n, total: 2, searched: 2, isWhole: false });
    expect(covered(first)).toEqual([
      ["/a/", 2, false],
      ["/d/", 0, false],
    ]);
    memory.delete(bytes("/a/b/2"));
    memory.put(bytes("/a/c/11"), bytes(""));
    const [second, third] = (await allAnswers(one, asking("1", ["/a/", "/d/"], { cursor: first.next! }))) as [
      SearchResult,
      SearchResult,
    ];
    expect(covered(second)).toEqual([
      ["/a/", 4, true],
      ["/d/", 0, false],
    ]);
    expect(third).toMatchObject({ revision: 8n, total: 4, searched: 6 });
    expect([first, second, third].flatMap(found)).toEqual(["/a/1", "/a/b/1", "/a/c/1", "/d/1"]);
    expect(third.next).toBeUndefined();
  });

  it("answers with what it has when its time is over, and stops listing", async () => {
    let stopped = 0;
    const stuck = (list: Listing): Listing =>
      async function* (options) {
        try {
          for await (const page of list(options)) {
            yield page;
            if (page.keys.length > 0) await untilAborted(options?.signal);
          }
        } finally {
          stopped++;
        }
      };
    const one = await unindexed(heavy(filled(keys), stuck), { keys: 1000, milliseconds: 50 });
    const first = await one.search(asking("1", ["/a/"]));
    expect(first).toMatchObject({ total: 2, searched: 2, isWhole: false });
    expect(stopped).toBe(1);
    // Some keys an answer at least: it gets to the end.
    expect((await allAnswers(one, asking("1", ["/a/"]))).at(-1)).toMatchObject({ total: 3, searched: 4 });
  });

  it("is given up when the last who asks for it has gone, and asked for once by many", async () => {
    let begun = 0;
    let stopped = 0;
    const silent = (): Listing =>
      async function* (options) {
        begun++;
        await untilAborted(options?.signal).finally(() => stopped++);
        yield { revision: 1n, keys: [] };
      };
    const one = await unindexed(heavy(filled(keys), silent), { keys: 1000, milliseconds: 20 });
    const leaving = [new AbortController(), new AbortController()];
    const asked = leaving.map((asker) => one.search(asking("1", ["/a/"], { signal: asker.signal })));
    const refused = asked.map((answer) => expect(answer).rejects.toThrow("gone"));
    await expect.poll(() => begun).toBe(1);
    leaving[0]?.abort(new Error("gone"));
    await refused[0];
    expect(stopped).toBe(0);
    leaving[1]?.abort(new Error("gone"));
    await refused[1];
    expect([begun, stopped]).toEqual([1, 1]);
  });

  it("fails as the source does", async () => {
    const failing = (): Listing =>
      async function* () {
        await Promise.reject(new SourceFault("permission_denied", "Not you."));
        yield { revision: 1n, keys: [] };
      };
    const one = await unindexed(heavy(filled(keys), failing));
    await expect(one.search(asking("1"))).rejects.toMatchObject({ code: "permission_denied" });
  });

  it("refuses to go on with a search for other prefixes", async () => {
    const one = await unindexed(heavy(filled(keys)), { ...patient, keys: 1 });
    const { next } = await one.search(asking("1", ["/a/", "/d/"]));
    await expect(one.search(asking("1", ["/a/"], { cursor: next! }))).rejects.toThrow("search again");
    await expect(one.search(asking("1", [], { cursor: { after: bytes("/a") } }))).rejects.toThrow(
      "search again",
    );
  });

  it("finds each key of the prefixes once, whatever its pages, budget and limit", async () => {
    const part = fc.string({ unit: fc.constantFrom("/", "a", "b", "0"), minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(part, { maxLength: 25 }),
        fc.array(part, { maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        async (all, opened, pageSize, budget, limit) => {
          const one = await unindexed(heavy(filled(all, pageSize)), { ...patient, keys: budget });
          const answers = await allAnswers(one, asking("a", opened, { limit }));
          await explorer?.close();
          const inside = all.filter(
            (key) => opened.length === 0 || opened.some((prefix) => key.startsWith(prefix)),
          );
          const fitting = inside.filter((key) => key.includes("a"));
          expect(answers.flatMap(found).sort()).toEqual(fitting.sort());
          const last = answers.at(-1);
          expect([last?.total, last?.searched]).toEqual([fitting.length, inside.length]);
          for (const [prefix, searched, isWhole] of covered(last!) ?? [])
            expect([searched, isWhole]).toEqual([
              all.filter((key) => key.startsWith(String(prefix))).length,
              true,
            ]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a search while an index is being built", () => {
  const keys = ["/a/1", "/a/2", "/b/1", "/b/2", "/c/1", "/c/2"];

  /** The listing for the index stands still after two keys; other listings do not. */
  async function building(): Promise<ExploredSource> {
    const still = (list: Listing): Listing =>
      async function* (options) {
        for await (const page of list(options)) {
          yield page;
          if (options?.from === undefined) await untilAborted(options?.signal);
        }
      };
    const one = await unindexed(heavy(filled(keys), still));
    one.buildIndex();
    await expect.poll(() => one.status().progress?.keys).toBe(2);
    return one;
  }

  it("covers what the index holds so far, and says so", async () => {
    const one = await building();
    const result = await one.search(asking("1"));
    expect(found(result)).toEqual(["/a/1"]);
    expect(result).toMatchObject({ revision: 7n, total: 1, searched: 2, isWhole: false });
    expect(result.coverage).toEqual({ indexed: 2, prefixes: [] });
    expect(result.next).toBeUndefined();
  });

  it("covers what was opened beyond that too", async () => {
    const one = await building();
    const answers = await allAnswers(one, asking("1", ["/a/", "/c/"], { limit: 1 }));
    expect(answers.flatMap(found)).toEqual(["/a/1", "/c/1"]);
    expect(answers.at(-1)).toMatchObject({
      revision: 7n,
      total: 2,
      searched: 4,
      isWhole: false,
      coverage: { indexed: 2 },
    });
    expect(covered(answers.at(-1)!)).toEqual([
      ["/a/", 2, true],
      ["/c/", 2, true],
    ]);
  });

  it("is whole under a prefix that the index has passed", async () => {
    const one = await building();
    const whole = await one.search(asking("1", [], { prefix: bytes("/a/1") }));
    expect(whole).toMatchObject({ total: 1, searched: 1, isWhole: true });
    // Whether more keys follow the last one read is not known: that little is walked over.
    expect(await one.search(asking("1", [], { prefix: bytes("/a/") }))).toMatchObject({ isWhole: true });
  });

  it("goes on where it was once the index is there", async () => {
    const memory = filled(keys);
    const one = await unindexed(heavy(memory), { ...patient, keys: 2 });
    const first = await one.search(asking("1", ["/b/", "/c/"]));
    one.buildIndex();
    await expect.poll(() => one.status().state).toBe("ready");
    memory.put(bytes("/c/11"), bytes(""));
    const second = await one.search(asking("1", ["/b/", "/c/"], { cursor: first.next! }));
    expect(found(second)).toEqual(["/c/1"]);
    expect(second).toMatchObject({ revision: 7n, total: 2, searched: 4 });
  });
});
