import { expect, putBytes, live as test } from "./harness/live.ts";
import { keyPage } from "./harness/test.ts";

const utf8 = new TextEncoder();
const key = "/registry/secrets/shop/large";
const password = Buffer.from("correct horse battery staple").toString("base64");
const blob = Buffer.alloc(300_000, "abc").toString("base64");
const secret = utf8.encode(
  JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "large" }, data: { password, blob } }),
);

for (const view of ["json", "yaml", "fields", "raw", "hex"]) {
  test(`one field of a Secret of 400 kB is revealed in ${view}, and hidden again`, async ({
    page,
    etcd,
    server,
  }) => {
    await putBytes(etcd, utf8.encode(key), secret);
    await page.goto(`${server.url + keyPage("etcd", key, view)}&path=data.password`);
    const list = page.getByRole("region", { name: "Values within this value" });
    const panel = page.getByRole("tabpanel");
    await expect(panel.locator(".skeleton")).toHaveCount(0);
    await expect(panel).toContainText(/\*\*\*\*|••••|masked/);
    await list.getByRole("button", { name: "Reveal data.password" }).click();
    const shown = async (): Promise<string> =>
      view === "hex"
        ? (await panel.locator(".hex-ascii").allTextContents()).join("")
        : // A row of Raw begins with its offset.
          (await panel.allTextContents()).join("").replace(/0x[0-9a-f]{1,4}(?=[A-Z])/g, "");
    await expect.poll(shown).toContain(password);
    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
    await expect.poll(shown).not.toContain(password.slice(0, 12));
  });
}
