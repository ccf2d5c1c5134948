import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { startServer } from "./harness/server.ts";
import { expect, keyPage, test } from "./harness/test.ts";

/** The snapshot that the server shows, unpacked: what must not arrive is looked up in it first. */
const sampleBytes = gunzipSync(readFileSync(new URL("../fixtures/sample-cluster.db.gz", import.meta.url)));

const secrets = [
  "/registry/secrets/shop/db-credentials",
  "/registry/secrets/shop/regcred",
  "/registry/secrets/shop/web-tls",
  "/registry/secrets/shop/sh.helm.release.v1.web.v4",
];

/** What must never arrive: marks of plaintext that the sample's Secrets hold. */
const forbidden = ["-----BEGIN PRIVATE KEY", '"auths"', "correct horse battery staple"];

/** Whatever the server answered to this page, once the page has shown the view. */
async function receivedBy(page: Page, address: string): Promise<Buffer> {
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/api/") && !response.url().includes("/events"))
      bodies.push(response.body().catch(() => Buffer.alloc(0)));
  });
  await page.goto(address);
  await expect(page.getByRole("main")).toContainText(/masked/i);
  await page.waitForLoadState("networkidle");
  return Buffer.concat(await Promise.all(bodies));
}

for (const key of secrets) {
  for (const view of ["json", "fields", "wire", "hex", "raw"]) {
    test(`${key} never arrives in plaintext, shown as ${view}`, async ({ page, sample }) => {
      const all = await receivedBy(page, sample.url + keyPage("sample", key, view));
      expect(all.length).toBeGreaterThan(1000);
      for (const text of forbidden) {
        const base64 = Buffer.from(text).toString("base64").slice(0, 16);
        expect(sampleBytes.includes(text), `the sample has ${text}`).toBe(true);
        expect(all.includes(text), text).toBe(false);
        expect(all.includes(base64), `${text} as base64`).toBe(false);
      }
    });
  }
}

test("a masked value says its size and a fingerprint", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", "/registry/secrets/shop/db-credentials"));
  await expect(page.getByRole("main")).toContainText(
    /•••• masked by the server · \d+ bytes · fingerprint [0-9a-f]{4}/,
  );
});

test("a server that masks nothing says so on every page", async ({ page }) => {
  const open = await startServer(["--no-mask"]);
  const key = "/registry/secrets/shop/db-credentials";
  for (const address of ["/", "/s/sample/prefix?key=/registry/", keyPage("sample", key)]) {
    await page.goto(open.url + address);
    const banner = page.locator('.banner[data-state="unmasked"]');
    await expect(banner).toContainText("Masking is off: This server was started with --no-mask.");
    await expect(banner).toHaveAttribute("data-tone", "bad");
  }
  await expect(page.getByRole("main")).toContainText(Buffer.from("third-password").toString("base64"));
  await open.stop();
});
