import { expect, live, putBytes } from "./harness/live.ts";
import { startServer } from "./harness/server.ts";
import { keyPage, row } from "./harness/test.ts";

live("an index that costs too much is offered, and built when asked for", async ({ etcd, page }) => {
  for (const key of ["/app/a", "/app/b/1", "/app/b/2"])
    await putBytes(etcd, Buffer.from(key), Buffer.from("text"));
  const server = await startServer(["--endpoints", etcd.endpoint, "--max-index-keys", "2"]);
  try {
    await page.goto(`${server.url}/s/etcd`);
    const offer = page.getByText("The keys are not indexed.");
    await expect(offer).toBeVisible();
    await expect(page.getByText(/An index costs: 3 keys, etcd reads [\d.]+ kB/)).toBeVisible();
    await page.goto(server.url + keyPage("etcd", "/app/a"));
    await expect(row(page, "b")).toBeVisible();
    await putBytes(etcd, Buffer.from("/app/c"), Buffer.from("text"));
    await expect(row(page, "c")).toBeVisible();
    await page.getByRole("button", { name: "Build the index" }).click();
    await expect(offer).toBeHidden();
    await expect(page.locator(".pill")).toHaveText("Live");
  } finally {
    await server.stop();
  }
});
