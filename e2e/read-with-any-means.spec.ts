import { AxeBuilder } from "@axe-core/playwright";
import { expect, keyPage, test } from "./harness/test.ts";

const pages = [
  ["the root page", "/"],
  ["a prefix page", "/s/sample/prefix?key=/registry/"],
  ["a value as JSON", keyPage("sample", "/registry/services/endpoints/default/kubernetes")],
  ["a value as fields", keyPage("sample", "/registry/services/endpoints/default/kubernetes", "fields")],
  ["a value as hex", keyPage("sample", "/registry/services/endpoints/default/kubernetes", "hex")],
  [
    "two views side by side, a field held fast",
    `${keyPage("sample", "/registry/services/endpoints/default/kubernetes", "json")}&split=hex&path=metadata.name`,
  ],
  ["the wire", `${keyPage("sample", "/registry/services/endpoints/default/kubernetes", "wire")}`],
  ["a masked Secret", keyPage("sample", "/registry/secrets/shop/db-credentials")],
  ["the cluster page", "/s/sample/cluster"],
  ["a missing key", keyPage("sample", "/none")],
] as const;

for (const colorScheme of ["light", "dark"] as const) {
  for (const locale of ["en-US", "zh-CN"]) {
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ colorScheme, locale });

      test("axe finds no violation on any page", async ({ page, sample }) => {
        test.setTimeout(180_000);
        for (const [what, path] of pages) {
          await page.goto(sample.url + path);
          await expect(page.getByRole("main")).not.toBeEmpty();
          await page.waitForLoadState("networkidle");
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(
            violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
            what,
          ).toEqual([]);
        }
      });
    });
  }
}
