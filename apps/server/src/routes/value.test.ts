import { urls } from "@etcdscope/contract";
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

  it("keeps back more fields than can be told, even when they are asked for", async () => {
    const many = (count: number): string => JSON.stringify(Array.from({ length: count }, () => 1));
    server = await testApp(sourceOf({ some: many(50_000), endless: many(500_000) }));
    const some = await valueAt(server, urls.value("s", { key: "some" }));
    expect(some).toMatchObject({ fields: null, jsonRanges: [], warnings: [{ code: "fields_too_large" }] });
    const asked = (key: string) => valueAt(server, urls.value("s", { key }, undefined, { fields: "always" }));
    const all = await asked("some");
    expect([all.fields?.[0]?.children?.length, all.jsonRanges.length]).toEqual([50_000, 50_001]);
    expect(await asked("endless")).toMatchObject({ fields: null, warnings: [{ code: "fields_too_large" }] });
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
