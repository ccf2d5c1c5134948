import { expect, putBytes, live as test } from "./harness/live.ts";
import { codeOf, keyPage } from "./harness/test.ts";

const utf8 = new TextEncoder();
const text = 'a "quoted" line\n'.repeat(2000);
const nested = JSON.stringify({ inner: "y".repeat(6000) });

test("a long string is folded, shown, copied as it is and opened, by the keyboard alone", async ({
  page,
  context,
  etcd,
  server,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await putBytes(etcd, utf8.encode("/app/long"), utf8.encode(JSON.stringify({ text, nested })));
  await page.goto(server.url + keyPage("etcd", "/app/long", "json"));
  await expect(codeOf(page)).toContainText("string, 38 kB");
  await codeOf(page).focus();
  const focused = page.locator(":focus");
  await page.keyboard.press("Tab");
  await expect(focused).toHaveAccessibleName("Show: string, 38 kB");
  await page.keyboard.press("Tab");
  await expect(focused).toHaveAccessibleName("Copy: string, 38 kB");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await page.keyboard.press("Tab");
  await expect(focused).toHaveAccessibleName("Open nested as JSON");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(codeOf(page)).toContainText("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy");
  await codeOf(page).getByRole("button", { name: "Open nested as JSON" }).press("Enter");
  await expect(codeOf(page)).toContainText('"inner"');
});

test("Wire offers to take bytes only for what they can be read as", async ({ page, etcd, server }) => {
  const message = [0x0a, 4, 0x61, 0x62, 0x63, 0xff, 0x12, 5, ...utf8.encode("hello"), 0x1a, 4, 8, 1, 16, 2];
  await putBytes(etcd, utf8.encode("/app/message"), Uint8Array.from(message));
  await page.goto(server.url + keyPage("etcd", "/app/message", "wire"));
  const offered = async (at: number): Promise<string[]> => {
    const select = page.getByRole("combobox", { name: "Take these bytes for" }).nth(at);
    await select.focus();
    return (await select.locator("option").allTextContents()).slice(1);
  };
  await expect.poll(() => offered(0)).toEqual(["bytes", "packed fixed32"]);
  await expect.poll(() => offered(1)).toEqual(["text", "bytes", "packed varint"]);
  await expect
    .poll(() => offered(2))
    .toEqual(["message", "text", "bytes", "packed varint", "packed fixed32"]);
});
