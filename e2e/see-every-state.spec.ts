import type { Locator, Page } from "@playwright/test";
import { codeOf, expect, keyPage, test } from "./harness/test.ts";

const stateIn = (page: Page, state: string): Locator =>
  page.getByRole("main").locator(`[data-state="${state}"]`);

test("loading: lines stand where the value will be, and go when it comes", async ({ page, sample }) => {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/value?*", async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto(sample.url + keyPage("sample", "/registry/namespaces/shop"));
  await expect(stateIn(page, "loading")).toContainText("Loading");
  release();
  await expect(codeOf(page)).toContainText('"shop"');
  await expect(stateIn(page, "loading")).toHaveCount(0);
});

test("empty: a value without bytes, and a prefix without keys", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", "/app/empty"));
  await expect(stateIn(page, "empty")).toContainText("the key exists and holds no bytes");
  await page.goto(`${sample.url}/s/sample/prefix?key=/registry/none/`);
  await expect(stateIn(page, "empty")).toBeVisible();
});

test("not found: a key leads to what is around it, an address and a source to the start", async ({
  page,
  sample,
}) => {
  await page.goto(sample.url + keyPage("sample", "/registry/pods/shop/none"));
  await expect(stateIn(page, "notFound")).toContainText("This key does not exist");
  await page.getByRole("link", { name: "Look around it" }).click();
  await expect(page).toHaveURL(/prefix\?key=\/registry\/pods\/shop/);
  for (const path of ["/nowhere", "/s/none"]) {
    await page.goto(sample.url + path);
    await expect(stateIn(page, "notFound")).toBeVisible();
    await page.getByRole("link", { name: "Go to the first source" }).click();
    await expect(page).toHaveURL(/\/s\/sample$/);
  }
});

test("compacted: the oldest revision that is kept is named, and leads on", async ({ page, sample }) => {
  await page.goto(`${sample.url}${keyPage("sample", "/registry/namespaces/shop")}&rev=5`);
  await expect(stateIn(page, "compacted")).toContainText("The oldest one that can be read is 902");
  await page.getByRole("link", { name: "Show at revision 902" }).click();
  await expect(codeOf(page)).toContainText('"shop"');
  await expect(page.getByText("Pinned to revision 902")).toBeVisible();
});

test("a revision that has not happened yet says so, and leads to the newest", async ({ page, sample }) => {
  await page.goto(`${sample.url}${keyPage("sample", "/registry/namespaces/shop")}&rev=999999`);
  await expect(stateIn(page, "future")).toBeVisible();
  await page.getByRole("link", { name: "Show the newest" }).click();
  await expect(codeOf(page)).toContainText('"shop"');
});

test("masked: a Secret says how many of its values are hidden, in every view", async ({ page, sample }) => {
  for (const view of ["json", "fields", "hex", "raw"]) {
    await page.goto(sample.url + keyPage("sample", "/registry/secrets/shop/db-credentials", view));
    await expect(stateIn(page, "masked").first()).toContainText("masked by the server, in every view alike");
  }
});
