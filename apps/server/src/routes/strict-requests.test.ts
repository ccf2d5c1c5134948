import { revealHeader, urls } from "@etcdscope/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceOf, type TestApp, testApp } from "./app.testing.ts";

const odd = [
  "1e2",
  "0x10",
  "%2010",
  "10%20",
  "1.0",
  "%2B1",
  "+1",
  "",
  "007",
  "-1",
  "１０",
  "1_0",
  "Infinity",
  "true",
];

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string };
}

/** The addresses that take a number, by what the API says of itself, with the number left out. */
async function takersOfNumbers(server: TestApp): Promise<string[]> {
  const paths: Record<string, Record<string, { parameters: Parameter[] }>> = (
    await server.get("/api/openapi.json")
  ).json().paths;
  return Object.entries(paths).flatMap(([path, { get }]) =>
    (get?.parameters ?? [])
      .filter((one) => one.in === "query" && one.schema.type === "integer")
      .map(({ name }) => `${path.replace("{id}", "s").replace("{lease}", "1")}?q=a&${name}=`),
  );
}

describe("a number in an address", () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await testApp(sourceOf({ "/a": "1" }));
  });
  afterAll(() => server.close());

  it("is decimal digits, on every route that takes one", async () => {
    const takers = await takersOfNumbers(server);
    expect(takers.length).toBeGreaterThan(3);
    for (const taker of takers)
      for (const text of odd) {
        const { statusCode, body } = await server.get(taker + text);
        expect([taker, text, statusCode, JSON.parse(body).error.code]).toEqual([
          taker,
          text,
          400,
          "invalid_request",
        ]);
      }
  });

  it.each(odd)("%j is no revision and no lease either", async (text) => {
    for (const url of [
      `${urls.value("s", { key: "/a" })}&rev=${text}`,
      `/api/v1/sources/s/leases?lease=${text}`,
    ]) {
      const { statusCode } = await server.get(url);
      if (text === "-1" && url.includes("lease")) continue;
      expect([url, statusCode]).toEqual([url, 400]);
    }
  });
});

const body = { key: "/a", modRevision: "2", span: [0, 1] };

describe("the body of a question for what is hidden", () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await testApp(sourceOf({ "/a": "1" }));
  });
  afterAll(() => server.close());

  const reveal = (payload: string | Buffer, type = "application/json") =>
    server.app.inject({
      method: "POST",
      url: urls.reveal("s"),
      headers: { host: "127.0.0.1:8379", [revealHeader.name]: revealHeader.value, "content-type": type },
      payload,
    });

  it("is read where it is strict JSON", async () => {
    const charset = "application/json; charset=UTF-8";
    for (const type of ["application/json", charset])
      expect((await reveal(JSON.stringify(body), type)).json().error.code).toBe("not_found");
  });

  it.each([
    ["a byte order mark", `\ufeff${JSON.stringify(body)}`],
    ["invalid UTF-8", Buffer.from(JSON.stringify({ ...body, key: "/\xff" }), "latin1")],
    [
      "UTF-8 that is longer than it must be",
      Buffer.from('{"key":"/\xc1\xa1","modRevision":"2","span":[0,1]}', "latin1"),
    ],
    ["a name that is given twice", '{"key":"/a","key":"/b","modRevision":"2","span":[0,1]}'],
    [
      "a name that is given twice, once escaped",
      '{"key":"/a","k\\u0065y":"/b","modRevision":"2","span":[0,1]}',
    ],
    ["a prototype", '{"__proto__":{"key":"/a"},"modRevision":"2","span":[0,1]}'],
    ["a constructor", '{"constructor":{"prototype":{}},"key":"/a","modRevision":"2","span":[0,1]}'],
    ["numbers as text", JSON.stringify({ ...body, span: ["0", "1"] })],
    ["a number for text", JSON.stringify({ ...body, modRevision: 2 })],
    ["a fraction", JSON.stringify({ ...body, span: [0, 1.5] })],
    ["a comma too many", '{"key":"/a",}'],
    ["text behind it", `${JSON.stringify(body)} {}`],
    ["nothing", ""],
    ["no object", "null"],
    ["UTF-16", Buffer.from(JSON.stringify(body), "utf16le")],
  ])("is refused with %s", async (_, payload) => {
    const response = await reveal(payload);
    expect([response.statusCode, response.json().error.code]).toEqual([400, "invalid_request"]);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"])(
    "is refused as %s",
    async (type) => {
      const response = await reveal(JSON.stringify(body), type);
      expect([response.statusCode, response.json().error.code]).toEqual([400, "invalid_request"]);
    },
  );
});
