import { type EtcdProcess, findEtcd, startEtcd } from "@etcdscope/etcd-process";
import { untilLive } from "./harness/live.ts";
import { type RunningServer, startServer } from "./harness/server.ts";
import { codeOf, expect, keyPage, row, test } from "./harness/test.ts";

const binary = findEtcd();
test.skip(binary === undefined, "etcd is not on PATH");

let etcd: EtcdProcess;
let server: RunningServer;

test.beforeEach(async () => {
  if (binary === undefined) return;
  etcd = await startEtcd({ binary });
  await etcd.etcdctl("put", "/app/settings", '{"step":1}');
  await etcd.etcdctl("put", "/other/key", "x");
  server = await startServer(["--endpoints", etcd.endpoint]);
});

test.afterEach(async () => {
  await server.stop();
  await etcd.stop();
});

test("a change is told, not asked for, and only what it touches is read anew", async ({ page }) => {
  await page.clock.install();
  await page.goto(server.url + keyPage("etcd", "/app/settings"));
  await expect(codeOf(page)).toContainText('"step": 1');
  await untilLive(page);
  await page.clock.runFor(1000);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  // Five seconds of the page's own time: what it asked for would be asked for in them.
  await page.clock.runFor(5000);
  expect(asked).toEqual([]);
  await etcd.etcdctl("put", "/app/settings", '{"step":2}');
  await expect(codeOf(page)).toContainText('"step": 2');
  expect(asked).toEqual(["/api/v1/sources/etcd/value"]);
  await etcd.etcdctl("put", "/other/key", "y");
  await etcd.etcdctl("put", "/app/new", "z");
  await expect(row(page, "new")).toBeVisible();
  expect(asked.filter((path) => path.endsWith("/value"))).toHaveLength(1);
});

test("eight tabs of one browser all show what changes", async ({ context }) => {
  const pages = await Promise.all(Array.from({ length: 8 }, () => context.newPage()));
  for (const page of pages) {
    await page.goto(server.url + keyPage("etcd", "/app/settings"));
    await expect(codeOf(page)).toContainText('"step": 1');
  }
  await etcd.etcdctl("put", "/app/settings", '{"step":2}');
  for (const page of pages) await expect(codeOf(page)).toContainText('"step": 2');
});
