import { expect, row, test, treeOf } from "./harness/test.ts";

const box = "Filter keys";

test("typing filters the whole key space, with the ways to what fits", async ({ page, sample }) => {
  await page.goto(sample.url);
  await page.getByRole("textbox", { name: box }).fill("web-config");
  await expect(page.getByText("2 of 490 keys at revision 1215")).toBeVisible();
  await expect(row(page, "web-config")).toBeVisible();
  await expect(treeOf(page).locator("mark")).toHaveText(["web-config", "web-config"]);
  await expect(page).toHaveURL(/find=web-config/);
});

test("a filter is used and left by keyboard alone", async ({ page, sample }) => {
  await page.goto(`${sample.url}/s/sample`);
  await expect(row(page, "/registry")).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: box })).toBeFocused();
  await page.keyboard.type("minions/node-");
  await expect(page.getByText("3 of 490 keys at revision 1215")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(treeOf(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/key=\/registry\/minions\/node-b/);
  await expect(page).toHaveURL(/find=minions\/node/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("textbox", { name: box })).toBeFocused();
  await expect(page).not.toHaveURL(/find=/);
  await expect(row(page, "node-b")).toHaveAttribute("aria-selected", "true");
});

test("wildcards and regular expressions are switched on beside the box; a wrong one says where", async ({
  page,
  sample,
}) => {
  await page.goto(`${sample.url}/s/sample?find=node-?&findmode=glob`);
  await expect(page.getByText("4 of 490 keys at revision 1215")).toBeVisible();
  await page.getByRole("button", { name: "Regular expression" }).click();
  await page.getByRole("textbox", { name: box }).fill("node-[a");
  await expect(
    page.getByText("The class is not closed, at character 6 of the pattern.").first(),
  ).toBeVisible();
  await page.getByRole("textbox", { name: box }).fill("/node-[a-b]$");
  await expect(page.getByText(/ of 490 keys at revision 1215/)).toBeVisible();
});

test("a row's menu filters under its prefix, and copies commands", async ({ page, sample, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${sample.url}/s/sample/key?key=/registry/minions/node-a`);
  await expect(row(page, "node-a")).toHaveAttribute("aria-selected", "true");
  await treeOf(page).focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Copy as kubectl" }).click();
  await expect(treeOf(page)).toBeFocused();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe("kubectl get nodes node-a -o yaml");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ContextMenu");
  await page.getByRole("menuitem", { name: "Find under this prefix" }).click();
  await expect(page.getByRole("textbox", { name: box })).toBeFocused();
  await page.keyboard.type("node");
  await expect(page.getByText("3 of 3 keys at revision 1215")).toBeVisible();
});

test("prefixes with one child each share a row, and each part leads to its own page", async ({
  page,
  sample,
}) => {
  await page.goto(`${sample.url}/s/sample/prefix?key=/registry/`);
  const folded = row(page, "limitranges");
  await expect(folded).toHaveText(/limitranges\/shop/);
  await folded.getByRole("link", { name: "limitranges" }).click();
  await expect(page).toHaveURL(/key=\/registry\/limitranges\/$/);
  await expect(folded).toHaveAttribute("aria-selected", "true");
});
