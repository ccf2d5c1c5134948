import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareBytes, startsWith } from "../bytes/order.ts";
import type { KeyEvent, KeyMeta, KeyPage } from "../source/source.ts";
import { chunkCapacity } from "./chunk.ts";
import { KeyIndex } from "./key-index.ts";

const slash = 0x2f;

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function text(key: Uint8Array): string {
  return String.fromCharCode(...key);
}

function meta(key: Uint8Array | string, modRevision = 7n): KeyMeta {
  return {
    key: typeof key === "string" ? bytes(key) : key,
    createRevision: 2n,
    modRevision,
    version: 3n,
    lease: 0n,
  };
}

async function* pagesOf(metas: readonly KeyMeta[], revision = 9n, size = 700): AsyncGenerator<KeyPage> {
  const sorted = [...metas].sort((left, right) => compareBytes(left.key, right.key));
  for (let at = 0; at === 0 || at < sorted.length; at += size) {
    yield { revision, keys: sorted.slice(at, at + size), total: sorted.length };
  }
}

function indexOf(keys: readonly (Uint8Array | string)[]): Promise<KeyIndex> {
  return KeyIndex.build(pagesOf(keys.map((key) => meta(key))));
}

/** Children as `name` with `=` for a key, `/` for a prefix, and the count. */
function childrenOf(index: KeyIndex, prefix: string): string[] {
  return index.children(bytes(prefix), { limit: 1000 }).children.map((child) => {
    expect(text(child.key)).toBe(prefix + text(child.name));
    return `${text(child.name)}${child.isKey ? "=" : ""}${child.isPrefix ? "/" : ""}${child.count}`;
  });
}

describe("children", () => {
  test("gives a leading slash to the first segment of the root", async () => {
    const index = await indexOf([
      "/registry/pods/a",
      "/registry/pods/b",
      "/app",
      "compact_rev_key",
      "no-slash",
      "x/y",
    ]);
    expect(childrenOf(index, "")).toEqual([
      "/app=1",
      "/registry/2",
      "compact_rev_key=1",
      "no-slash=1",
      "x/1",
    ]);
    expect(childrenOf(index, "/registry/")).toEqual(["pods/2"]);
    expect(childrenOf(index, "/registry/pods/")).toEqual(["a=1", "b=1"]);
  });

  test("shows the key / and the prefix // as the one child of the root named /", async () => {
    const index = await indexOf(["/", "//", "//a/b", "/a"]);
    expect(childrenOf(index, "")).toEqual(["/=/3", "/a=1"]);
    expect(childrenOf(index, "//")).toEqual(["=1", "a/1"]);
    expect(childrenOf(index, "/")).toEqual(["=/3", "a=1"]);
  });

  test("shows the key /app/ and the prefix /app// as the one child with the empty name", async () => {
    const index = await indexOf(["/app/", "/app//x", "/app//y", "/app/z"]);
    expect(childrenOf(index, "/app/")).toEqual(["=/3", "z=1"]);
    expect(childrenOf(index, "/app//")).toEqual(["x=1", "y=1"]);
  });

  test("joins a key and the prefix of the same name, with other names between them in key order", async () => {
    const index = await indexOf(["/n/foo", "/n/foo-bar", "/n/foo.", "/n/foo/x", "/n/foo0"]);
    expect(childrenOf(index, "/n/")).toEqual(["foo=/2", "foo-bar=1", "foo.=1", "foo0=1"]);
  });

  test("orders names as bytes where key order differs: foo before foo-bar", async () => {
    const index = await indexOf(["/n/foo-bar-baz/1", "/n/foo-bar/1", "/n/foo/1", "/n/a"]);
    expect(childrenOf(index, "/n/")).toEqual(["a=1", "foo/1", "foo-bar/1", "foo-bar-baz/1"]);
  });

  test("splits bytes that are no text", async () => {
    const index = await indexOf([
      Uint8Array.of(0xff, slash, 0xfe),
      Uint8Array.of(0xff, slash, 0xff, 0),
      Uint8Array.of(0),
    ]);
    const root = index.children(new Uint8Array(0), { limit: 10 });
    expect(root.children.map((child) => [...child.name])).toEqual([[0], [0xff]]);
    const below = index.children(Uint8Array.of(0xff, slash), { limit: 10 });
    expect(below.children.map((child) => [...child.name])).toEqual([[0xfe], [0xff, 0]]);
  });

  test("takes a prefix that ends within a segment", async () => {
    const index = await indexOf(["/registry/pods/a", "/registry/pools", "/other"]);
    expect(childrenOf(index, "/registry/po")).toEqual(["ds/1", "ols=1"]);
  });

  test("has no children where nothing starts with the prefix", async () => {
    const index = await indexOf(["/a"]);
    expect(index.children(bytes("/b/"), { limit: 5 })).toEqual({ children: [], total: 0 });
    expect((await indexOf([])).children(bytes(""), { limit: 5 })).toEqual({ children: [], total: 0 });
  });
});

test("answers with its own copy of the bytes", async () => {
  const index = await indexOf(["/a", "/b"]);
  index.get(bytes("/a"))?.key.fill(0);
  index.children(bytes(""), { limit: 1 }).children[0]?.name.fill(0);
  expect([...index.entries()].map((entry) => text(entry.key))).toEqual(["/a", "/b"]);
});

test("keeps 64-bit numbers exact", async () => {
  const key = bytes("/a");
  const large = {
    key,
    createRevision: 2n ** 62n + 1n,
    modRevision: 2n ** 63n - 1n,
    version: 2n ** 53n + 1n,
    lease: -5n,
  };
  const index = await KeyIndex.build(pagesOf([large, { ...large, key: bytes("/b"), valueSize: 12 }]));
  expect(index.get(key)).toEqual(large);
  expect(index.get(bytes("/b"))).toEqual({ ...large, key: bytes("/b"), valueSize: 12 });
});

test("tells how far the listing is", async () => {
  const seen: unknown[] = [];
  const metas = Array.from({ length: 3 }, (_, at) => meta(`/k${at}`));
  const index = await KeyIndex.build(pagesOf(metas, 5n, 2), {
    onProgress: (progress) => seen.push(progress),
  });
  expect(seen).toEqual([
    { keys: 2, total: 3 },
    { keys: 3, total: 3 },
  ]);
  expect(index.revision).toBe(5n);
});

test("refuses a listing out of order, of two revisions, or without a page", async () => {
  async function* listing(...pages: KeyPage[]) {
    yield* pages;
  }
  const a = { revision: 1n, keys: [meta("/a")] };
  await expect(KeyIndex.build(listing(a, a))).rejects.toThrow(RangeError);
  await expect(KeyIndex.build(listing(a, { revision: 2n, keys: [meta("/b")] }))).rejects.toThrow(RangeError);
  await expect(KeyIndex.build(listing())).rejects.toThrow(RangeError);
});

test("ignores a batch that it already has", async () => {
  const index = await indexOf(["/a"]);
  index.apply({ revision: 9n, events: [{ type: "delete", key: bytes("/a"), modRevision: 9n }] });
  expect(index.size).toBe(1);
  index.apply({ revision: 12n, events: [{ type: "delete", key: bytes("/a"), modRevision: 11n }] });
  expect([index.size, index.revision]).toEqual([0, 12n]);
});

test("goes on iterating in order while keys come and go", async () => {
  const index = await indexOf(["/a", "/c", "/e", "/f"]);
  const seen: string[] = [];
  for (const { key } of index.entries()) {
    seen.push(text(key));
    if (seen.length === 2) {
      const put = ["/b", "/d"].map((added): KeyEvent => ({ type: "put", meta: meta(added) }));
      index.apply({
        revision: 10n,
        events: [...put, { type: "delete", key: bytes("/e"), modRevision: 10n }],
      });
    }
  }
  expect(seen).toEqual(["/a", "/c", "/d", "/f"]);
});

test("stays right while chunks fill, split, shrink and join", async () => {
  const many = chunkCapacity * 5;
  const name = (at: number) => `/many/${String(at * 2).padStart(6, "0")}`;
  const index = await indexOf(Array.from({ length: many }, (_, at) => name(at)));
  const between = Array.from({ length: many }, (_, at) => `${name((at * 37) % many)}x`);
  index.apply({ revision: 10n, events: between.map((key): KeyEvent => ({ type: "put", meta: meta(key) })) });
  expect(index.size).toBe(2 * many);
  const all = [...index.entries()].map((entry) => text(entry.key));
  expect(all).toEqual([...all].sort());
  const gone = all.filter((_, at) => at % 1000 !== 0);
  index.apply({
    revision: 11n,
    events: gone.map((key): KeyEvent => ({ type: "delete", key: bytes(key), modRevision: 11n })),
  });
  expect([...index.entries()].map((entry) => text(entry.key))).toEqual(
    all.filter((_, at) => at % 1000 === 0),
  );
  expect(index.children(bytes("/many/"), { limit: 5000 }).total).toBe(index.size);
});

/** The same answers by looking at every key. */
class NaiveIndex {
  readonly keys: readonly Uint8Array[];

  constructor(keys: readonly Uint8Array[]) {
    this.keys = keys;
  }

  count(prefix: Uint8Array): number {
    return this.keys.filter((key) => startsWith(key, prefix)).length;
  }

  children(prefix: Uint8Array) {
    const found = new Map<
      string,
      { name: Uint8Array; key: Uint8Array; isKey: boolean; isPrefix: boolean; count: number }
    >();
    for (const key of this.keys.filter((candidate) => startsWith(candidate, prefix))) {
      const end = key.indexOf(slash, prefix.length === 0 ? 1 : prefix.length);
      const own = end === -1 ? key : key.slice(0, end);
      const child = found.get(text(own)) ?? {
        name: own.slice(prefix.length),
        key: own,
        isKey: false,
        isPrefix: false,
        count: 0,
      };
      found.set(text(own), {
        ...child,
        isKey: child.isKey || end === -1,
        isPrefix: child.isPrefix || end !== -1,
        count: child.count + 1,
      });
    }
    return [...found.values()].sort((left, right) => compareBytes(left.name, right.name));
  }
}

/** Few different bytes around the slash, so that names repeat, nest and begin one another. */
const byte = fc.oneof(
  { weight: 5, arbitrary: fc.constant(slash) },
  { weight: 6, arbitrary: fc.constantFrom(0x61, 0x62) },
  { weight: 3, arbitrary: fc.constantFrom(0x2d, 0x2e, 0x30) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0xff) },
);
const someKey = fc.array(byte, { minLength: 1, maxLength: 7 }).map((list) => Uint8Array.from(list));
const someKeys = fc.uniqueArray(someKey, { maxLength: 40, selector: text });

function prefixesOf(keys: readonly Uint8Array[]): Uint8Array[] {
  const all = keys.flatMap((key) => Array.from({ length: key.length + 1 }, (_, end) => key.slice(0, end)));
  return [...new Map([new Uint8Array(0), ...all].map((prefix) => [text(prefix), prefix])).values()];
}

test("agrees with a naive index on children and counts of every prefix", async () => {
  await fc.assert(
    fc.asyncProperty(someKeys, async (keys) => {
      const index = await indexOf(keys);
      const naive = new NaiveIndex(keys);
      for (const prefix of prefixesOf(keys)) {
        const expected = naive.children(prefix);
        const page = index.children(prefix, { limit: 1000 });
        expect(page.children).toEqual(expected);
        expect(page.total).toBe(expected.length);
        expect(index.count(prefix)).toBe(naive.count(prefix));
      }
    }),
    { numRuns: 150 },
  );
});

test("pages children by cursor to the same answer at every limit", async () => {
  await fc.assert(
    fc.asyncProperty(someKeys, async (keys) => {
      const index = await indexOf(keys);
      for (const prefix of prefixesOf(keys).filter((candidate) => candidate.length < 3)) {
        const all = index.children(prefix, { limit: 1000 }).children;
        for (let limit = 1; limit <= all.length + 1; limit++) {
          expect(paged(index, prefix, limit)).toEqual(all);
        }
      }
    }),
    { numRuns: 60 },
  );
});

function paged(index: KeyIndex, prefix: Uint8Array, limit: number) {
  const collected = [];
  let cursor: Uint8Array | undefined;
  do {
    const page = index.children(prefix, { limit, cursor });
    expect(page.children.length).toBeLessThanOrEqual(limit);
    collected.push(...page.children);
    cursor = page.next;
  } while (cursor !== undefined);
  return collected;
}

test("is after random events what a new index of the same keys is", async () => {
  const someEvent = fc.record({ key: someKey, isPut: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(someKeys, fc.array(someEvent, { maxLength: 60 }), async (keys, events) => {
      const index = await indexOf(keys);
      const model = new Map(keys.map((key) => [text(key), meta(key)]));
      let revision = 9n;
      for (const { key, isPut } of events) {
        revision++;
        const event: KeyEvent = isPut
          ? { type: "put", meta: meta(key, revision) }
          : { type: "delete", key, modRevision: revision };
        index.apply({ revision, events: [event] });
        isPut ? model.set(text(key), meta(key, revision)) : model.delete(text(key));
      }
      const rebuilt = await KeyIndex.build(pagesOf([...model.values()], revision));
      expect([...index.entries()]).toEqual([...rebuilt.entries()]);
      expect(index.size).toBe(model.size);
      expect(index.revision).toBe(rebuilt.revision);
      for (const prefix of prefixesOf(keys)) {
        expect(index.children(prefix, { limit: 1000 })).toEqual(rebuilt.children(prefix, { limit: 1000 }));
      }
    }),
    { numRuns: 100 },
  );
});

test("iterates from a prefix and behind a key as a filter would", async () => {
  await fc.assert(
    fc.asyncProperty(someKeys, someKey, someKey, async (keys, prefix, after) => {
      const index = await indexOf(keys);
      const expected = [...keys]
        .sort(compareBytes)
        .filter((key) => startsWith(key, prefix) && compareBytes(key, after) > 0);
      expect([...index.entries(prefix, after)].map((entry) => entry.key)).toEqual(expected);
    }),
  );
});
