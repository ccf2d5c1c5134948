import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EtcdProcess, findEtcd, startEtcd } from "@etcdscope/etcd-process";
import type { Page } from "@playwright/test";
import { audit, calm } from "./harness/axe.ts";
import { expect, putBytes, live as test } from "./harness/live.ts";
import { startServer } from "./harness/server.ts";
import { damagedConfigMap, largeRequests, manyRows } from "./harness/stored-values.ts";
import { keyPage } from "./harness/test.ts";

test.describe.configure({ mode: "parallel" });
test.use(calm);

const state = (name: string): string => `main [data-state="${name}"]`;

async function at(page: Page, address: string, ready: string): Promise<void> {
  await page.goto(address);
  await page.locator(ready).first().waitFor();
}

async function putAwkwardValues(etcd: EtcdProcess): Promise<void> {
  await putBytes(etcd, Buffer.from("/registry/configmaps/default/broken"), damagedConfigMap);
  await putBytes(etcd, Buffer.from("/app/noise"), Buffer.from([0xff, 0x00, 0xfe, 0x81]));
  await putBytes(etcd, Buffer.from("/app/large"), manyRows());
  for (const step of [1, 2, 3]) await etcd.etcdctl("put", "/app/steps", `{"step":${step}}`);
  await etcd.etcdctl("put", "/app/gone", '{"step":1}');
  await etcd.etcdctl("put", "/app/changing", '{"step":1,"kept":true}');
}

test("values that are damaged, large, gone or changed", async ({ page }, info) => {
  const binary = findEtcd();
  test.skip(binary === undefined, "etcd is not on PATH");
  if (binary === undefined) return;
  const etcd = await startEtcd({ binary, args: largeRequests });
  await putAwkwardValues(etcd);
  await etcd.etcdctl("compact", "5");
  const { url, stop } = await startServer(["--endpoints", etcd.endpoint]);
  const to = (key: string, view?: string): string => url + keyPage("etcd", key, view);
  const broken = "/registry/configmaps/default/broken";
  await audit(page, info, [
    ...["json", "fields", "wire", "hex", "raw"].map((view) => ({
      route: `key, ${view}`,
      state: "damaged",
      open: () => at(page, to(broken, view), state("partial")),
    })),
    {
      route: "key, json beside hex",
      state: "damaged",
      open: () => at(page, `${to(broken, "json")}&split=hex`, "#view-panel-second"),
    },
    { route: "key", state: "could not be decoded", open: () => at(page, to("/app/noise"), state("failed")) },
    {
      route: "key, json",
      state: "too large",
      open: () => at(page, to("/app/large", "json"), state("tooLarge")),
    },
    {
      route: "key, hex",
      state: "too large",
      open: () => at(page, to("/app/large", "hex"), '[role="grid"]'),
    },
    {
      route: "key",
      state: "compacted",
      open: () => at(page, `${to("/app/steps")}&rev=2`, state("compacted")),
    },
    {
      route: "key, json",
      state: "changed since",
      open: async () => {
        await at(page, `${to("/app/changing")}&path=kept`, ".cm-content");
        await etcd.etcdctl("put", "/app/changing", '{"step":2,"kept":true}');
        await page.locator(".banner button").first().waitFor();
      },
    },
    {
      route: "key, json beside hex",
      state: "deleted",
      open: async () => {
        await at(page, `${to("/app/gone", "json")}&split=hex`, "#view-panel-second");
        await etcd.etcdctl("del", "/app/gone");
        await page.locator(state("deleted")).first().waitFor();
      },
    },
  ]);
  await stop();
  await etcd.stop();
});

test("what a user may not read", async ({ page, etcd }, info) => {
  for (const command of [
    "put /app/x 1",
    "put /hidden/x 1",
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
  await audit(page, info, [
    {
      route: "key",
      state: "forbidden",
      open: () => at(page, server.url + keyPage("etcd", "/hidden/x"), state("forbidden")),
    },
    {
      route: "prefix",
      state: "forbidden",
      open: () => at(page, `${server.url}/s/etcd/prefix?key=/hidden/`, "main [data-state]"),
    },
    {
      route: "cluster",
      state: "forbidden in part",
      open: () => at(page, `${server.url}/s/etcd/cluster`, "main table"),
    },
  ]);
  await server.stop();
  await rm(folder, { recursive: true });
});

test("a source that is away, and a server that is", async ({ page, etcd }, info) => {
  await etcd.etcdctl("put", "/app/x", '{"step":1}');
  await etcd.etcdctl("put", "/app/y", '{"step":1}');
  const server = await startServer(["--endpoints", etcd.endpoint]);
  const unreachable = page.locator(state("unreachable")).first();
  const away = async (address: string): Promise<void> => {
    await page.goto(server.url + address);
    await unreachable.waitFor();
  };
  await audit(page, info, [
    {
      route: "key, json beside hex",
      state: "source away, last known value",
      open: async () => {
        await at(page, `${server.url}${keyPage("etcd", "/app/x", "json")}&split=hex`, "#view-panel-second");
        await etcd.kill9();
        await unreachable.waitFor();
      },
    },
    { route: "source", state: "source away", open: () => away("/s/etcd") },
    { route: "key", state: "source away, never seen", open: () => away(keyPage("etcd", "/app/y")) },
    { route: "prefix", state: "source away", open: () => away("/s/etcd/prefix?key=/none/") },
    {
      route: "cluster",
      state: "source away",
      open: () => at(page, `${server.url}/s/etcd/cluster`, "main table, main [data-state]"),
    },
    {
      route: "source",
      state: "server away",
      open: async () => {
        await away("/s/etcd");
        // The sentences of the other language come from the server as well.
        await page.getByRole("banner").getByRole("button").nth(-2).click();
        await page.locator('[role="menuitem"][lang="zh-CN"]').click();
        await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
        await server.stop();
        await page.locator('.pill[data-standing="server-away"]').waitFor();
      },
    },
  ]);
});

test("a source without keys, and one without an index", async ({ page, etcd, server }, info) => {
  let offered: Awaited<ReturnType<typeof startServer>> | undefined;
  await audit(page, info, [
    { route: "source", state: "empty", open: () => at(page, `${server.url}/s/etcd`, "main h1") },
    {
      route: "source",
      state: "index offered",
      open: async () => {
        for (const name of ["a", "b", "c"]) await etcd.etcdctl("put", `/app/${name}`, "text");
        offered = await startServer(["--endpoints", etcd.endpoint, "--max-index-keys", "2"]);
        await at(page, `${offered.url}/s/etcd`, ".banner button");
      },
    },
  ]);
  await offered?.stop();
});
