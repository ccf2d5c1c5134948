import type { Locator, Page } from "@playwright/test";
import { expect, keyPage, test } from "./harness/test.ts";

const endpoints = "/registry/services/endpoints/default/kubernetes";
const uid = "b58d6d55-335e-4435-b6ce-236cc2adf062";

/** Room for sixteen bytes a row on both sides, and for the whole value. */
const wide = { width: 1900, height: 1000 };

const pane = (page: Page, side: "first" | "second"): Locator => page.locator(`[data-side=${side}]`);
const status = (page: Page): Locator => page.locator(".status-under");

function splitPage(view: string, split: string, key = endpoints): string {
  return `${keyPage("sample", key, view)}&split=${split}`;
}

interface Look {
  readonly view: string;
  /** What to put the mouse on for the uid. */
  readonly thing: (pane: Locator) => Locator;
  /** What is lit, as text. */
  readonly lit: (pane: Locator) => Promise<string>;
}

const textsOf = async (found: Locator): Promise<string> => (await found.allTextContents()).join("");

const looks: readonly Look[] = [
  ...["json", "yaml"].map((view) => ({
    view,
    thing: (of: Locator) => of.locator(".cm-line").getByText(uid),
    lit: (of: Locator) => textsOf(of.locator(".lit")),
  })),
  ...["fields", "wire"].map((view) => ({
    view,
    thing: (of: Locator) => of.getByRole("row").filter({ hasText: uid }),
    lit: (of: Locator) => textsOf(of.locator(".field-row.lit")),
  })),
  {
    view: "hex",
    thing: (of) => of.locator(".hex-ascii span", { hasText: uid.slice(11, 17) }).first(),
    lit: (of) => textsOf(of.locator(".hex-ascii .lit")),
  },
  { view: "raw", thing: (of) => of.getByText(uid.slice(0, 20)), lit: (of) => textsOf(of.locator(".lit")) },
];

const pairs = looks.flatMap((one, at) => looks.slice(at + 1).map((other) => [one, other] as const));

test.describe("the mouse on a field or its bytes", () => {
  test.use({ viewport: wide });
  for (const [one, other] of pairs) {
    test(`lights the same in ${one.view} and ${other.view}, both ways`, async ({ page, sample }) => {
      await page.goto(sample.url + splitPage(one.view, other.view));
      const [first, second] = [pane(page, "first"), pane(page, "second")];
      await one.thing(first).hover();
      await expect(status(page)).toContainText("metadata.uid");
      await expect.poll(() => other.lit(second)).toContain(uid);
      await page.mouse.move(5, 5);
      await expect.poll(() => other.lit(second)).toBe("");
      await other.thing(second).hover();
      await expect(status(page)).toContainText("metadata.uid");
      await expect.poll(() => one.lit(first)).toContain(uid);
    });
  }

  test("with Ctrl held goes to the other side and nothing changes on the way", async ({ page, sample }) => {
    await page.goto(sample.url + splitPage("json", "hex"));
    const hex = pane(page, "second");
    await page.locator(".cm-line").getByText(uid).hover();
    await expect.poll(() => textsOf(hex.locator(".hex-ascii .lit"))).toContain(uid);
    await page.keyboard.down("Control");
    await hex.locator(".hex-ascii").first().hover();
    expect(await textsOf(hex.locator(".hex-ascii .lit"))).toContain(uid);
    await page.keyboard.up("Control");
    await hex
      .locator(".hex-ascii")
      .first()
      .hover({ position: { x: 4, y: 8 } });
    await expect.poll(() => textsOf(hex.locator(".hex-ascii .lit"))).not.toContain(uid);
  });
});

test("Split puts Hex beside JSON, swaps the two and closes again", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", endpoints, "json"));
  await page.getByRole("button", { name: "Split" }).click();
  await expect(page).toHaveURL(/view=json.*split=hex/);
  await expect(pane(page, "second").getByRole("tab", { name: "Hex" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.getByRole("button", { name: "Swap the two views" }).click();
  await expect(page).toHaveURL(/view=hex.*split=json/);
  await pane(page, "second").getByRole("tab", { name: "YAML" }).click();
  await expect(page).toHaveURL(/split=yaml/);
  await page.getByRole("button", { name: "Close the second view" }).click();
  await expect(page).not.toHaveURL(/split=/);
  await expect(pane(page, "second")).toHaveCount(0);
});

test("a click holds a field fast, in the address too, until Escape", async ({ page, browser, sample }) => {
  await page.goto(sample.url + splitPage("json", "hex"));
  await page.locator(".cm-line").getByText("192.168.205.137").click();
  await expect(page).toHaveURL(/path=subsets%5B0%5D.addresses%5B0%5D.ip/);
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(page.url());
  const held = pane(elsewhere, "second").locator(".hex-ascii .pin");
  await expect.poll(() => textsOf(held)).toContain("192.168.205.137");
  await expect(held.first()).toBeInViewport();
  await expect(pane(elsewhere, "first").locator(".pin")).toContainText("192.168.205.137");
  await pane(elsewhere, "second").getByRole("grid").focus();
  await elsewhere.keyboard.press("Escape");
  await expect(elsewhere).not.toHaveURL(/path=/);
  await expect(held).toHaveCount(0);
  await elsewhere.context().close();
});

test("a click on a byte holds it fast and scrolls the other side to its field", async ({ page, sample }) => {
  await page.goto(sample.url + splitPage("hex", "fields"));
  await page.getByLabel("Go to offset").fill("0x13b");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/at=0x13b-0x13c/);
  const row = pane(page, "second").getByRole("row", { selected: true });
  await expect(row).toContainText("192.168.205.137");
  await expect(row).toBeInViewport();
});

test("the keyboard alone walks from field to field through the bytes", async ({ page, sample }) => {
  await page.goto(`${sample.url}${splitPage("json", "hex")}&path=metadata.name`);
  const grid = pane(page, "second").getByRole("grid");
  await expect(grid).toBeVisible();
  await page.keyboard.press("Alt+Shift+Digit3");
  await expect(page).toHaveURL(/split=fields/);
  await page.keyboard.press("Alt+Shift+Digit5");
  await expect(page).toHaveURL(/split=hex/);
  for (let presses = 0; presses < 60; presses++) {
    if (await grid.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(grid).toBeFocused();
  await page.keyboard.press("]");
  await expect(page).toHaveURL(/path=metadata.generateName/);
  await page.keyboard.press("[");
  await expect(page).toHaveURL(/path=metadata.name(&|$)/);
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page).toHaveURL(/path=metadata(&|$)/);
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page).toHaveURL(/path=metadata.name(&|$)/);
  await page.keyboard.press("Alt+KeyS");
  await expect(page).not.toHaveURL(/split=/);
});

test("the border between the views moves by keys and stays where it was put", async ({ page, sample }) => {
  await page.goto(sample.url + splitPage("json", "hex"));
  const border = page.getByRole("separator", { name: "Border between the two views" });
  await border.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(border).toHaveAttribute("aria-valuenow", "46");
  await page.reload();
  await expect(border).toHaveAttribute("aria-valuenow", "46");
});

test("on a narrow screen the views stand one above the other", async ({ page, sample }) => {
  await page.setViewportSize({ width: 560, height: 900 });
  await page.goto(sample.url + splitPage("json", "hex"));
  await expect(pane(page, "second").getByRole("grid")).toBeVisible();
  const [above, below] = [await pane(page, "first").boundingBox(), await pane(page, "second").boundingBox()];
  expect(below?.y ?? 0).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
  expect(below?.width).toBe(above?.width);
});

test("a value stored as JSON is tied to its bytes as well", async ({ page, sample }) => {
  await page.setViewportSize(wide);
  const key = "/registry/crd.projectcalico.org/ippools/default-ipv4-ippool";
  await page.goto(sample.url + splitPage("yaml", "raw", key));
  await page.locator(".cm-line").getByText("cidr").hover();
  await expect.poll(() => textsOf(pane(page, "second").locator(".lit"))).toMatch(/^,?"cidr":"[\d./]+"$/);
});

test("a view that does not apply stays in the second pane's tabs with the reason", async ({
  page,
  sample,
}) => {
  await page.goto(sample.url + splitPage("raw", "fields", "no-slash"));
  const tab = pane(page, "second").getByRole("tab", { name: "JSON" });
  await expect(tab).toHaveAttribute("aria-disabled", "true");
  await expect(tab).toHaveAttribute("aria-description", "This value has no JSON form.");
});

test("Wire can be asked for of any bytes, and says how far they are protobuf", async ({ page, sample }) => {
  await page.goto(sample.url + splitPage("raw", "wire", "no-slash"));
  await expect(pane(page, "second")).toContainText(/Read as protobuf, \d+ of 10 bytes make/);
});
