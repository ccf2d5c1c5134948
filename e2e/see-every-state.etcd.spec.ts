import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findEtcd, startEtcd } from "@etcdscope/etcd-process";
import type { Locator, Page } from "@playwright/test";
import { expect, putBytes, live as test } from "./harness/live.ts";
import { startServer } from "./harness/server.ts";
import { damagedConfigMap, largeRequests, manyRows } from "./harness/stored-values.ts";
import { codeOf, keyPage } from "./harness/test.ts";

const stateIn = (page: Page, state: string): Locator =>
  page.getByRole("main").locator(`[data-state="${state}"]`);

test("deleted: the last value stays, greyed, and comes alive when the key is made anew", async ({
  page,
  etcd,
  server,
}) => {
  await etcd.etcdctl("put", "/app/x", '{"step":1}');
  await page.goto(server.url + keyPage("etcd", "/app/x"));
  await expect(codeOf(page)).toContainText('"step": 1');
  await etcd.etcdctl("del", "/app/x");
  await expect(stateIn(page, "deleted")).toContainText("This key has been deleted");
  await expect(codeOf(page)).toContainText('"step": 1');
  await expect(page.locator(".view-panel").first()).toHaveCSS("filter", "grayscale(1)");
  await etcd.etcdctl("put", "/app/x", '{"step":2}');
  await expect(codeOf(page)).toContainText('"step": 2');
  await expect(stateIn(page, "deleted")).toHaveCount(0);
});

test("changed: a reader's place is left alone until they ask for the new version", async ({
  page,
  etcd,
  server,
}) => {
  await etcd.etcdctl("put", "/app/x", '{"step":1,"kept":true}');
  await page.goto(`${server.url}${keyPage("etcd", "/app/x")}&path=kept`);
  await expect(codeOf(page)).toContainText('"step": 1');
  await etcd.etcdctl("put", "/app/x", '{"step":2,"kept":true}');
  await expect(page.getByRole("main")).toContainText(/Changed at revision \d+ 1 field differs/);
  await expect(codeOf(page)).toContainText('"step": 1');
  await page.getByRole("button", { name: "Update" }).click();
  await expect(codeOf(page)).toContainText('"step": 2');
});

test("compacted: what an open link asks for may be forgotten by etcd, and leads on", async ({
  page,
  etcd,
  server,
}) => {
  for (const step of ["1", "2", "3"]) await etcd.etcdctl("put", "/app/x", step);
  await etcd.etcdctl("compact", "4");
  await page.goto(`${server.url}${keyPage("etcd", "/app/x", "raw")}&rev=2`);
  await expect(stateIn(page, "compacted")).toContainText("The oldest one that can be read is 4");
  await page.getByRole("link", { name: "Show at revision 4" }).click();
  await expect(page.getByText("Pinned to revision 4")).toBeVisible();
});

test("forbidden: a user who may read a part of etcd is told what it may not", async ({ page, etcd }) => {
  await etcd.etcdctl("put", "/app/x", "1");
  await etcd.etcdctl("put", "/hidden/x", "1");
  for (const command of [
    "user add root:secret",
    "user add reader:pass",
    "role add reader",
    "role grant-permission reader --prefix=true read /app/",
    "user grant-role reader reader",
    "auth enable",
  ])
    await etcd.etcdctl(...command.split(" "));
  const folder = await mkdtemp(join(tmpdir(), "etcdscope-"));
  const passwords = join(folder, "password");
  await writeFile(passwords, "pass", { mode: 0o600 });
  const server = await startServer([
    ...["--endpoints", etcd.endpoint],
    ...["--user", "reader", "--password-file", passwords],
  ]);
  await page.goto(server.url + keyPage("etcd", "/hidden/x"));
  await expect(stateIn(page, "forbidden")).toContainText("Not allowed to read this");
  await page.goto(server.url + keyPage("etcd", "/app/x", "raw"));
  await expect(page.getByRole("main")).toContainText("Modified at");
  await server.stop();
  await rm(folder, { recursive: true });
});

test("unreachable: etcd that is away and a server that is away are told apart", async ({ page, etcd }) => {
  await etcd.etcdctl("put", "/app/x", '{"step":1}');
  await etcd.etcdctl("put", "/app/y", '{"step":1}');
  const server = await startServer(["--endpoints", etcd.endpoint]);
  await page.goto(server.url + keyPage("etcd", "/app/x"));
  await expect(codeOf(page)).toContainText('"step": 1');
  await etcd.kill9();
  await expect(stateIn(page, "unreachable").first()).toContainText("The source does not answer", {
    timeout: 20_000,
  });
  await expect(codeOf(page)).toContainText('"step": 1');
  await page.getByRole("treeitem").getByRole("link", { name: "y", exact: true }).click();
  await expect(page.locator('.notice[data-state="unreachable"]')).toBeVisible();
  await server.stop();
  await expect(stateIn(page, "unreachable").first()).toContainText("The etcdscope server does not answer", {
    timeout: 40_000,
  });
});

test("partial and failed: what could be read, or why nothing could", async ({ page, etcd, server }) => {
  await putBytes(etcd, Buffer.from("/registry/configmaps/default/broken"), damagedConfigMap);
  await putBytes(etcd, Buffer.from("/app/noise"), Buffer.from([0xff, 0x00, 0xfe, 0x81]));
  await page.goto(server.url + keyPage("etcd", "/registry/configmaps/default/broken"));
  await expect(stateIn(page, "partial")).toContainText("Decoded in part");
  await page.goto(server.url + keyPage("etcd", "/app/noise"));
  await expect(stateIn(page, "failed")).toContainText("Could not be decoded");
  await expect(page.getByRole("tab", { name: "Raw" }).first()).toHaveAttribute("aria-selected", "true");
});

test("too large: a value of megabytes is decoded when asked, its bytes are there at once", async ({
  page,
}) => {
  const binary = findEtcd();
  test.skip(binary === undefined, "etcd is not on PATH");
  if (binary === undefined) return;
  const etcd = await startEtcd({ binary, args: largeRequests });
  const server = await startServer(["--endpoints", etcd.endpoint]);
  await putBytes(etcd, Buffer.from("/app/big"), manyRows());
  await page.goto(server.url + keyPage("etcd", "/app/big", "json"));
  await expect(stateIn(page, "tooLarge")).toContainText("This value is large");
  await page.getByRole("tab", { name: "Hex" }).first().click();
  await expect(page.getByRole("main")).toContainText("00000000");
  await page.getByRole("tab", { name: "JSON" }).first().click();
  await page.getByRole("button", { name: /^Decode/ }).click();
  await expect(codeOf(page)).toContainText("the row number 0 of many");
  await server.stop();
  await etcd.stop();
});
