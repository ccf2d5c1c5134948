import type { EtcdProcess } from "@etcdscope/etcd-process";
import { expect, live } from "./harness/live.ts";
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
