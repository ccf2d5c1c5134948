import type { Locator, Page } from "@playwright/test";
import { expect, keyPage, row, test, treeOf } from "./harness/test.ts";

const node = (name: string): string => `/registry/minions/${name}`;
const authority = "/registry/configmaps/kube-public/kube-root-ca.crt";
const certificate = 'data["ca.crt"]:certificate';

const pane = (page: Page, side: "first" | "second"): Locator => page.locator(`.key-pane[data-pane=${side}]`);

function address(key: string, more: Readonly<Record<string, string>> = {}): string {
  return `/s/sample/key?${new URLSearchParams({ key, ...more })}`;
}

test.describe("a key beside another", () => {
  test("comes by Alt+Enter and by the menu, and goes the way it came", async ({ page, sample }) => {
    await page.goto(sample.url + keyPage("sample", node("node-a")));
    await expect(row(page, "node-a")).toHaveAttribute("aria-selected", "true");
    await treeOf(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Alt+Enter");
    await expect(page).toHaveURL(/key=\/registry\/minions\/node-a&.*beside=\/registry\/minions\/node-b/);
    await expect(pane(page, "second").getByRole("heading", { level: 2 })).toContainText("node-b");
    await expect(pane(page, "second")).toContainText('"name": "node-b"');
    await expect(pane(page, "first")).toContainText('"name": "node-a"');
    await treeOf(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Open beside" }).click();
    await expect(pane(page, "second")).toContainText('"name": "node-c"');
    await page.goBack();
    await expect(pane(page, "second")).toContainText('"name": "node-b"');
    await page.goBack();
    await expect(pane(page, "second")).toHaveCount(0);
    await page.goForward();
    await expect(pane(page, "second")).toContainText('"name": "node-b"');
  });

  test("opens as any key where none is open yet", async ({ page, sample }) => {
    await page.goto(`${sample.url}/s/sample/prefix?key=/registry/minions/`);
    await expect(row(page, "node-a")).toBeVisible();
    await row(page, "node-a").hover();
    await row(page, "node-a").locator(".tree-menu").click();
    await page.getByRole("menuitem", { name: "Open beside" }).click();
    await expect(page).toHaveURL(/key\?key=\/registry\/minions\/node-a$/);
  });

  test("has a link that shows the same to someone else", async ({ page, sample }) => {
    const link = address(node("node-a"), {
      view: "json",
      split: "hex",
      path: "spec.podCIDR",
      beside: node("node-b"),
      splitat: "0x10-0x14",
    });
    await page.goto(sample.url + link);
    await expect(pane(page, "first").locator(".cm-line .pin")).toHaveText(/podCIDR/);
    await expect(pane(page, "second").locator(".hex-bytes .pin").first()).toBeVisible();
    await expect(pane(page, "second").getByText("0x10–0x14")).toBeVisible();
  });

  test("is read, failed and masked as a key that is alone", async ({ page, sample }) => {
    await page.goto(sample.url + address(node("node-a"), { beside: node("node-x") }));
    await expect(pane(page, "second").getByText("This key does not exist")).toBeVisible();
    await expect(pane(page, "first")).toContainText('"name": "node-a"');
    const secret = "/registry/secrets/shop/web-tls";
    await page.goto(sample.url + address(node("node-a"), { beside: secret, split: "json" }));
    const second = pane(page, "second");
    await expect(second.getByText(/masked/i).first()).toBeVisible();
    await second
      .getByRole("button", { name: /^Reveal/ })
      .first()
      .click();
    await expect(second.getByText(/Revealed: hidden again in \d+ s/)).toBeVisible();
    await expect(pane(page, "first").getByText(/Revealed/)).toHaveCount(0);
    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
    await expect(second.getByText(/Revealed/)).toHaveCount(0);
    await page.goto(sample.url + address(node("node-a"), { rev: "900000", beside: node("node-b") }));
    await expect(page.locator("[data-state=future]")).toHaveCount(2);
  });

  test("stands below the other one where there is no room beside it", async ({ page, sample }) => {
    await page.setViewportSize({ width: 420, height: 900 });
    await page.goto(sample.url + address(node("node-a"), { beside: node("node-b") }));
    const [first, second] = await Promise.all(
      (["first", "second"] as const).map((side) => pane(page, side).boundingBox()),
    );
    expect(second?.y ?? 0).toBeGreaterThanOrEqual((first?.y ?? 0) + (first?.height ?? 1));
    expect(second?.height).toBeGreaterThan(400);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(420);
  });

  test("Ctrl+Enter and a click with Ctrl open a tab of its own instead", async ({
    page,
    sample,
    context,
  }) => {
    await page.goto(sample.url + keyPage("sample", node("node-a")));
    await expect(row(page, "node-a")).toHaveAttribute("aria-selected", "true");
    await treeOf(page).focus();
    await page.keyboard.press("ArrowDown");
    const byKey = context.waitForEvent("page");
    await page.keyboard.press("Control+Enter");
    await expect(await byKey).toHaveURL(/key=\/registry\/minions\/node-b/);
    const byMouse = context.waitForEvent("page");
    await row(page, "node-c")
      .getByRole("link", { name: "node-c" })
      .click({ modifiers: ["Control"] });
    await expect(await byMouse).toHaveURL(/key=\/registry\/minions\/node-c/);
    await expect(page).toHaveURL(/node-a/);
  });
});

test.describe("a layer beside what it was made from", () => {
  test("is opened from the list, and lights its bytes above as the mouse goes over it", async ({
    page,
    sample,
  }) => {
    await page.setViewportSize({ width: 1700, height: 900 });
    await page.goto(sample.url + address(authority, { view: "json" }));
    await page.getByRole("button", { name: 'Open data["ca.crt"] as certificate beside' }).click();
    await expect(page).toHaveURL(/splitlayer=/);
    const second = page.locator(".layer-pane[data-pane=second]");
    await second.getByRole("tab", { name: "Fields" }).click();
    await second.getByRole("row").filter({ hasText: "serialNumber" }).hover();
    await expect(page.locator(".layer-pane[data-pane=first] .cm-line .lit-around").last()).toHaveText(
      /ca\.crt/,
    );
    await expect(page.locator(".layer-pane[data-pane=first] .lit")).toHaveCount(0);
    await page.locator(".layer-pane[data-pane=first]").getByRole("tab", { name: "Hex" }).click();
    await expect(page).toHaveURL(/view=hex/);
    await second.getByRole("row").filter({ hasText: "serialNumber" }).click();
    await expect(page).toHaveURL(/splitpath=/);
    const made = async (): Promise<string> =>
      (await page.locator(".layer-pane[data-pane=first] .hex-ascii .pin-around").allTextContents()).join("");
    // The whole of what the layer was made from, brought into sight.
    await expect.poll(made).toMatch(/-----BEG/);
    await page.reload();
    await expect.poll(made).toMatch(/-----BEG/);
  });

  test("is offered by a click on these bytes", async ({ page, sample }) => {
    await page.setViewportSize({ width: 1700, height: 900 });
    await page.goto(sample.url + address(authority, { view: "hex", at: "0x100-0x101" }));
    await expect(page.getByText('data["ca.crt"] holds: certificate')).toBeVisible();
    await page.getByRole("button", { name: "Open beside", exact: true }).click();
    const choice = page.getByRole("combobox", { name: "Which bytes the second view shows" });
    await expect(choice).toHaveValue(certificate);
    await choice.selectOption("stored");
    await expect(page).toHaveURL(/view=hex&at=0x100-0x101&split=(\w+)$/);
  });
});
