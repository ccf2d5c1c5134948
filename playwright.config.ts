import { defineConfig } from "@playwright/test";
import { chromium } from "./e2e/harness/chromium.ts";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: process.env["CI"] !== undefined,
  fullyParallel: false,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] === undefined ? "list" : [["list"], ["json"]],
  use: { viewport: { width: 1280, height: 800 }, launchOptions: chromium(), trace: "retain-on-failure" },
  projects: [
    { name: "snapshot", testMatch: "e2e/*.spec.ts", testIgnore: "e2e/*.etcd.spec.ts" },
    { name: "etcd", testMatch: "e2e/*.etcd.spec.ts" },
  ],
});
