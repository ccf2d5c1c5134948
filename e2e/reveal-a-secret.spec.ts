import type { Page, Request } from "@playwright/test";
import { startServer } from "./harness/server.ts";
import { codeOf, expect, keyPage, test } from "./harness/test.ts";

const credentials = "/registry/secrets/shop/db-credentials";
const plaintext = "third-password";
const field = "data.password";
const list = (page: Page) => page.getByRole("region", { name: "Values within this value" });

async function revealIn(page: Page): Promise<void> {
  await list(page)
    .getByRole("button", { name: `Reveal ${field}` })
    .click();
}

test("a field is revealed by its eye, in every view, and hidden again when the window is left", async ({
  page,
  sample,
}) => {
  await page.goto(`${sample.url}${keyPage("sample", credentials, "fields")}&path=${field}`);
  await expect(page.getByRole("treegrid")).toContainText("masked");
  await expect(page.getByRole("main")).not.toContainText(plaintext);
  await revealIn(page);
  await expect(list(page)).toContainText(plaintext);
  await expect(page.getByRole("treegrid")).toContainText(plaintext);
  await page.getByRole("tab", { name: "JSON" }).click();
  await expect(codeOf(page)).toContainText(Buffer.from(plaintext).toString("base64"));
  await page.getByRole("tab", { name: "Raw" }).click();
  await expect(page.getByRole("region", { name: "Value as text" })).toContainText("third");
  expect(page.url()).not.toContain("third");
  await page.evaluate(() => window.dispatchEvent(new Event("blur")));
  await expect(page.getByRole("main")).not.toContainText(plaintext);
  expect(await page.content()).not.toContain(plaintext);
});

test("what is revealed is hidden again after half a minute", async ({ page, sample }) => {
  await page.clock.install();
  await page.goto(sample.url + keyPage("sample", credentials, "fields"));
  await revealIn(page);
  await expect(list(page)).toContainText(plaintext);
  await expect(page.getByText(/Revealed: hidden again in \d+ s/)).toBeVisible();
  await page.clock.fastForward(31_000);
  await expect(page.getByRole("main")).not.toContainText(plaintext);
});

test("going to another key hides what was revealed", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", credentials, "fields"));
  await revealIn(page);
  await expect(list(page)).toContainText(plaintext);
  await page.getByRole("treeitem").filter({ hasText: "regcred" }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("regcred");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("db-credentials");
  await expect(page.getByRole("treegrid")).toContainText("masked");
  expect(await page.content()).not.toContain(plaintext);
});

test("a field is copied without being shown", async ({ page, sample, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(sample.url + keyPage("sample", credentials, "fields"));
  await list(page)
    .getByRole("button", { name: `Copy ${field} without showing it` })
    .click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(plaintext);
  expect(await page.content()).not.toContain(plaintext);
});

test("the request to reveal says the field and nothing of it stands in an address", async ({
  page,
  sample,
}) => {
  const asked: Request[] = [];
  page.on("request", (request) => asked.push(request));
  await page.goto(sample.url + keyPage("sample", credentials, "fields"));
  await revealIn(page);
  await expect(list(page)).toContainText(plaintext);
  const [reveal, ...others] = asked.filter((request) => request.method() === "POST");
  expect(others).toEqual([]);
  expect(reveal?.url()).toMatch(/\/api\/v1\/sources\/sample\/reveal$/);
  const response = await reveal?.response();
  expect(response?.headers()["cache-control"]).toBe("no-store");
});

test("an operator's switch forbids it, and the page says so", async ({ page }) => {
  const strict = await startServer(["--no-reveal"]);
  await page.goto(strict.url + keyPage("sample", credentials, "fields"));
  await expect(page.getByText("Not revealed here")).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Reveal|Copy .* without)/ })).toHaveCount(0);
  await strict.stop();
});
