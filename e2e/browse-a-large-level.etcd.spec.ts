import type { EtcdProcess } from "@etcdscope/etcd-process";
import { expect, live, untilLive } from "./harness/live.ts";
import { keyPage, row, treeOf } from "./harness/test.ts";

const size = 12_430;
const atOnce = 100;

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const nameOf = (at: number): string => `item-${String(at).padStart(5, "0")}`;

/** Many keys in one transaction: one process or request for each would take minutes. */
async function fill(etcd: EtcdProcess): Promise<void> {
  for (let from = 0; from < size; from += atOnce) {
    const places = Array.from({ length: Math.min(atOnce, size - from) }, (_, at) => from + at);
    const success = places.map((at) => ({
      request_put: { key: base64(`/many/${nameOf(at)}`), value: base64(String(at)) },
    }));
    const body = JSON.stringify({ success });
    const { ok, status } = await fetch(`${etcd.endpoint}/v3/kv/txn`, { method: "POST", body });
    if (!ok) throw new Error(`txn: HTTP ${status}`);
  }
}

live(
  "a level of thousands is loaded bit by bit, and says how much there is",
  async ({ page, etcd, server }) => {
    await fill(etcd);
    await page.goto(`${server.url}/s/etcd`);
    await expect(row(page, "/many")).toContainText("12,430");
    await treeOf(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect(row(page, nameOf(0))).toHaveAttribute("aria-setsize", String(size));
    await page.keyboard.press("End");
    await expect(page.getByText("Load 500 more of 12,430")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(row(page, nameOf(505))).toBeVisible();
  },
);

live(
  "a link into the middle of it shows the key among its neighbours, and goes on both ways",
  async ({ page, etcd, server }) => {
    await fill(etcd);
    await page.goto(server.url + keyPage("etcd", `/many/${nameOf(11_000)}`, "raw"));
    const found = row(page, nameOf(11_000));
    await expect(found).toHaveAttribute("aria-selected", "true");
    await expect(found).toHaveAttribute("aria-posinset", "11001");
    await expect(found).toBeInViewport();
    await treeOf(page).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByText("Load 500 of 10,750 before these")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByText("Load 500 of 10,250 before these")).toBeAttached();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect(row(page, nameOf(11_255))).toBeVisible();
  },
);

live(
  "its page draws what is in sight, and the way back leads to the row one left",
  async ({ page, etcd, server }) => {
    await fill(etcd);
    await page.goto(`${server.url}/s/etcd/prefix?key=/many/`);
    const table = page.getByRole("grid", { name: "Children of /many/" });
    await expect(table).toHaveAttribute("aria-rowcount", String(size + 1));
    expect(await table.getByRole("row").count()).toBeLessThan(100);
    await table.focus();
    await page.keyboard.press("End");
    await expect(table.getByText("Load 500 more of 12,430")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(table.locator("[data-active=true]")).toContainText(nameOf(500));
    await page.keyboard.press("PageDown");
    const active = table.locator("[data-active=true]");
    await expect(active).not.toContainText(nameOf(500));
    const left = (await active.textContent()) ?? "";
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/key\?/);
    await page.goBack();
    await expect(table).toBeFocused();
    await expect(active).toBeInViewport();
    await expect(active).toHaveText(left);
    // Nothing of the page is kept: its place is.
    await page.reload();
    await expect(active).toBeInViewport();
    await expect(active).toHaveText(left);
    await page.keyboard.press("Home");
    await expect(table.getByText(/Load \d+ of [\d,]+ before these/)).toBeVisible();
  },
);

live("of many loaded pages only the one that changed is read again", async ({ page, etcd, server }) => {
  await fill(etcd);
  await page.goto(`${server.url}/s/etcd/prefix?key=/many/`);
  const table = page.getByRole("grid", { name: "Children of /many/" });
  await untilLive(page);
  await table.focus();
  for (const loaded of [500, 1000, 1500]) {
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect(table.locator("[data-active=true]")).toContainText(nameOf(loaded));
  }
  const asked: URLSearchParams[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.searchParams.get("prefix") === "/many/") asked.push(url.searchParams);
  });
  const rows = (text: string) => table.getByRole("row").filter({ hasText: text });
  await etcd.etcdctl("put", `/many/${nameOf(1500)}-new`, "x");
  await expect(rows(`${nameOf(1500)}-new`)).toBeVisible();
  await expect(rows(nameOf(1501))).toHaveAttribute("aria-rowindex", "1504");
  expect(asked).toHaveLength(1);
  // At the very beginning: what is seen stays in its place, and knows that it moved.
  await etcd.etcdctl("put", "/many/first", "x");
  await expect(table).toHaveAttribute("aria-rowcount", String(size + 3));
  await expect(rows(nameOf(1501))).toHaveAttribute("aria-rowindex", "1505");
  await etcd.etcdctl("del", `/many/${nameOf(1502)}`);
  await expect(rows(nameOf(1502))).toHaveCount(0);
  // Behind all that is loaded only the count changes.
  await etcd.etcdctl("put", "/many/zzz", "x");
  await expect(table).toHaveAttribute("aria-rowcount", String(size + 3));
  expect(asked.at(-1)?.get("limit")).toBe("1");
});
