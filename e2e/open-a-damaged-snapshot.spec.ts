import { AxeBuilder } from "@axe-core/playwright";
import { pageSize, serveDamagedSnapshot } from "./harness/damaged-snapshot.ts";
import { test as base, codeOf, expect, keyPage } from "./harness/test.ts";

const test = base.extend<object, { readonly damaged: { readonly url: string } }>({
  damaged: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const server = await serveDamagedSnapshot();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
});

test("a damaged snapshot shows what is left, and says what is missing until it is told to be quiet", async ({
  page,
  damaged,
}) => {
  await page.goto(damaged.url + keyPage("night", "/registry/namespaces/shop"));
  await expect(codeOf(page)).toContainText('"shop"');
  const notice = page.getByRole("main").locator('.banner[data-state="partial"]');
  await expect(notice).toContainText("This snapshot is damaged: 2 of 908 pages could not be read");
  await expect(notice).toContainText("may be older than what was stored");
  await expect(notice).toContainText("do not fit the sha256");
  await notice.getByText("Which pages").click();
  await expect(notice).toContainText(
    `Page 33, byte ${33 * pageSize}: the page carries the number of another`,
  );
  const { violations } = await new AxeBuilder({ page }).include(".banner").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await notice.getByRole("button", { name: "Close for this visit" }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(codeOf(page)).toContainText('"shop"');
  await expect(notice).toHaveCount(0);
  await expect(page.getByText("Damaged in part")).toBeVisible();
  const another = await page.context().browser()?.newPage();
  await another?.goto(`${damaged.url}/s/night`);
  await expect(another?.locator('.banner[data-state="partial"]') ?? notice).toBeVisible();
  await another?.close();
});

test("a whole snapshot says nothing of damage", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", "/registry/namespaces/shop"));
  await expect(codeOf(page)).toContainText('"shop"');
  await expect(page.getByText("This snapshot is damaged")).toHaveCount(0);
});
