import type { EtcdProcess } from "@etcdscope/etcd-process";
import { expect, live, putBytes } from "./harness/live.ts";
import { type RunningServer, startServer } from "./harness/server.ts";
import { keyPage, row, treeOf } from "./harness/test.ts";

const pods = Array.from({ length: 600 }, (_, at) => `/registry/pods/shop/web-${at}`);
const others = Array.from({ length: 200 }, (_, at) => `/registry/pods/test/web-${at}`);
const elsewhere = Array.from({ length: 100 }, (_, at) => `/app/settings/web-${at}`);

async function fill(etcd: EtcdProcess): Promise<void> {
  const keys = [...pods, ...others, ...elsewhere];
  for (let from = 0; from < keys.length; from += 50) {
    const some = keys.slice(from, from + 50);
    await Promise.all(some.map((key) => putBytes(etcd, Buffer.from(key), Buffer.from("text"))));
  }
}

const overMany = live.extend<{ readonly unindexed: RunningServer }>({
  unindexed: async ({ etcd }, use) => {
    await fill(etcd);
    const server = await startServer(["--endpoints", etcd.endpoint, "--max-index-keys", "2"]);
    await use(server);
    await server.stop();
  },
});

overMany(
  "a search without an index covers what is open, and goes on when asked",
  async ({ unindexed, page }) => {
    await page.goto(unindexed.url + keyPage("etcd", "/registry/pods/shop/web-1"));
    await expect(row(page, "web-1")).toBeVisible();
    await page.getByRole("textbox", { name: "Filter keys" }).fill("web-");
    const about = page.locator(".filter-about");
    await expect(about).toContainText(/^500 of 500 keys in 3 opened prefixes at revision \d+\./);
    await expect(about).toContainText("Not searched to the end: 3 prefixes.");
    await page.locator(".filter-box").getByRole("button", { name: "Go on searching" }).click();
    await expect(about).toContainText(/^800 of 800 keys in 3 opened prefixes/);
    await expect(about).toContainText("Other keys are not searched: there is no index.");
    await treeOf(page).focus();
    await page.keyboard.press("End");
    await expect(page.getByTitle("/registry/pods/test/web-99")).toBeVisible();
    const link = new URL(page.url());
    expect(link.searchParams.get("opened")?.split(".")).toHaveLength(3);
  },
);

overMany("a search without an index is the same for whoever opens its link", async ({ unindexed, page }) => {
  const opened = Buffer.from("/app/settings/").toString("base64url");
  await page.goto(`${unindexed.url}/s/etcd?find=web-7&opened=${opened}`);
  await expect(page.locator(".filter-about")).toContainText(/^11 of 100 keys in 1 opened prefix at revision/);
  await page.locator(".filter-box").getByRole("button", { name: "Build the index" }).click();
  await expect(page.locator(".filter-about")).toContainText(/^33 of 900 keys at revision \d+$/);
});
