import type { EtcdProcess } from "@etcdscope/etcd-process";
import type { Page } from "@playwright/test";
import { expect, live, untilLive } from "./harness/live.ts";
import { keyPage, row, treeOf } from "./harness/test.ts";

declare global {
  interface Window {
    /** When the live stream told of changes. */
    told: number[];
    /** Rows whose glow began, by the exact key in their title. */
    glowed: string[];
  }
}

/** Takes down what happens in the page from its first moment on. */
async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.told = [];
    window.glowed = [];
    const Native = window.EventSource;
    window.EventSource = class extends Native {
      constructor(url: string | URL) {
        super(url);
        this.addEventListener("changes", () => window.told.push(performance.now()));
      }
    };
    document.addEventListener("animationstart", ({ animationName, target }) => {
      if (!animationName.startsWith("glow") || !(target instanceof Element)) return;
      window.glowed.push(target.querySelector("[title]")?.getAttribute("title") ?? "");
    });
  });
}

const glowed = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.glowed);
const put = async (etcd: EtcdProcess, key: string, value: string): Promise<void> => {
  await etcd.etcdctl("put", key, value);
};

live("a row whose key changed glows once, and no other row does", async ({ page, etcd, server }) => {
  await put(etcd, "/app/one", "1");
  await put(etcd, "/app/two", "1");
  await watchPage(page);
  await page.goto(server.url + keyPage("etcd", "/app/one", "raw"));
  await untilLive(page);
  await expect(row(page, "two")).toBeVisible();
  await put(etcd, "/app/two", "2");
  await expect(row(page, "two")).toHaveAttribute("data-glow", /even|odd/);
  await expect(row(page, "two")).not.toHaveAttribute("data-glow");
  expect(await glowed(page)).toEqual(["/app/two"]);
  // The next change begins it anew; a new key counts in the rows above it.
  await put(etcd, "/app/two", "3");
  await expect.poll(() => glowed(page)).toEqual(["/app/two", "/app/two"]);
  await put(etcd, "/app/three", "1");
  await expect.poll(async () => (await glowed(page)).slice(2).toSorted()).toEqual(["/app", "/app/three"]);
});

live(
  "changes come four times a second at most, and a busy prefix shows its rate",
  async ({ page, etcd, server }) => {
    await put(etcd, "/registry/events/shop/e0", "0");
    await put(etcd, "/registry/pods/shop/web", "0");
    await watchPage(page);
    await page.goto(server.url + keyPage("etcd", "/registry/events/shop/e0", "raw"));
    await untilLive(page);
    await expect(row(page, "e0")).toBeVisible();
    const base64 = (text: string): string => Buffer.from(text).toString("base64");
    const began = performance.now();
    for (let at = 1; at <= 120; at++) {
      const body = JSON.stringify({
        key: base64(`/registry/events/shop/e${at % 40}`),
        value: base64(String(at)),
      });
      await fetch(`${etcd.endpoint}/v3/kv/put`, { method: "POST", body });
    }
    const events = treeOf(page).getByRole("treeitem").filter({ hasText: "events" }).first();
    await expect(events.locator(".tree-rate")).toHaveText(/^\d+\/s$/);
    await expect(row(page, "e39")).toBeVisible();
    const seconds = (performance.now() - began) / 1000;
    const told = await page.evaluate(() => window.told);
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
    // What is noisy does not glow; what is beside it does.
    await page.evaluate(() => {
      window.glowed = [];
    });
    await put(etcd, "/registry/events/shop/e1", "again");
    await put(etcd, "/registry/pods/shop/api", "1");
    await expect.poll(async () => (await glowed(page)).length).toBeGreaterThan(0);
    expect((await glowed(page)).filter((key) => key.startsWith("/registry/events/"))).toEqual([]);
    // And when it is quiet again, it says nothing any more.
    await expect(events.locator(".tree-rate")).toHaveCount(0);
  },
);

live("the focus goes on to the neighbour when its row vanishes", async ({ page, etcd, server }) => {
  for (const name of ["a", "b", "c"]) await put(etcd, `/app/${name}`, "1");
  await page.goto(server.url + keyPage("etcd", "/app/a", "raw"));
  await untilLive(page);
  await expect(row(page, "a")).toHaveAttribute("aria-selected", "true");
  await treeOf(page).focus();
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "b")).toHaveAttribute("data-active", "true");
  await etcd.etcdctl("del", "/app/b");
  await expect(row(page, "b")).toHaveCount(0);
  await expect(row(page, "c")).toHaveAttribute("data-active", "true");
  await expect(treeOf(page)).toBeFocused();
  // The last one hands it to the one before.
  await etcd.etcdctl("del", "/app/c");
  await expect(row(page, "c")).toHaveCount(0);
  await expect(row(page, "a")).toHaveAttribute("data-active", "true");
});
