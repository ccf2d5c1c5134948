import { codeOf, expect, keyPage, row, test, treeOf } from "./harness/test.ts";

const dashboards = "/registry/configmaps/kube-system/coredns";

test("the address bar opens the same key and view elsewhere", async ({ page, browser, sample }) => {
  await page.goto(sample.url + keyPage("sample", dashboards));
  await page.getByRole("tab", { name: "Hex" }).click();
  await expect(page).toHaveURL(/view=hex/);
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(page.url());
  await expect(elsewhere.getByRole("tab", { name: "Hex" })).toHaveAttribute("aria-selected", "true");
  await expect(elsewhere.getByRole("main")).toContainText("00000000");
  await expect(row(elsewhere, "coredns")).toHaveAttribute("aria-selected", "true");
  await expect(row(elsewhere, "coredns")).toBeInViewport();
  await elsewhere.context().close();
});

test("reload, back and forward keep their promises", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", dashboards));
  await expect(codeOf(page)).toContainText("Corefile");
  await page.getByRole("tab", { name: "Raw" }).click();
  await row(page, "canal-config").getByRole("link").click();
  await expect(page).toHaveURL(/canal-config/);
  await page.goBack();
  await expect(page).toHaveURL(/coredns.*view=raw/);
  await page.goForward();
  await expect(page).toHaveURL(/canal-config/);
  await page.reload();
  await expect(page.getByRole("main")).toContainText("canal-config");
  await expect(row(page, "canal-config")).toHaveAttribute("aria-selected", "true");
});

const awkward: readonly (readonly [string, string | Uint8Array, string])[] = [
  ["a trailing slash", "/app/", ""],
  ["a double slash", "/app//double", ""],
  ["Chinese, a space and ?&#%", "/app/名字 with space?&#%", ""],
  ["a byte that is no UTF-8", Buffer.from("/app/bin\xff", "latin1"), "\\xff"],
  ["no slash at all", "no-slash", ""],
];

for (const [what, key, shown] of awkward) {
  test(`a key with ${what} opens by its link and is found in the tree`, async ({ page, sample }) => {
    await page.goto(sample.url + keyPage("sample", key, "raw"));
    await expect(page.getByRole("main")).toContainText("Modified at");
    if (shown !== "") await expect(page.getByRole("main")).toContainText(shown);
    await expect(treeOf(page).locator('[aria-selected="true"]')).toHaveCount(1);
    const linked = treeOf(page).locator('[aria-selected="true"]').getByRole("link");
    const href = new URL((await linked.getAttribute("href")) ?? "", sample.url);
    expect(bytesOf(href)).toEqual(Buffer.from(key));
  });
}

function bytesOf(url: URL): Buffer {
  const key = url.searchParams.get("key");
  return key === null ? Buffer.from(url.searchParams.get("keyb") ?? "", "base64url") : Buffer.from(key);
}
