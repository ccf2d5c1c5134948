import type { Page } from "@playwright/test";
import { expect, row, test, treeOf } from "./harness/test.ts";

/** Opens a row as a keyboard does: walks to it by typing its name (a slash goes to the filter), then →. */
async function open(page: Page, segment: string): Promise<void> {
  await expect(row(page, segment)).toBeVisible();
  await treeOf(page).focus();
  await page.keyboard.type(segment.replace(/^\//, ""));
  await page.keyboard.press("ArrowRight");
}

/** The row that assistive technology is told of; the tree itself keeps the focus. */
async function expectActive(page: Page, segment: string): Promise<void> {
  const id = (await row(page, segment).getAttribute("id")) ?? "no id";
  await expect(treeOf(page)).toHaveAttribute("aria-activedescendant", id);
}

test("the first page shows /registry with its count, and the keys outside it", async ({ page, sample }) => {
  await page.goto(sample.url);
  await expect(row(page, "/registry")).toContainText("481");
  for (const key of ["/app", "/coreos.com", "compact_rev_key", "no-slash"]) {
    await expect(row(page, key)).toBeVisible();
  }
});

test("a level is loaded when it is opened, and nothing else is asked for", async ({ page, sample }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith("/children")) asked.push(url.searchParams.get("prefix") ?? "?");
  });
  await page.goto(sample.url);
  await expect(row(page, "/registry")).toBeVisible();
  expect(new Set(asked)).toEqual(new Set([""]));
  await open(page, "/registry");
  await expect(row(page, "pods")).toContainText("15");
  await row(page, "configmaps").getByRole("link").scrollIntoViewIfNeeded();
  expect(new Set(asked)).toEqual(new Set(["", "/registry/"]));
});

test("the 47 resources of the sample stand under /registry", async ({ page, sample }) => {
  await page.goto(sample.url);
  await open(page, "/registry");
  await expect(row(page, "pods")).toHaveAttribute("aria-setsize", "47");
});

test("the tree is walked by keyboard alone", async ({ page, sample }) => {
  await page.goto(sample.url);
  await expect(row(page, "/registry")).toBeVisible();
  await treeOf(page).focus();
  await page.keyboard.press("End");
  await expectActive(page, "no-slash");
  await page.keyboard.press("Home");
  await expectActive(page, "/app");
  await page.keyboard.type("reg");
  await expectActive(page, "/registry");
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "/registry")).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await expectActive(page, "apiextensions.k8s.io");
  await page.keyboard.press("ArrowLeft");
  await expectActive(page, "/registry");
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "/registry")).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/key=no-slash/);
});

test("the whole tree is one tab stop", async ({ page, sample }) => {
  await page.goto(sample.url);
  await expect(row(page, "/registry")).toBeVisible();
  await expect(treeOf(page)).toHaveAttribute("tabindex", "0");
  await expect(treeOf(page).locator('[tabindex="0"]')).toHaveCount(0);
});
