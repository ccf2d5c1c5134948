import { describe, expect, test } from "vitest";
import type { KeyEvent, KeyPage } from "../source/source.ts";
import { chunkCapacity } from "./chunk.ts";
import { bytes, indexOf, meta, pagesOf, slash, text } from "./key-index.testing.ts";
import { KeyIndex } from "./key-index.ts";

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
