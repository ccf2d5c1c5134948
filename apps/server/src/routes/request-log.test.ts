import { urls } from "@etcdscope/contract";
import { expect, it } from "vitest";
import { sourceOf, testApp } from "./app.testing.ts";

it("a request is logged by its route, and nothing of its address is", async () => {
  const key = "/oauth/accesstokens/a-token";
  const server = await testApp(sourceOf({ [key]: "x" }));
  await server.get(urls.value("s", { key }));
  await server.get(`/api/v1/sources/${encodeURIComponent(key)}/value?key=a`);
  await server.get(`/api/v1${key}`);
  await server.get(key);
  await server.close();
  const lines = server.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "answered");
  expect(lines.map(({ route, status }) => [route, status])).toEqual([
    ["/api/v1/sources/:id/value", 200],
    ["/api/v1/sources/:id/value", 404],
    ["none", 404],
    ["none", 404],
  ]);
  expect(server.log.join("")).not.toContain("a-token");
});
