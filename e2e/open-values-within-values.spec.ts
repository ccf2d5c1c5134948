import type { Page } from "@playwright/test";
import { codeOf, expect, keyPage, test } from "./harness/test.ts";

const list = (page: Page) => page.getByRole("region", { name: "Values within this value" });
const trail = (page: Page) => page.getByRole("navigation", { name: "Which bytes are shown" });
const authority = "/registry/configmaps/kube-public/kube-root-ca.crt";

test("a certificate in a ConfigMap opens with its facts, its fields and its bytes", async ({
  page,
  sample,
}) => {
  await page.goto(sample.url + keyPage("sample", authority, "json"));
  await list(page).getByRole("button", { name: 'Open data["ca.crt"] as certificate', exact: true }).click();
  const facts = page.locator("dl.within-facts");
  await expect(facts).toContainText("CN=kubernetes-ca");
  await expect(facts).toContainText("RSA 2048");
  await expect(codeOf(page)).toContainText('"notAfter"');
  await page.getByRole("tab", { name: "Fields" }).click();
  await expect(page.getByRole("treegrid")).toContainText("tbsCertificate");
  await page.getByRole("tab", { name: "Hex" }).click();
  await expect(page.getByRole("grid")).toContainText("30 82");
});

test("a link to a layer shows the same layer, and the trail leads back to the bytes above", async ({
  page,
  sample,
}) => {
  const search = new URLSearchParams({ key: authority, layer: 'data["ca.crt"]:certificate', view: "fields" });
  await page.goto(`${sample.url}/s/sample/key?${search}`);
  await expect(page.getByRole("treegrid")).toContainText("tbsCertificate");
  await trail(page).getByRole("button", { name: "Show the bytes that it was made from" }).click();
  await expect(page).toHaveURL(/at=0x[0-9a-f]+-0x[0-9a-f]+/);
  await expect(page.getByRole("tab", { name: "Hex" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("grid")).toContainText(/BEGIN|CERTIF/);
  await page.goBack();
  await trail(page).getByRole("button", { name: "As stored" }).click();
  await expect(page).toHaveURL(/path=data/);
});

test("YAML in a ConfigMap opens from the button behind its token", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", "/registry/configmaps/shop/web-config", "json"));
  await codeOf(page).getByRole("button", { name: 'Open data["app.yaml"] as YAML' }).click();
  await expect(codeOf(page)).toContainText('"listen": "0.0.0.0:8080"');
  await page.getByRole("tab", { name: "Raw" }).click();
  await expect(page.getByRole("region", { name: "Value as text" })).toContainText("listen:");
});

test("a Helm release opens through base64 and gzip down to its manifest, while it is revealed", async ({
  page,
  sample,
}) => {
  await page.goto(sample.url + keyPage("sample", "/registry/secrets/shop/sh.helm.release.v1.web.v4", "json"));
  await list(page).getByRole("button", { name: "Open data.release as Helm release", exact: true }).click();
  await expect(trail(page)).toContainText("data.release base64");
  await expect(trail(page)).toContainText("gzip · JSON");
  await expect(codeOf(page)).toContainText('"manifest"');
  await list(page).getByRole("button", { name: "Open manifest as YAML", exact: true }).click();
  await expect(codeOf(page)).toContainText('"kind": "Deployment"');
  await page.evaluate(() => window.dispatchEvent(new Event("blur")));
  await expect(page.getByText("Made from hidden bytes")).toBeVisible();
  expect(await page.content()).not.toContain("Deployment");
});
