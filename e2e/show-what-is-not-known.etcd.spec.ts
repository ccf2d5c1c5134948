import { expect, putBytes, live as test } from "./harness/live.ts";
import { damagedConfigMap, envelope, field } from "./harness/stored-values.ts";
import { keyPage } from "./harness/test.ts";

/** The envelope of a kind that no schema knows, around one string field. */
const widget = envelope("example.com/v1", "Widget", field(7, Buffer.from("turn me")));

test("a kind without a schema shows the wire view, and says so", async ({ page, etcd, server }) => {
  const key = "/registry/example.com/widgets/default/one";
  await putBytes(etcd, Buffer.from(key), widget);
  await page.goto(server.url + keyPage("etcd", key));
  const main = page.getByRole("main");
  await expect(page.getByRole("tab", { name: "Wire" })).toHaveAttribute("aria-selected", "true");
  await expect(main).toContainText("turn me");
  await expect(main).toContainText("example.com/v1 Widget");
  await expect(main).toContainText(/schema/i);
});

test("a damaged value shows what could be read, and where it breaks", async ({ page, etcd, server }) => {
  const key = "/registry/configmaps/default/broken";
  await putBytes(etcd, Buffer.from(key), damagedConfigMap);
  await page.goto(server.url + keyPage("etcd", key));
  const main = page.getByRole("main");
  await expect(main).toContainText('"name": "broken"');
  await expect(main).toContainText(/Decoded in part/);
  await expect(main).toContainText("0x");
});

test("an empty value, a binary one and a plain text one are named as such", async ({
  page,
  etcd,
  server,
}) => {
  const values = [
    ["empty", Buffer.alloc(0), /empty/i],
    ["binary", Buffer.from([0xff, 0x00, 0xfe, 0x81]), /binary/i],
    ["text", Buffer.from("just words"), /text/i],
  ] as const;
  for (const [name, value, badge] of values) {
    await putBytes(etcd, Buffer.from(`/app/${name}`), value);
    await page.goto(server.url + keyPage("etcd", `/app/${name}`));
    await expect(page.getByRole("main")).toContainText(badge);
  }
});
