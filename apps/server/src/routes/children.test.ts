import { type ChildrenAnswer, keyRefOf, urls } from "@etcdscope/contract";
import { afterEach, describe, expect, it } from "vitest";
import { bytesOf, sourceOf, type TestApp, testApp } from "./app.testing.ts";

const keys = {
  "/registry/pods/default/web": "{}",
  "/registry/pods/default/api": "{}",
  "/registry/pods/kube-system/dns": "{}",
  "/app/": "slash",
  "/app//double": "two",
  "no-slash": "x",
  "/registry/目录/a b": "text",
};

let server: TestApp;
afterEach(() => server.close());

const children = async (
  prefix: string,
  page?: Parameters<typeof urls.children>[2],
): Promise<ChildrenAnswer> => {
  const response = await server.get(urls.children("s", keyRefOf(bytesOf(prefix)), page));
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};

describe("the children of a prefix", () => {
  it("stand at the root with their leading slash", async () => {
    server = await testApp(sourceOf(keys));
    const answer = await children("");
    expect(answer.children.map(({ name, count, isKey, isPrefix }) => [name, count, isKey, isPrefix])).toEqual(
      [
        ["/app", 2, false, true],
        ["/registry", 4, false, true],
        ["no-slash", 1, true, false],
      ],
    );
    expect(answer).toMatchObject({ revision: "8", total: 3, next: null });
    expect(answer.children.every((child) => child.countExact)).toBe(true);
  });

  it("join a key and a prefix of the same empty name", async () => {
    server = await testApp(sourceOf(keys));
    expect((await children("/app/")).children).toEqual([
      { name: "", key: "/app/", isKey: true, isPrefix: true, count: 2, countExact: true },
    ]);
  });

  it("come in pages that leave nothing out", async () => {
    server = await testApp(sourceOf(keys));
    const first = await children("/registry/pods/default/", { limit: 1 });
    expect(first).toMatchObject({ total: 2, children: [{ name: "api" }] });
    const second = await children("/registry/pods/default/", { limit: 1, cursor: first.next ?? "" });
    expect(second).toMatchObject({ total: 2, next: null, children: [{ name: "web" }] });
  });

  it("come from any place of a level, in both directions", async () => {
    const source = sourceOf({});
    for (let at = 0; at < 50; at++) source.put(bytesOf(`/many/${String(at).padStart(2, "0")}`), bytesOf(""));
    server = await testApp(source);
    await children("/many/");
    const part = async (more: object): Promise<[string[], number | undefined, string | null]> => {
      const { children: found, before, next } = await children("/many/", { limit: 4, ...more });
      return [found.map(({ name }) => name), before, next];
    };
    const name = (text: string): string => Buffer.from(text).toString("base64url");
    expect(await part({ around: name("30") })).toEqual([["28", "29", "30", "31"], 28, name("31")]);
    expect(await part({ before: name("03") })).toEqual([["00", "01", "02"], 0, name("02")]);
    expect(await part({ from: name("47x") })).toEqual([["48", "49"], 48, null]);
    expect(await part({ from: name("10"), until: name("11") })).toEqual([["10", "11"], 10, null]);
  });

  it("carry their bytes where they are no text", async () => {
    const source = sourceOf({ "/a/b": "" });
    source.put(Uint8Array.of(0x2f, 0x61, 0x2f, 0xff), bytesOf("x"));
    server = await testApp(source);
    expect((await children("/a/")).children[1]).toMatchObject({
      name: "\\xff",
      nameb: "_w",
      key: "/a/\\xff",
      keyb: "L2Ev_w",
    });
  });

  it("are those of an earlier revision when one is asked for", async () => {
    const source = sourceOf({ "/a/1": "", "/a/2": "" });
    source.delete(bytesOf("/a/1"));
    server = await testApp(source);
    expect((await children("/a/", { rev: "3" })).children.map(({ name }) => name)).toEqual(["1", "2"]);
    expect((await children("/a/", { rev: "4" })).children.map(({ name }) => name)).toEqual(["2"]);
  });

  it("follow the changes of the source", async () => {
    const source = sourceOf({ "/a/1": "" });
    server = await testApp(source);
    await children("/a/");
    const revision = source.put(bytesOf("/a/2"), bytesOf(""));
    await expect.poll(async () => (await children("/a/")).revision).toBe(String(revision));
    expect((await children("/a/")).total).toBe(2);
  });

  it("are refused at a compacted revision, with the oldest one left", async () => {
    const source = sourceOf({ "/a/1": "", "/a/2": "", "/a/3": "" });
    source.compact(4n);
    server = await testApp(source);
    const response = await server.get(urls.children("s", { key: "/a/" }, { rev: "2" }));
    expect(response.statusCode).toBe(410);
    expect(response.json()).toMatchObject({
      error: { code: "revision_compacted", detail: { oldestRevision: "4" } },
    });
  });

  it("are refused at a revision to come", async () => {
    server = await testApp(sourceOf({ a: "" }));
    const response = await server.get(urls.children("s", { key: "" }, { rev: "99" }));
    expect(response.json()).toMatchObject({ error: { code: "revision_in_future" } });
    expect(response.statusCode).toBe(400);
  });
});

describe("a malformed request", () => {
  it.each([
    ["limit=0", /from 1 to 1000/],
    ["limit=1001", /from 1 to 1000/],
    ["limit=ten", /from 1 to 1000/],
    ["rev=0", /decimal number/],
    ["rev=-1", /decimal number/],
    ["rev=9223372036854775808", /decimal number/],
    ["prefixb=a=b", /base64url/],
    ["prefixb=YR", /base64url/],
    ["prefix=a&prefixb=YQ", /not both/],
    ["prefix=a&prefix=b", /given twice/],
    ["prefix=%0a", /control character/],
    ["prefix=%ff", /not UTF-8/],
    ["prefix=%ED%A0%80", /not UTF-8/],
    ["cursor=%2F", /next/],
    ["from=L2EvYg", /child's name/],
    ["until=YQ", /needs from/],
    ["from=YQ&cursor=YQ", /one of cursor/],
    ["key=a", /no parameter "key"/],
  ])("%s is answered with one clear sentence", async (query, message) => {
    server = await testApp(sourceOf({ a: "" }));
    const response = await server.get(`/api/v1/sources/s/children?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({
      error: { code: "invalid_request", message: expect.stringMatching(message) },
    });
  });
});
