import { AxeBuilder } from "@axe-core/playwright";
import { type EtcdProcess, findEtcd, startCluster, startEtcd } from "@etcdscope/etcd-process";
import type { Page } from "@playwright/test";
import { serving } from "./harness/live.ts";
import { expect, test } from "./harness/test.ts";

const binary = findEtcd();
test.skip(binary === undefined, "etcd is not on PATH");

async function violations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
}

async function grant(etcd: EtcdProcess, seconds: number): Promise<string> {
  const { stdout } = await etcd.etcdctl("lease", "grant", String(seconds));
  return /lease (\w+) granted/.exec(stdout.toString())?.[1] ?? "";
}

test("three members are up with one leader; one is killed, and is shown as down", async ({ page }) => {
  if (binary === undefined) return;
  const etcds = await startCluster(3, { binary });
  await etcds[0]?.etcdctl("put", "/a", "1");
  await serving(etcds, async (server) => {
    await page.goto(server.url);
    await page.getByRole("banner").getByRole("link", { name: "Cluster" }).click();
    await expect(page).toHaveURL(/\/s\/etcd\/cluster$/);
    const members = page.getByRole("table").first().getByRole("row");
    const member = (name: string) => members.filter({ hasText: name });
    for (const name of ["member-1", "member-2", "member-3"]) {
      await expect(member(name)).toContainText("up");
      await expect(member(name)).toContainText("in use");
      await expect(member(name)).toContainText("of the quota of 2.15 GB");
    }
    await expect(members.filter({ hasText: "leader" })).toHaveCount(1);
    await expect(page.getByText("3 of 3 up")).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await etcds[2]?.kill9();
    await expect(member("member-3")).toContainText("down");
    await expect(member("member-3")).toContainText("Nothing listens at its address.");
    await expect(member("member-1")).toContainText("up");
    await expect(page.getByText("2 of 3 up")).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await etcds[2]?.restart();
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(page.getByText("3 of 3 up")).toBeVisible();
  });
});

test("leases show what they have left and lead to their keys", async ({ page }) => {
  if (binary === undefined) return;
  const etcd = await startEtcd({ binary });
  const [short, long] = [await grant(etcd, 300), await grant(etcd, 90_000)];
  await etcd.etcdctl("put", "/locks/one", "held", `--lease=${short}`);
  for (let at = 0; at < 12; at++) await etcd.etcdctl("put", `/many/${at}`, "x", `--lease=${long}`);
  await serving([etcd], async (server) => {
    await page.goto(`${server.url}/s/etcd/cluster`);
    const rows = page.getByRole("table", { name: "Leases" }).getByRole("row");
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(1)).toContainText(short);
    await expect(rows.nth(1)).toContainText(/[45] min .* of 5 min/);
    await expect(rows.nth(2)).toContainText(/1 d|2[34] h/);
    expect(await violations(page)).toEqual([]);

    await rows
      .nth(2)
      .getByRole("link", { name: /All 12 keys/ })
      .click();
    await expect(page).toHaveURL(/cluster\?lease=-?\d+$/);
    await expect(page.getByRole("heading", { name: `Keys of lease ${long}` })).toBeVisible();
    await expect(page.locator(".lease-key-list li")).toHaveCount(12);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Close the keys of the lease" }).click();

    await rows.nth(1).getByRole("link", { name: "/locks/one" }).click();
    await expect(page).toHaveURL(/\/s\/etcd\/key\?key=\/locks\/one$/);
    await expect(page.getByText("held")).toBeVisible();
    await page.getByRole("link", { name: short }).click();
    await expect(page.getByRole("heading", { name: `Keys of lease ${short}` })).toBeVisible();
  });
});

test("an etcd that is out of space says so at once, with what to do", async ({ page }) => {
  if (binary === undefined) return;
  const etcd = await startEtcd({ binary, args: ["--quota-backend-bytes=1000000"] });
  const value = "x".repeat(100_000);
  const put = (at: number) =>
    etcd.etcdctl("put", `/${at}`, value).then(
      () => true,
      () => false,
    );
  for (let at = 0; at < 30 && (await put(at)); at++);
  await serving([etcd], async (server) => {
    for (const [colorScheme, locale] of [
      ["light", "en-US"],
      ["dark", "zh-CN"],
    ] as const) {
      const browser = page.context().browser();
      const context = await browser?.newContext({ colorScheme, locale });
      const other = (await context?.newPage()) ?? page;
      await other.goto(`${server.url}/s/etcd/cluster`);
      await expect(other.getByRole("status").filter({ hasText: "NOSPACE" })).toContainText(
        "etcdctl alarm disarm",
      );
      expect(await violations(other)).toEqual([]);
      await context?.close();
    }
  });
});

test("a snapshot tells of the cluster it was taken from", async ({ page, sample }) => {
  await page.goto(`${sample.url}/s/sample`);
  await page.getByRole("link", { name: "Members, space and leases of the cluster" }).click();
  await expect(page.getByText("As of the snapshot")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "9e737febb6b99eee" })).toContainText("default");
  await expect(page.getByText("sha256")).toBeVisible();
  await expect(page.getByRole("table", { name: "Leases" }).getByRole("row")).toHaveCount(10);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "/registry/masterleases/" }).click();
  await expect(page).toHaveURL(/key\?key=\/registry\/masterleases\//);
});
