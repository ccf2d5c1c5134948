import { expect, putBytes, live as test } from "./harness/live.ts";
import { keyPage, treeOf } from "./harness/test.ts";

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

test("thirty awkward keys open by their links in a fresh browser", async ({ browser, etcd, server }) => {
  const keys = [...awkward.map((key) => Buffer.from(key)), ...binaryKeys()];
  for (const [at, key] of keys.entries()) await putBytes(etcd, key, Buffer.from(`value ${at}`));
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
