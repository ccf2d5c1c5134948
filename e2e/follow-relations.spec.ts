import type { Locator, Page } from "@playwright/test";
import { violationsOf } from "./harness/axe.ts";
import { codeOf, expect, keyPage, openLinks, test } from "./harness/test.ts";

const service = "/registry/services/specs/shop/orders";
const pod = "/registry/pods/shop/web-56649674cc-8npp5";

async function links(page: Page): Promise<Locator> {
  const panel = page.getByRole("region", { name: "Links to other objects" });
  await openLinks(page);
  await expect(panel).toHaveAttribute("aria-busy", "false");
  return panel;
}

test("from a Service over its slices and Pods to what owns them", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", service));
  let panel = await links(page);
  await expect(panel.getByRole("listitem").filter({ hasText: "EndpointSlice" })).toHaveCount(2);
  await panel.getByRole("link", { name: "orders-p7j2d" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("orders-p7j2d");
  panel = await links(page);
  await panel.getByRole("link", { name: "orders", exact: true }).first().click();
  await expect(page).toHaveURL(/services\/specs\/shop\/orders/);
  panel = await links(page);
  await panel.getByRole("link", { name: "orders-0" }).click();
  panel = await links(page);
  await panel.getByRole("listitem").filter({ hasText: "StatefulSet" }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("statefulsets");
});

test("a link to what uses an object opens the place that does", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", "/registry/configmaps/shop/web-config"));
  const panel = await links(page);
  await panel.getByRole("link", { name: "web-56649674cc-8npp5" }).click();
  await expect(page).toHaveURL(/path=spec\.volumes/);
  await expect(codeOf(page)).toContainText("web-config");
});

test("what is named and does not exist is called missing, and its place is shown", async ({
  page,
  sample,
}) => {
  await page.goto(sample.url + keyPage("sample", pod));
  const panel = await links(page);
  await expect(panel).toContainText("1 object that is named here does not exist");
  const claim = panel.getByRole("listitem").filter({ hasText: "PersistentVolumeClaim" });
  await expect(claim).toContainText("missing");
  await claim.getByRole("button", { name: "spec.volumes[1].ephemeral" }).click();
  await expect(page).toHaveURL(/path=spec\.volumes/);
  await expect(codeOf(page)).toContainText('"ephemeral"');
  await claim.getByRole("link").click();
  await expect(page.getByRole("heading", { name: "This key does not exist" })).toBeVisible();
});

test("the links are shown and hidden by keyboard, and stay as they were chosen", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", pod));
  const panel = page.getByRole("region", { name: "Links to other objects" });
  await expect(page.getByRole("button", { name: "Links" })).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Alt+l");
  await expect(panel.getByRole("link", { name: "regcred" })).toBeVisible();
  await page.reload();
  await expect(panel.getByRole("link", { name: "regcred" })).toBeVisible();
  await page.keyboard.press("Alt+l");
  await expect(panel).toHaveCount(0);
});

for (const width of [1280, 420]) {
  test(`the links have no barrier, ${width} wide, light or dark`, async ({ page, sample }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(sample.url + keyPage("sample", pod));
    await links(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
      expect(await violationsOf(page)).toEqual([]);
    }
  });
}
