import { expect, keyPage, test } from "./harness/test.ts";

const endpoints = "/registry/services/endpoints/default/kubernetes";
const secret = "/registry/secrets/shop/db-credentials";

test.use({ viewport: { width: 1600, height: 900 } });

test("the bytes under the caret read as numbers, times and text, each to be copied", async ({
  page,
  context,
  sample,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${sample.url}${keyPage("sample", endpoints, "hex")}&at=0x0-0x1`);
  await page.getByText("Bytes at 0x0 read as…").click();
  const reading = (name: string) => page.locator(".reading").filter({ hasText: new RegExp(`^${name}`) });
  await expect(reading("uint32 LE")).toContainText("7551083");
  await expect(reading("int16 BE")).toContainText("27448");
  await expect(reading("UTF-8")).toContainText("k U+006B");
  await expect(reading("bits")).toContainText("01101011");
  await page.getByRole("button", { name: "Copy uint32 LE" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("7551083");
  await page.reload();
  await expect(reading("uint8")).toContainText("107");
});

test("a selection is made by Shift and arrows and copied in several forms", async ({
  page,
  context,
  sample,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${sample.url}${keyPage("sample", endpoints, "hex")}&at=0x0-0x1`);
  await page.getByRole("grid").focus();
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("Shift+ArrowRight");
  await expect(page).toHaveURL(/at=0x0-0x4/);
  await expect(page.getByText(/4 bytes selected/)).toBeVisible();
  const forms = [
    ["Hex", "6b 38 73 00"],
    ["Base64", "azhzAA=="],
    ["Escaped string", '"k8s\\x00"'],
    ["C array", "const unsigned char bytes[4] = {\n\t0x6b, 0x38, 0x73, 0x00,\n};\n"],
    ["Go slice", "[]byte{\n\t0x6b, 0x38, 0x73, 0x00,\n}"],
    ["JSON array of numbers", "[107,56,115,0]"],
  ] as const;
  for (const [name, text] of forms) {
    await page.getByRole("button", { name: /Copy selection|Copied/ }).click();
    await page.getByRole("menuitem", { name, exact: true }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  }
});

test("the coverage bar tells of masked bytes and leads to them", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", secret, "hex"));
  const coverage = page.getByRole("region", { name: "How much of the bytes is understood" });
  await expect(coverage).toContainText("explained");
  await coverage.getByRole("button", { name: /masked/ }).click();
  await expect(page).toHaveURL(/at=0x/);
  await expect(page.locator(".hex-bytes .bytes-masked.hex-selected").first()).toBeInViewport();
});

test("a person takes bytes on the wire for something else, and the link says so", async ({
  page,
  browser,
  sample,
}) => {
  await page.goto(sample.url + keyPage("sample", endpoints, "wire"));
  const row = page.getByRole("row").filter({ hasText: "192.168.205.137" }).last();
  await row.getByLabel("Take these bytes for").selectOption("bytes");
  await expect(page).toHaveURL(/guess=0x139:bytes/);
  await expect(page.getByRole("row").filter({ hasText: "MTkyLjE2OC4yMDUuMTM3" })).toBeVisible();
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(page.url());
  await expect(elsewhere.getByRole("row").filter({ hasText: "MTkyLjE2OC4yMDUuMTM3" })).toHaveCount(1);
  await elsewhere.context().close();
  await page
    .getByRole("row")
    .filter({ hasText: "MTkyLjE2OC4yMDUuMTM3" })
    .getByLabel("Take these bytes for")
    .selectOption("as guessed");
  await expect(page).not.toHaveURL(/guess=/);
});

test("fields tell in brackets what is not in the bytes", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", endpoints, "fields"));
  const row = page.getByRole("row").filter({ hasText: "creationTimestamp" });
  await expect(row.locator(".field-derived").first()).toHaveText(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  await expect(row.locator(".field-derived").nth(1)).toHaveText(/ago|yesterday|now|in /);
  await page.goto(sample.url + keyPage("sample", endpoints, "wire"));
  await expect(page.getByRole("row", { name: /^envelope/ })).toBeVisible();
  await expect(page.locator(".field-derived", { hasText: /^zigzag \d+/ }).first()).toBeVisible();
});
