import { defineConfig } from "@playwright/test";
import { chromium } from "./e2e/harness/chromium.ts";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: process.env["CI"] !== undefined,
  fullyParallel: false,
  workers: 2,
  // Limits are for what hangs; nothing is measured by them.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] === undefined ? "list" : [["list"], ["json"]],
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: chromium(),
    // A recording takes a quarter of a page's time: `npx playwright test --trace on` where one is needed.
    trace: "off",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "snapshot", testMatch: "e2e/*.spec.ts", testIgnore: "e2e/*.etcd.spec.ts" },
    { name: "etcd", testMatch: "e2e/*.etcd.spec.ts" },
  ],
});
