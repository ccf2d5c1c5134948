import { codeOf, expect, keyPage, test } from "./harness/test.ts";

const endpoints = "/registry/services/endpoints/default/kubernetes";

test("Endpoints read as Kubernetes' own JSON, with the facts of the key", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", endpoints));
  const main = page.getByRole("main");
  await expect(codeOf(page)).toContainText('"kind": "Endpoints"');
  await expect(codeOf(page)).toContainText('"ip": "192.168.205.137"');
  await expect(main).toContainText("Kubernetes protobuf");
  await expect(main).toContainText("v1 Endpoints");
  await expect(main).toContainText("354 bytes");
  await expect(main).toContainText("100%");
  for (const fact of ["Modified at", "Created at", "Version", "Lease"])
    await expect(main).toContainText(fact);
});

test("the same value as a hex dump with offsets and ASCII, and as raw text", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", endpoints, "hex"));
  const main = page.getByRole("main");
  await expect(main).toContainText("00000010");
  await expect(main).toContainText("6b 38 73 00");
  await expect(main).toContainText("k8s");
  await page.getByRole("tab", { name: "Raw" }).click();
  await expect(page).toHaveURL(/view=raw/);
  await expect(main).toContainText("192.168.205.137");
});

test("views change by Alt and a digit", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", endpoints));
  await expect(codeOf(page)).toBeVisible();
  await page.keyboard.press("Alt+5");
  await expect(page).toHaveURL(/view=hex/);
});

const others = [
  { key: "/registry/ranges/serviceips", shows: "10.96.0.0/12", as: "v1 RangeAllocation" },
  { key: "/registry/configmaps/kube-system/canal-config", shows: "net-conf.json", as: "v1 ConfigMap" },
  {
    key: "/registry/crd.projectcalico.org/ippools/default-ipv4-ippool",
    shows: '"kind": "IPPool"',
    as: "JSON",
  },
  { key: "compact_rev_key", shows: "902", as: "" },
];

for (const { key, shows, as } of others) {
  test(`${key} is shown decoded`, async ({ page, sample }) => {
    await page.goto(sample.url + keyPage("sample", key));
    await expect(page.getByRole("main")).toContainText(shows);
    await expect(page.getByRole("main")).toContainText(as);
  });
}

test("a key that does not exist says so and leads on", async ({ page, sample }) => {
  await page.goto(sample.url + keyPage("sample", "/registry/pods/none/such"));
  await expect(page.getByRole("heading", { name: "This key does not exist" })).toBeVisible();
  await page
    .getByRole("link", { name: "Look around it" })
    .or(page.getByRole("button", { name: "Look around it" }))
    .click();
  await expect(page).toHaveURL(/prefix\?/);
});
