import { type FieldAnswer, type FieldsAnswer, urls } from "@etcdscope/contract";
import { afterEach, describe, expect, it } from "vitest";
import { sourceOf, type TestApp, testApp, valueAt } from "./app.testing.ts";

describe("a value", () => {
  let server: TestApp;
  afterEach(() => server.close());

  it("keeps numbers exact and says what else it is", async () => {
    const cases: [string, string, string | null][] = [
      ['{"n":12345678901234567890.10}', "json", '{\n  "n": 12345678901234567890.10\n}'],
      ["902", "number", "902"],
      ["hello", "text", null],
      ["", "empty", null],
    ];
    server = await testApp(sourceOf(Object.fromEntries(cases.map(([text]) => [`k${text}`, text]))));
    for (const [text, id, json] of cases) {
      const answer = await valueAt(server, urls.value("s", { key: `k${text}` }));
      expect([answer.encoding.id, answer.json]).toEqual([id, json]);
    }
  });

  it("keeps its fields back when it is large, until they are asked for", async () => {
    server = await testApp(sourceOf({ k: JSON.stringify({ text: "x".repeat(300 * 1024) }) }));
    const answer = await valueAt(server, urls.value("s", { key: "k" }));
    expect(answer).toMatchObject({ fields: null, wire: null, warnings: [{ code: "fields_too_large" }] });
    expect(answer.json).not.toBeNull();
    const asked = await valueAt(server, urls.value("s", { key: "k" }, undefined, { fields: "always" }));
    expect(asked.fields).not.toBeNull();
    expect(asked.warnings).toEqual([]);
  });

  it("tells very many fields in parts, which together leave nothing out", async () => {
    const many = JSON.stringify({ list: Array.from({ length: 50_000 }, (_, at) => at), last: { a: [1, 2] } });
    server = await testApp(sourceOf({ k: many }));
    const unasked = await valueAt(server, urls.value("s", { key: "k" }));
    expect(unasked).toMatchObject({ fields: null, jsonRanges: [], warnings: [{ code: "fields_too_large" }] });
    const answer = await valueAt(server, urls.value("s", { key: "k" }, undefined, { fields: "always" }));
    expect(answer.warnings.map(({ code }) => code)).toEqual(["fields_in_parts"]);
    const [list, last] = answer.fields?.[0]?.children ?? [];
    expect(last?.children?.[0]?.children?.length).toBe(2);
    const texts = (fields: readonly FieldAnswer[] = []) => fields.map(({ path, text }) => `${path} ${text}`);
    const told = texts(list?.children);
    expect([told.length, list?.more]).toEqual([1000, 49_000]);
    for (let more = list?.more ?? 0; more > 0; ) {
      const url = urls.fields("s", { key: "k" }, undefined, { tree: "fields", at: "0.0", from: told.length });
      const part: FieldsAnswer = (await server.get(url)).json();
      told.push(...texts(part.fields));
      more = part.more;
    }
    expect(told).toEqual(Array.from({ length: 50_000 }, (_, at) => `list[${at}] ${at}`));
  });

  it("tells no more fields in one answer than a browser takes, however they nest", async () => {
    const nested = JSON.stringify(Array.from({ length: 900 }, () => Array.from({ length: 900 }, () => [1])));
    server = await testApp(sourceOf({ k: nested }));
    const url = urls.value("s", { key: "k" }, undefined, { fields: "always" });
    const { fields } = await valueAt(server, url);
    const count = (list: readonly FieldAnswer[]): number =>
      list.reduce((sum, { children = [] }) => sum + 1 + count(children), 0);
    expect(count(fields ?? [])).toBe(40_000);
    expect(fields?.[0]?.children?.length).toBe(900);
    expect(fields?.[0]?.children?.[899]).toMatchObject({ children: [], more: 900 });
    const part = urls.fields("s", { key: "k" }, undefined, { tree: "fields", at: "0.899", from: 0 });
    expect((await server.get(part)).json().fields.length).toBe(900);
  });

  it("has no fields where there is no list", async () => {
    server = await testApp(sourceOf({ k: "[[1],2]" }));
    for (const at of ["0.1", "0.2", "7", "0.0.0"]) {
      const url = urls.fields("s", { key: "k" }, undefined, { tree: "fields", at, from: 0 });
      expect((await server.get(url)).json().error.code).toBe("not_found");
    }
  });

  it("cuts a document that is longer than a browser takes, says so, and gives all of it apart", async () => {
    const lines = Array.from({ length: 500_000 }, (_, at) => `line ${at} ${"ä".repeat(9)}`);
    server = await testApp(sourceOf({ k: JSON.stringify(lines) }));
    const url = urls.value("s", { key: "k" }, undefined, { text: "always" });
    const { json, jsonLength } = await valueAt(server, url);
    const whole = await server.get(urls.document("s", { key: "k" }));
    expect(JSON.parse(whole.body)).toEqual(lines);
    expect(jsonLength).toBe(whole.body.length);
    expect(json?.length).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(whole.body.startsWith(json ?? "-")).toBe(true);
    expect(json?.endsWith("\n")).toBe(true);
    expect(whole.headers["content-disposition"]).toContain('filename="k.json"');
    const range = { headers: { range: "bytes=0-3" } };
    expect(
      (await server.get(urls.document("s", { key: "k" }, undefined, { form: "yaml" }), range)).body,
    ).toBe("- li");
  });

  it("keeps its document back when it is very large, until it is asked for", async () => {
    server = await testApp(sourceOf({ k: JSON.stringify({ text: "x".repeat(3 * 1024 * 1024) }) }));
    const answer = await valueAt(server, urls.value("s", { key: "k" }));
    expect(answer.json).toBeNull();
    expect(answer.warnings.map(({ code }) => code)).toEqual(["text_too_large", "fields_too_large"]);
    expect(answer.encoding.id).toBe("json");
    const asked = await valueAt(server, urls.value("s", { key: "k" }, undefined, { text: "always" }));
    expect(asked.json?.length).toBeGreaterThan(3 * 1024 * 1024);
  });

  it("tells where it is damaged, and keeps the rest", async () => {
    const whole = Buffer.from("azhzAAoNCgJ2MRIHU2VydmljZRIHCgUKA3dlYg==", "base64");
    server = await testApp(sourceOf({ k: whole.subarray(0, whole.length - 1) }));
    const answer = await valueAt(server, urls.value("s", { key: "k" }));
    expect(answer.encoding).toMatchObject({ outcome: "partial", kind: "Service" });
    expect(answer.warnings[0]).toMatchObject({
      code: "damage",
      span: [expect.any(Number), whole.length - 1],
    });
  });

  it("names the revision it is true at", async () => {
    const source = sourceOf({ k: "1", other: "2" });
    server = await testApp(source);
    await server.get(urls.children("s", { key: "" }));
    expect((await valueAt(server, urls.value("s", { key: "k" }))).revision).toBe("3");
    expect((await valueAt(server, urls.value("s", { key: "k" }, "2"))).revision).toBe("2");
  });
});
