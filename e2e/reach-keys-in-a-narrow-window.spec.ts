import type { Page } from "@playwright/test";
import { expect, row, test, treeOf } from "./harness/test.ts";

test.use({ viewport: { width: 420, height: 800 } });

const drawer = (page: Page) => page.getByRole("complementary", { name: "Keys" });
const menuButton = (page: Page) => page.getByRole("button", { name: "Show keys" });
const filterField = (page: Page) => page.getByRole("textbox", { name: "Filter keys" });
const sourceButton = (page: Page) => page.getByRole("button", { name: /Switch source/ });

test("a slash opens the drawer at the filter, and Escape gives the focus back", async ({ page, sample }) => {
  await page.goto(sample.url);
  await expect(drawer(page)).toBeHidden();
  await sourceButton(page).focus();
  await page.keyboard.press("/");
  await expect(filterField(page)).toBeFocused();
  await page.keyboard.type("no-slash");
  await expect(row(page, "no-slash")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(filterField(page)).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toBeHidden();
  await expect(sourceButton(page)).toBeFocused();
});

test("what is found is opened, and the focus goes on to it", async ({ page, sample }) => {
  await page.goto(sample.url);
  await expect(menuButton(page)).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("no-slash");
  // At once: what is found for it is waited for.
  await page.keyboard.press("ArrowDown");
  await expect(treeOf(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/key=no-slash/);
  await expect(drawer(page)).toBeHidden();
  await expect(page.getByRole("main")).toBeFocused();
});

test("the drawer takes the focus, a row's menu closes alone, and F6 goes around what is open", async ({
  page,
  sample,
}) => {
  await page.goto(sample.url);
  await menuButton(page).click();
  await expect(treeOf(page)).toBeFocused();
  await expect(row(page, "/registry")).toBeVisible();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();
  await expect(treeOf(page)).toBeFocused();
  await page.keyboard.press("F6");
  await expect(menuButton(page)).toBeFocused();
  await page.keyboard.press("F6");
  await expect(treeOf(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toBeHidden();
  await expect(menuButton(page)).toBeFocused();
  await page.keyboard.press("F6");
  await expect(page.getByRole("grid", { name: "At the top" })).toBeFocused();
});

test("skip links lead to the content, and to the keys in their drawer", async ({ page, sample }) => {
  await page.goto(sample.url);
  await expect(menuButton(page)).toBeVisible();
  const address = page.url();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.getByRole("link", { name: "Skip to keys" }).focus();
  await page.keyboard.press("Enter");
  await expect(treeOf(page)).toBeFocused();
  expect(page.url()).toBe(address);
});
