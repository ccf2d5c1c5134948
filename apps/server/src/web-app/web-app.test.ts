import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memorySource } from "@etcdscope/keyspace";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../routes/app.testing.ts";

let folder: string;
let server: TestApp;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "etcdscope-web-"));
  await mkdir(join(folder, "dist/assets"), { recursive: true });
  await writeFile(join(folder, "dist/index.html"), "<!doctype html><title>etcdscope</title>");
  await writeFile(join(folder, "dist/assets/app-1a2b.js"), "export {};");
  await writeFile(join(folder, "dist/icon.svg"), "<svg/>");
  await writeFile(join(folder, "outside.txt"), "outside");
  server = await testApp(memorySource(), { webApp: join(folder, "dist") });
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe("the web app", () => {
  it.each(["/", "/s/sample/key?key=/registry/pods/a.b", "/s/sample", "/anything/else"])(
    "gets its document at %s, unkept",
    async (url) => {
      const response = await server.get(url);
      expect([response.statusCode, response.headers["cache-control"]]).toEqual([200, "no-cache"]);
      expect(response.headers["content-type"]).toMatch(/^text\/html/);
      expect(response.headers["content-security-policy"]).toContain("script-src 'self'");
    },
  );

  it("keeps its assets for good, for their names change with them", async () => {
    const response = await server.get("/assets/app-1a2b.js");
    expect(response.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(response.headers["content-type"]).toMatch(/javascript/);
    expect((await server.get("/icon.svg")).headers["cache-control"]).toBe("no-cache");
  });

  it.each(["/assets/app-old.js", "/favicon.ico", "/api", "/api/v2/sources", "/assets/", "/assets"])(
    "does not stand in for %s",
    async (url) => {
      const response = await server.get(url);
      expect([response.statusCode, response.json().error.code]).toEqual([404, "not_found"]);
    },
  );

  it.each(["/../outside.txt", "/%2e%2e/outside.txt", "/assets/..%2f..%2foutside.txt", "/..%5coutside.txt"])(
    "keeps %s inside its folder",
    async (url) => {
      expect((await server.get(url)).body).not.toContain("outside\n");
      expect((await server.get(url)).body).not.toBe("outside");
    },
  );
});

describe("a server without a web app", () => {
  it("says how to get one", async () => {
    const bare = await testApp(memorySource());
    const response = await bare.get("/");
    expect([response.statusCode, response.body]).toEqual([404, expect.stringContaining("npm run build")]);
    await bare.close();
  });
});
