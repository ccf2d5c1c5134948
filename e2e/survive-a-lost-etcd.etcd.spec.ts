import { expect, live as test } from "./harness/live.ts";
import { startServer } from "./harness/server.ts";
import { codeOf, keyPage, row } from "./harness/test.ts";

test.beforeEach(async ({ etcd }) => {
  await etcd.etcdctl("put", "/registry/configmaps/default/settings", '{"kind":"ConfigMap","step":1}');
  await etcd.etcdctl("put", "/registry/configmaps/default/other", '{"kind":"ConfigMap","other":true}');
});

test("the page keeps what it had while etcd is away, and recovers by itself", async ({
  page,
  etcd,
  server,
}) => {
  await page.goto(server.url + keyPage("etcd", "/registry/configmaps/default/settings"));
  await expect(codeOf(page)).toContainText('"step": 1');

  await etcd.kill9();
  await expect(
    page
      .getByRole("alert")
      .or(page.getByRole("status"))
      .filter({ hasText: /away|does not answer|unreachable/i })
      .first(),
  ).toBeVisible();
  await expect(codeOf(page)).toContainText('"step": 1');
  await expect(row(page, "other")).toBeVisible();

  await etcd.restart();
  await etcd.etcdctl("put", "/registry/configmaps/default/settings", '{"kind":"ConfigMap","step":2}');
  await etcd.etcdctl("put", "/registry/configmaps/default/third", "{}");
  await expect(codeOf(page)).toContainText('"step": 2');
  await expect(row(page, "third")).toBeVisible();
  await expect(page.getByText(/away/i)).toHaveCount(0);
});

test("what is put, changed and deleted shows without a reload", async ({ page, etcd, server }) => {
  await page.goto(server.url + keyPage("etcd", "/registry/configmaps/default/settings"));
  await expect(row(page, "other")).toBeVisible();
  await etcd.etcdctl("del", "/registry/configmaps/default/other");
  await expect(row(page, "other")).toHaveCount(0);
  await etcd.etcdctl("put", "/registry/configmaps/default/new", "{}");
  await expect(row(page, "new")).toBeVisible();
});

test("a page opened while etcd is down says so, and shows what there is when it comes", async ({
  page,
  etcd,
}) => {
  await etcd.kill9();
  const server = await startServer(["--endpoints", etcd.endpoint]);
  await page.goto(server.url);
  const banner = page.getByRole("status").filter({ hasText: "The source does not answer" }).first();
  await expect(banner).toContainText("Nothing of it has been seen yet");
  await expect(page.locator(".pill")).toHaveText("Away");
  await expect(page.getByText("Revision 0")).toHaveCount(0);
  await page.getByRole("button", { name: /Switch source/ }).click();
  await expect(page.getByRole("menuitem")).toContainText("etcd · Away");
  await page.keyboard.press("Escape");
  await etcd.restart();
  await expect(row(page, "/registry")).toBeVisible();
  await expect(page.locator(".pill")).toHaveText("Live");
  await expect(banner).toHaveCount(0);
  await server.stop();
});
