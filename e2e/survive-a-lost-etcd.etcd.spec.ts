import { type EtcdProcess, findEtcd, startEtcd } from "@etcdscope/etcd-process";
import { type RunningServer, startServer } from "./harness/server.ts";
import { codeOf, expect, keyPage, row, test, treeOf } from "./harness/test.ts";

const binary = findEtcd();
test.skip(binary === undefined, "etcd is not on PATH");

let etcd: EtcdProcess;
let server: RunningServer;

test.beforeEach(async () => {
  if (binary === undefined) return;
  etcd = await startEtcd({ binary });
  await etcd.etcdctl("put", "/registry/configmaps/default/settings", '{"kind":"ConfigMap","step":1}');
  await etcd.etcdctl("put", "/registry/configmaps/default/other", '{"kind":"ConfigMap","other":true}');
  server = await startServer(["--endpoints", etcd.endpoint]);
});

test.afterEach(async () => {
  await server.stop();
  await etcd.stop();
});

test("the page keeps what it had while etcd is away, and recovers by itself", async ({ page }) => {
  await page.goto(server.url + keyPage("etcd", "/registry/configmaps/default/settings"));
  await expect(codeOf(page)).toContainText('"step": 1');

  await etcd.kill9();
  await expect(
    page
      .getByRole("alert")
      .or(page.getByRole("status"))
      .filter({ hasText: /away|does not answer|unreachable/i })
      .first(),
  ).toBeVisible({ timeout: 20_000 });
  await expect(codeOf(page)).toContainText('"step": 1');
  await expect(row(page, "other")).toBeVisible();

  await etcd.restart();
  await etcd.etcdctl("put", "/registry/configmaps/default/settings", '{"kind":"ConfigMap","step":2}');
  await etcd.etcdctl("put", "/registry/configmaps/default/third", "{}");
  await expect(codeOf(page)).toContainText('"step": 2', { timeout: 20_000 });
  await expect(row(page, "third")).toBeVisible();
  await expect(page.getByText(/away/i)).toHaveCount(0);
});

test("what is put, changed and deleted shows without a reload", async ({ page }) => {
  await page.goto(server.url + keyPage("etcd", "/registry/configmaps/default/settings"));
  await expect(row(page, "other")).toBeVisible();
  await etcd.etcdctl("del", "/registry/configmaps/default/other");
  await expect(row(page, "other")).toHaveCount(0, { timeout: 15_000 });
  await etcd.etcdctl("put", "/registry/configmaps/default/new", "{}");
  await expect(row(page, "new")).toBeVisible({ timeout: 15_000 });
});

const awkward = [
  "/with:colon/a:b",
  "/with%percent/100%",
  "/with%2Fescape/x",
  "/a/../b",
  "/a/./b",
  "//double//slash",
  "/ends/with/slash/",
  "/with space/ leading and trailing ",
  "/question?and&hash#",
  "/plus+sign",
  "/中文/键",
  "/emoji/🦀",
  "/ends.with.dot.",
  "/ends)with,punctuation,",
  "/quote\"and'apostrophe",
  "/back\\slash",
  "/new\nline",
  "/tab\tkey",
  "/bom/\ufeffkey",
  "/bidi/\u202ekey",
  "just-a-word",
  "/",
];

test("thirty awkward keys open by their links in a fresh browser", async ({ browser }) => {
  test.setTimeout(180_000);
  const keys = [...awkward.map((key) => Buffer.from(key)), ...binaryKeys()];
  for (const [at, key] of keys.entries()) await put(key, `value ${at}`);
  for (const [at, key] of keys.entries()) {
    const page = await browser.newPage();
    await page.goto(server.url + linkTo(key));
    await expect(page.getByRole("main"), key.toString("latin1")).toContainText(`value ${at}`);
    await expect(treeOf(page).locator('[aria-selected="true"]'), key.toString("latin1")).toHaveCount(1);
    await page.close();
  }
  expect(keys.length).toBeGreaterThanOrEqual(30);
});

function binaryKeys(): Buffer[] {
  return ["ff", "2fff", "2f00", "2f612f80", "2f612fc328", "2fe4b8", "7f", "2f1b5b", "2fc0af"].map((hex) =>
    Buffer.from(hex, "hex"),
  );
}

const isText = (key: Buffer): boolean =>
  Buffer.from(key.toString()).equals(key) && !key.some((byte) => byte < 0x20 || byte === 0x7f);

const linkTo = (key: Buffer): string => keyPage("etcd", isText(key) ? key.toString() : key, "raw");

/** Through etcd's own JSON gateway: a process argument can hold no zero byte. */
async function put(key: Buffer, value: string): Promise<void> {
  const body = JSON.stringify({ key: key.toString("base64"), value: Buffer.from(value).toString("base64") });
  const { ok, status } = await fetch(`${etcd.endpoint}/v3/kv/put`, { method: "POST", body });
  if (!ok) throw new Error(`put: HTTP ${status}`);
}
