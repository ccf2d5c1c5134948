import { openedText, parseOpened, type SearchAnswer, toBase64Url, urls } from "@etcdscope/contract";
import type { KeySource } from "@etcdscope/keyspace";
import { afterEach, describe, expect, it } from "vitest";
import { Refusal } from "../explorer/refusal.ts";
import { bytesOf, sourceOf, type TestApp, testApp } from "./app.testing.ts";
import { searchCursorOf, searchCursorText } from "./search-cursor.ts";

let server: TestApp | undefined;
afterEach(() => server?.close());

const place = {
  revision: 2n ** 60n,
  done: 1,
  after: Uint8Array.of(0x2f, 0xff, 0),
  total: 7,
  searched: 9,
  counts: [4, 5],
  indexed: { keys: 3, until: bytesOf("/a\0") },
};

describe("the cursor of a search", () => {
  it("tells how far a walk has come, exactly", () => {
    expect(searchCursorOf(searchCursorText({ place }))).toEqual({ place });
    const bare = { revision: undefined, done: 0, total: 0, searched: 0, counts: [0] };
    expect(searchCursorOf(searchCursorText({ place: bare }))).toEqual({ place: bare });
  });

  it("is the last key where there is an index", () => {
    const after = Uint8Array.of(0xff, 0);
    expect(searchCursorOf(searchCursorText({ after }))).toEqual({ after });
  });

  it.each([
    "%",
    "walk.",
    `walk.${toBase64Url(bytesOf("null"))}`,
    `walk.${toBase64Url(bytesOf("{"))}`,
    ...[{ r: "-1" }, { r: 5 }, { r: "99999999999999999999" }, { d: -1 }, { t: 0.5 }, { s: "1" }].map(walkOf),
    ...[{ c: 1 }, { c: [1, -1] }, { a: 1 }, { a: "%" }, { i: 1 }, { i: { k: 1 } }, { i: { u: "YQ" } }].map(
      walkOf,
    ),
  ])("%s is refused", (text) => {
    expect(() => searchCursorOf(text)).toThrow(Refusal);
  });
});

function walkOf(wrong: object): string {
  const right = { r: "5", d: 0, t: 0, s: 0, c: [0] };
  return `walk.${toBase64Url(bytesOf(JSON.stringify({ ...right, ...wrong })))}`;
}

describe("prefixes that are open", () => {
  it("stand in an address as their bytes, the root and those beyond the most left out", () => {
    const prefixes = [bytesOf("/a/"), Uint8Array.of(0xff, 0x2f)];
    expect(parseOpened(openedText([bytesOf(""), ...prefixes]) ?? "")).toEqual(prefixes);
    expect(openedText([bytesOf("")])).toBeUndefined();
    const many = Array.from({ length: 70 }, (_, at) => bytesOf(`/${at}/`));
    expect(parseOpened(openedText(many) ?? "")).toEqual(many.slice(0, 64));
    expect(parseOpened(many.map(toBase64Url).join("."))).toBeUndefined();
    expect(parseOpened("YQ..YQ")).toBeUndefined();
  });
});

describe("a search without an index", () => {
  const keys = Object.fromEntries(["/a/1", "/a/2", "/b/1", "/b/2", "/c/1"].map((key) => [key, ""]));
  const source = (): KeySource =>
    Object.assign(sourceOf(keys), {
      async *weigh() {
        yield { keys: 1e9 };
      },
    });
  const search = async (q: string, more: Parameters<typeof urls.search>[2]): Promise<SearchAnswer> => {
    const response = await server!.get(urls.search("s", q, more));
    expect(response.statusCode, response.body).toBe(200);
    return response.json();
  };

  it("says what of the open prefixes it covered, and goes on from there", async () => {
    server = await testApp(source(), {
      indexLimits: { mostKeys: 0, mostBytes: 0 },
      walk: { keys: 1, milliseconds: 10_000 },
    });
    await expect.poll(() => server?.explorer.source("s").status().state).toBe("unindexed");
    const opened = openedText([bytesOf("/a/"), bytesOf("/c/")]) ?? "";
    const first = await search("1", { opened, limit: 1 });
    expect(first).toEqual({
      revision: "6",
      matches: [{ key: "/a/1", ranges: [[3, 4]] }],
      total: 1,
      searched: 2,
      isWhole: false,
      coverage: {
        indexed: null,
        prefixes: [
          { key: "/a/", searched: 2, isWhole: true },
          { key: "/c/", searched: 0, isWhole: false },
        ],
      },
      next: expect.stringMatching(/^walk\./),
    });
    const second = await search("1", { opened, limit: 1, cursor: first.next ?? "" });
    expect(second).toMatchObject({ matches: [{ key: "/c/1" }], total: 2, searched: 3, next: null });
  });

  it.each([
    ["q=a&opened=", /at most 64 prefixes/],
    ["q=a&opened=YQ.", /at most 64 prefixes/],
    ["q=a&opened=A", /at most 64 prefixes/],
    ["q=a&cursor=walk.YQ", /next/],
  ])("%s is answered with one clear sentence", async (query, message) => {
    server = await testApp(source());
    const response = await server.get(`/api/v1/sources/s/search?${query}`);
    expect([response.statusCode, response.json().error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  });
});
