import { randomBytes } from "node:crypto";
import { urls, type ValueAnswer } from "@etcdscope/contract";
import { hostileValues } from "@etcdscope/hostile-values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceOf, type TestApp, testApp } from "../routes/app.testing.ts";
import { valuePool } from "./value-pool.ts";

/** A few of each kind: all of them are tried by the bench. */
const some = hostileValues().filter((_, at) => at % 8 === 0);
const allowed = ["ok", "too_large", "took_too_long", "too_busy", "not_found"];

describe("values made to cost as much as they can, in real worker threads", () => {
  const pool = valuePool({ decoding: {}, secrets: { fingerprintKey: randomBytes(32) } });
  let server: TestApp;
  beforeAll(async () => {
    const keys = Object.fromEntries(some.map(({ key, value }) => [key, value()]));
    server = await testApp(sourceOf(keys), { workers: pool });
  }, 120_000);
  afterAll(async () => {
    await server.close();
    await pool.close();
  });

  it("are answered, or refused with the reason, and everything else goes on", {
    timeout: 300_000,
  }, async () => {
    expect(some.length).toBeGreaterThan(5);
    const asked = some.flatMap(({ key }) => [
      urls.value("s", { key }),
      urls.value("s", { key }, undefined, { fields: "always", text: "always" }),
    ]);
    const answers = asked.map(async (url) => {
      const { statusCode, body } = await server.get(url);
      return statusCode === 200 ? "ok" : JSON.parse(body).error.code;
    });
    expect((await server.get("/healthz")).statusCode).toBe(200);
    for (const outcome of await Promise.all(answers)) expect(allowed).toContain(outcome);
    expect((await server.get("/healthz")).statusCode).toBe(200);
  });

  it("have one fingerprint for equal hidden bytes, whichever thread hides them", {
    timeout: 120_000,
  }, async () => {
    const secret = (padding: number): string =>
      JSON.stringify({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "a", annotations: { pad: "x".repeat(padding) } },
        data: { token: "c2VjcmV0" },
      });
    const key = "/registry/secrets/a/";
    const two = await testApp(sourceOf({ [`${key}small`]: secret(1), [`${key}large`]: secret(300_000) }), {
      workers: pool,
    });
    const printOf = async (name: string): Promise<string | undefined> => {
      const { masked }: ValueAnswer = (await two.get(urls.value("s", { key: key + name }))).json();
      return masked.find(({ path }) => path === "data.token")?.fingerprint;
    };
    // Both at once: the small one has a thread of its own.
    const [small, large] = await Promise.all([printOf("small"), printOf("large")]);
    expect(small).toMatch(/^[0-9a-f]{8}$/);
    expect(large).toBe(small);
    await two.close();
  });
});
