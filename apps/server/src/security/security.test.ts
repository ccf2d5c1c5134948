import { urls } from "@etcdscope/contract";
import { afterEach, describe, expect, it } from "vitest";
import { sourceOf, type TestApp, testApp } from "../routes/app.testing.ts";
import { hostCheck } from "./hosts.ts";

describe("a Host header", () => {
  const loopback = hostCheck({ host: "127.0.0.1", port: 8379 });

  it.each(["127.0.0.1:8379", "localhost:8379", "LOCALHOST:8379", "[::1]:8379"])("%s is ours", (host) => {
    expect(loopback(host)).toBe(true);
  });

  it.each([
    undefined,
    "",
    "localhost",
    "localhost:80",
    "localhost:8379.evil.example",
    "evil.example:8379",
    "localhost.evil.example:8379",
    "127.0.0.1.nip.example:8379",
    "10.0.0.1:8379",
    "[::2]:8379",
    "user@localhost:8379",
    "localhost:8379, evil.example",
  ])("%s is foreign", (host) => {
    expect(loopback(host)).toBe(false);
  });

  it("needs no port on port 80", () => {
    expect(hostCheck({ host: "127.0.0.1", port: 80 })("localhost")).toBe(true);
  });

  it("may be the name that the server listens under, or one that was allowed", () => {
    const named = hostCheck({ host: "Box.Lan", port: 8379, alsoAs: ["scope.example:443", "proxy"] });
    expect(["box.lan:8379", "scope.example:443", "proxy:8379"].map(named)).toEqual([true, true, true]);
    expect(["scope.example:8379", "proxy", "other.lan:8379"].map(named)).toEqual([false, false, false]);
  });

  it("may be any address, but no name, where the server listens on all interfaces", () => {
    for (const host of ["0.0.0.0", "::"]) {
      const everywhere = hostCheck({ host, port: 8379 });
      expect(["10.1.2.3:8379", "[fe80::1]:8379", "localhost:8379"].map(everywhere)).toEqual([
        true,
        true,
        true,
      ]);
      expect(["evil.example:8379", "10.1.2.3:80", "10.1.2:8379"].map(everywhere)).toEqual([
        false,
        false,
        false,
      ]);
    }
  });
});

describe("every answer", () => {
  let server: TestApp;
  afterEach(() => server.close());

  it("is refused to a foreign host, whatever the address", async () => {
    server = await testApp(sourceOf({ k: "v" }));
    for (const url of [
      urls.sources(),
      urls.value("s", { key: "k" }),
      "/",
      "/assets/x.js",
      "/healthz",
      "/nope",
    ]) {
      const response = await server.get(url, { headers: { host: "evil.example:8379" } });
      expect([url, response.statusCode, response.json().error.code]).toEqual([url, 403, "host_not_allowed"]);
    }
  });

  it("is refused to methods that are not for reading", async () => {
    server = await testApp(sourceOf({ k: "v" }));
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const) {
      const response = await server.get(urls.value("s", { key: "k" }), { method, payload: "x" });
      expect([method, response.statusCode, response.headers.allow]).toEqual([method, 405, "GET, HEAD"]);
    }
  });

  it("is refused to a page of another origin that asks for work", async () => {
    server = await testApp(sourceOf({ k: "v" }));
    const ask = async (headers: Record<string, string>, method: "POST" | "DELETE" = "POST") =>
      (await server.get(urls.index("s"), { method, headers })).statusCode;
    expect(await ask({})).toBe(200);
    expect(await ask({ origin: "http://127.0.0.1:8379", "sec-fetch-site": "same-origin" }, "DELETE")).toBe(
      200,
    );
    for (const headers of [
      { origin: "http://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ])
      expect([headers, await ask(headers)]).toEqual([headers, 403]);
  });

  it("is closed to other origins", async () => {
    server = await testApp(sourceOf({ k: "v" }));
    const response = await server.get(urls.sources(), { headers: { origin: "http://evil.example" } });
    expect(Object.keys(response.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(response.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
    });
    const policy = String(response.headers["content-security-policy"]);
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy.split("; ")).toContain(rule);
  });
});
