import type { Locator, Page } from "@playwright/test";
import { expect, live, putBytes } from "./harness/live.ts";
import { encryptionConfiguration, sealed } from "./harness/sealed.ts";
import { type RunningServer, startServer } from "./harness/server.ts";

const utf8 = new TextEncoder();
const key = "/registry/configmaps/shop/web";
const color = "green apple, ripe";
const object = utf8.encode(
  JSON.stringify({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "web", namespace: "shop" },
    data: { color, size: "large" },
  }),
);
/** What stands before the ciphertext: the provider's prefix and the first block. */
const before = "k8s:enc:aescbc:v1:cbc1:".length + 16;

const test = live.extend<{ readonly cluster: RunningServer }>({
  cluster: async ({ etcd }, use) => {
    await putBytes(etcd, utf8.encode(key), sealed(object));
    const server = await startServer([
      "--endpoints",
      etcd.endpoint,
      "--encryption-config",
      encryptionConfiguration,
    ]);
    await use(server);
    await server.stop();
  },
});

test.use({ viewport: { width: 1900, height: 1000 } });

const pane = (page: Page, side: "first" | "second"): Locator => page.locator(`[data-side=${side}]`);
const texts = async (found: Locator): Promise<string> => (await found.allTextContents()).join("");
const hexLit = (page: Page, how: string) => () => texts(pane(page, "second").locator(`.hex-ascii .${how}`));

const address = (more: Readonly<Record<string, string>>): string =>
  `/s/etcd/key?${new URLSearchParams({ key, view: "json", split: "hex", ...more })}`;

test("the plaintext's JSON and its bytes light each other, by the mouse and by a click", async ({
  page,
  cluster,
}) => {
  await page.goto(cluster.url + address({}));
  const json = pane(page, "first");
  await json.locator(".cm-line").getByText(color).hover();
  await expect.poll(hexLit(page, "lit")).toContain(color);
  await page.mouse.move(5, 5);
  await expect.poll(hexLit(page, "lit")).toBe("");
  await json.locator(".cm-line").getByText(color).click();
  await expect.poll(hexLit(page, "pin")).toContain(color);
  await pane(page, "second").locator(".hex-ascii .pin").first().hover();
  await expect.poll(() => texts(json.locator(".lit"))).toContain(color);
  await json.locator(".cm-line").getByText("large").click();
  await expect(page).toHaveURL(/path=data\.size/);
  await expect.poll(hexLit(page, "pin")).toContain("large");
  const grid = pane(page, "second").getByRole("grid");
  await page.mouse.move(5, 5);
  await grid.locator(".hex-ascii .pin").first().click();
  await expect(page).toHaveURL(/at=0x\w+-0x\w+/);
  await expect.poll(() => texts(json.locator(".pin"))).toContain("large");
});

test("the plaintext's JSON beside what is stored outlines the ciphertext, and nothing in it", async ({
  page,
  cluster,
}) => {
  await page.goto(cluster.url + address({ splitlayer: "stored" }));
  const json = pane(page, "first");
  await expect(pane(page, "second").locator(".hex-ascii").first()).toContainText("k8s:enc:");
  await json.locator(".cm-line").getByText(color).hover();
  const length = sealed(object).length;
  await expect.poll(async () => (await hexLit(page, "lit-around")()).length).toBe(length - before);
  expect(await hexLit(page, "lit")()).toBe("");
  // A byte of the ciphertext is no field of the plaintext.
  await pane(page, "second").locator(".hex-row").nth(4).locator(".hex-ascii").hover();
  await expect.poll(hexLit(page, "lit")).not.toBe("");
  await expect(json.locator(".lit, .lit-around")).toHaveCount(0);
  await json.locator(".cm-line").getByText(color).click();
  await expect(page).toHaveURL(/&path=data\.color/);
  await expect.poll(async () => (await hexLit(page, "pin-around")()).length).toBe(length - before);
});

test("a click on the ciphertext offers what was decrypted, beside it", async ({ page, cluster }) => {
  const search = new URLSearchParams({ key, view: "hex", layer: "stored", at: "0x30-0x31" });
  await page.goto(`${cluster.url}/s/etcd/key?${search}`);
  await page.getByRole("button", { name: "Open beside", exact: true }).click();
  await expect(page).toHaveURL(/layer=stored&.*splitlayer=decrypted/);
  await expect(page.locator(".layer-pane[data-pane=second]")).toContainText(color);
});
