import type { Locator } from "@playwright/test";
import { expect, live as test } from "./harness/live.ts";
import { treeOf } from "./harness/test.ts";

const folded =
  "/registry/a-group-with-a-name-of-some-length.example.com/and-a-resource-of-some-length/namespace/";

/** Whether all of an element is inside another one, sideways. */
async function isInside(inner: Locator, outer: Locator): Promise<boolean> {
  const [box, around] = await Promise.all([inner.boundingBox(), outer.boundingBox()]);
  if (box === null || around === null) return false;
  return box.width > 0 && box.x >= around.x && box.x + box.width <= around.x + around.width + 0.5;
}

test("a row of folded prefixes keeps its own name and its count, however narrow the tree is", async ({
  page,
  etcd,
  server,
}) => {
  await etcd.etcdctl("put", `${folded}one`, "1");
  await etcd.etcdctl("put", `${folded}two`, "2");
  for (const width of [1400, 420, 300]) {
    await page.setViewportSize({ width, height: 700 });
    await page.goto(server.url);
    if (width < 1000) await page.getByRole("button", { name: "Show keys" }).click();
    const row = treeOf(page).getByRole("treeitem").filter({ hasText: "namespace" });
    await expect(row.locator(".tree-name")).toHaveText("namespace");
    for (const part of [".tree-name", ".tree-count"])
      expect([width, part, await isInside(row.locator(part), row)]).toEqual([width, part, true]);
    const shown = await row.locator(".tree-name").evaluate((name) => [name.scrollWidth, name.clientWidth]);
    expect([width, shown[0]]).toEqual([width, shown[1]]);
  }
});

test("names that look alike are told apart: blanks at an end, invisible characters, marks apart", async ({
  page,
  etcd,
  server,
}) => {
  for (const name of ["café", "cafe\u0301", "caf\u200be", "cafe ", "cafe"])
    await etcd.etcdctl("put", `/names/${name}`, "1");
  await page.goto(`${server.url}/s/etcd/prefix?key=/names/`);
  await expect(treeOf(page).getByRole("treeitem").filter({ hasText: "cafe" }).first()).toBeVisible();
  const shown = await treeOf(page).locator(".tree-name").allTextContents();
  expect(shown.filter((text) => text.startsWith("caf")).toSorted()).toEqual(
    ["cafe", "cafeU+0301", "cafe\\x20", "cafU+200Be", "café"].toSorted(),
  );
});
