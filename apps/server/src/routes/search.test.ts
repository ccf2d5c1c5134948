import { type SearchAnswer, urls } from "@etcdscope/contract";
import { afterEach, describe, expect, it } from "vitest";
import { bytesOf, sourceOf, type TestApp, testApp } from "./app.testing.ts";

const keys = {
  "/registry/pods/default/web-1": "{}",
  "/registry/pods/default/web-2": "{}",
  "/registry/pods/shop/db": "{}",
  "/registry/services/specs/shop/web": "{}",
  "no-slash": "x",
};

let server: TestApp;
afterEach(() => server.close());

type More = NonNullable<Parameters<typeof urls.search>[2]>;

const search = async (q: string, more?: More): Promise<SearchAnswer> => {
  const response = await server.get(urls.search("s", q, more));
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};
const found = async (q: string, more?: More): Promise<string[]> =>
  (await search(q, more)).matches.map(({ key }) => key.slice(key.lastIndexOf("/") + 1));

describe("a search in keys", () => {
  it("finds text as it stands, and says where, how many and at which revision", async () => {
    server = await testApp(sourceOf(keys));
    expect(await search("web")).toEqual({
      revision: "6",
      total: 3,
      searched: 5,
      isWhole: true,
      next: null,
      matches: [
        { key: "/registry/pods/default/web-1", ranges: [[23, 26]] },
        { key: "/registry/pods/default/web-2", ranges: [[23, 26]] },
        { key: "/registry/services/specs/shop/web", ranges: [[30, 33]] },
      ],
    });
    expect(await found(".")).toEqual([]);
  });

  it("finds by glob and by regular expression, under a prefix alone when told to", async () => {
    server = await testApp(sourceOf(keys));
    expect(await found("web-*", { mode: "glob" })).toEqual(["web-1", "web-2"]);
    expect(await found("/registry/*/shop/*", { mode: "glob" })).toEqual(["db"]);
    expect(await found("shop/(db|web)$", { mode: "regex" })).toEqual(["db", "web"]);
    expect(await search("web", { prefix: { key: "/registry/services/" } })).toMatchObject({
      total: 1,
      searched: 1,
    });
  });

  it("comes in pages that leave nothing out, each with the whole count", async () => {
    server = await testApp(sourceOf(keys));
    const first = await search("/", { limit: 3 });
    expect(first.matches).toHaveLength(3);
    const second = await search("/", { limit: 3, cursor: first.next ?? "" });
    expect(second).toMatchObject({
      total: 4,
      next: null,
      matches: [{ key: "/registry/services/specs/shop/web" }],
    });
  });

  it("finds a key that is no text as it is shown", async () => {
    const source = sourceOf(keys);
    source.put(Uint8Array.of(0x2f, 0x61, 0xff, 0x62), bytesOf("x"));
    server = await testApp(source);
    expect((await search("a\\xffb")).matches).toEqual([
      { key: "/a\\xffb", keyb: "L2H_Yg", ranges: [[1, 7]] },
    ]);
  });

  it("follows the changes of the source", async () => {
    const source = sourceOf(keys);
    server = await testApp(source);
    await search("web");
    source.put(bytesOf("/x/web"), bytesOf(""));
    await expect.poll(async () => (await search("web")).total).toBe(4);
  });

  it.each([
    ["q=", /1 to 1000/],
    ["", /1 to 1000/],
    [`q=${"a".repeat(1001)}`, /1 to 1000/],
    ["q=a&mode=fuzzy", /text, glob or regex/],
    ["q=a&in=values", /only be "keys"/],
    ["q=a&cursor=%2F", /next/],
    ["q=a&prefix=%0a", /control character/],
  ])("%s is answered with one clear sentence", async (query, message) => {
    server = await testApp(sourceOf({ a: "" }));
    const response = await server.get(`/api/v1/sources/s/search?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({
      error: { code: "invalid_request", message: expect.stringMatching(message) },
    });
  });

  it("says where a pattern is wrong", async () => {
    server = await testApp(sourceOf({ a: "" }));
    const response = await server.get(urls.search("s", "web[", { mode: "regex" }));
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({
      error: {
        code: "invalid_request",
        message: "The class is not closed, at character 4 of the pattern.",
        detail: { position: 3 },
      },
    });
  });

  it("lets other requests through while it goes on", async () => {
    const source = sourceOf({});
    const long = "/0123456789".repeat(2000);
    for (let at = 0; at < 150; at++) source.put(bytesOf(`${long}${at}`), new Uint8Array(0));
    server = await testApp(source);
    await search("x");
    const done: string[] = [];
    const slow = search("(0|[^b])*[^c]{40}z$", { mode: "regex" }).then(() => done.push("search"));
    await server.get(urls.source("s"));
    done.push("beside");
    await slow;
    expect(done).toEqual(["beside", "search"]);
  });
});
