import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
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

test("no view of a Secret ever receives its data", async ({ page, sample }) => {
  const arrived: Buffer[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/api/"))
      void response.body().then(
        (body) => arrived.push(body),
        () => undefined,
      );
  });
  for (const key of secrets) {
    for (const view of ["json", "fields", "wire", "hex", "raw"]) {
      await page.goto(sample.url + keyPage("sample", key, view));
      await expect(page.getByRole("main")).toContainText(/masked/i);
      await page.waitForLoadState("networkidle");
    }
  }
  const all = Buffer.concat(arrived);
  expect(all.length).toBeGreaterThan(10_000);
  for (const text of forbidden) {
    expect(sampleBytes.includes(text), `${text} stands in the sample`).toBe(true);
    expect(all.includes(text), text).toBe(false);
    expect(all.includes(Buffer.from(text).toString("base64").slice(0, 16)), `${text} as base64`).toBe(false);
  }
});

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
