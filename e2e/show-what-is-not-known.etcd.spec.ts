import { expect, putBytes, live as test } from "./harness/live.ts";
import { keyPage } from "./harness/test.ts";

/** A length-delimited protobuf field of less than 128 bytes. */
const field = (number: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, payload.length]), payload]);

/** The envelope of a kind that no schema knows, around one string field. */
const widget = Buffer.concat([
  Buffer.from("k8s\0"),
  field(1, Buffer.concat([field(1, Buffer.from("example.com/v1")), field(2, Buffer.from("Widget"))])),
  field(2, field(7, Buffer.from("turn me"))),
]);

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
  const configMap = Buffer.concat([
    Buffer.from("k8s\0"),
    field(1, Buffer.concat([field(1, Buffer.from("v1")), field(2, Buffer.from("ConfigMap"))])),
    field(2, Buffer.concat([field(1, field(1, Buffer.from("broken"))), Buffer.from([0x12, 0x7f, 0x41])])),
  ]);
  await putBytes(etcd, Buffer.from(key), configMap);
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
