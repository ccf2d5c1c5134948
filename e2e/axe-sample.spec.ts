import type { Page } from "@playwright/test";
import { audit, calm, type Scene } from "./harness/axe.ts";
import { type RunningServer, startServer } from "./harness/server.ts";
import { expect, keyPage, openLinks, test, treeOf } from "./harness/test.ts";

test.describe.configure({ mode: "parallel" });
test.use(calm);

const endpoints = "/registry/services/endpoints/default/kubernetes";
const pod = "/registry/pods/shop/web-56649674cc-8npp5";
const secret = "/registry/secrets/shop/db-credentials";
const authority = "/registry/configmaps/kube-public/kube-root-ca.crt";
const narrow = 420;

/** Opens an address and waits until this is there and nothing is on its way. */
const at =
  (server: RunningServer, path: string, ready = "main h1") =>
  async (page: Page): Promise<void> => {
    await page.goto(server.url + path);
    await page.locator(ready).first().waitFor();
    await page.locator('main [data-state="loading"]').first().waitFor({ state: "detached" });
    await page.locator('.tree-row[data-kind="child"]').first().waitFor({ state: "attached" });
  };

/** Opens an address whose answers to such questions do not come. */
const waiting =
  (server: RunningServer, path: string, question: string, ready: string) =>
  async (page: Page): Promise<void> => {
    await page.route(question, () => undefined);
    await page.goto(server.url + path);
    // The page's own code may still be on its way when the first skeleton stands.
    await page.locator("main h1").first().waitFor();
    await page.locator(ready).first().waitFor({ state: "attached" });
    await page.unrouteAll({ behavior: "ignoreErrors" });
  };

const key = (name: string, view?: string, more: Record<string, string> = {}): string => {
  const search = new URLSearchParams(more).toString();
  return `${keyPage("sample", name, view)}${search === "" ? "" : `&${search}`}`;
};

const leave = (page: Page): Promise<void> => page.keyboard.press("Escape");

test("the start, what is not there, and what opens over a page", async ({ page, sample }, info) => {
  const start = at(sample, "/s/sample");
  const menu = page.getByRole("menu");
  const scenes: Scene[] = [
    { route: "source", state: "loaded", open: start },
    {
      route: "source",
      state: "loading",
      open: waiting(sample, "/s/sample", "**/children?*", '.tree-row[data-kind="pending"]'),
    },
    { route: "address", state: "not found", open: async () => page.goto(`${sample.url}/nowhere`) },
    { route: "source", state: "not found", open: async () => page.goto(`${sample.url}/s/none`) },
    {
      route: "source",
      state: "shortcuts open",
      open: start,
      over: [
        async () => {
          await page.keyboard.press("?");
          await page.getByRole("dialog").waitFor();
        },
        leave,
      ],
    },
    {
      route: "source",
      state: "row menu open",
      open: start,
      over: [
        async () => {
          await treeOf(page).focus();
          await page.keyboard.press("Shift+F10");
          await menu.waitFor();
        },
        leave,
      ],
    },
    {
      route: "source",
      state: "list of sources open",
      open: start,
      over: [
        async () => {
          await page.locator(".source-button").click();
          await menu.waitFor();
        },
        leave,
      ],
    },
  ];
  await audit(page, info, scenes);
});

test("prefixes and the filter", async ({ page, sample }, info) => {
  const found = async (): Promise<void> => expect(page.locator(".filter-about")).not.toBeEmpty();
  const filtered = (search: string) => async (): Promise<void> => {
    await page.goto(`${sample.url}/s/sample?${search}`);
    await found();
  };
  await audit(page, info, [
    { route: "prefix", state: "loaded", open: at(sample, "/s/sample/prefix?key=/registry/") },
    {
      route: "prefix",
      state: "loading",
      open: waiting(sample, "/s/sample/prefix?key=/registry/", "**/children?*registry*", "main .skeleton"),
    },
    {
      route: "prefix",
      state: "empty",
      open: at(sample, "/s/sample/prefix?key=/registry/none/", '[data-state="empty"]'),
    },
    { route: "filter", state: "results", open: filtered("find=config") },
    { route: "filter", state: "results under a prefix", open: filtered("find=web&under=/registry/pods/") },
    { route: "filter", state: "none", open: filtered("find=nothing-is-called-so") },
    { route: "filter", state: "error in the pattern", open: filtered("find=node-[a&findmode=regex") },
    { route: "filter", state: "key beside it", open: at(sample, `${key(endpoints)}&find=kubernetes`) },
  ]);
});

test("every view of a value", async ({ page, sample }, info) => {
  const views = ["json", "yaml", "fields", "wire", "hex", "raw"];
  await audit(page, info, [
    ...views.map(
      (view): Scene => ({
        route: `key, ${view}`,
        state: "loaded",
        open: at(sample, key(endpoints, view), `#view-panel-first`),
      }),
    ),
    {
      route: "key, json",
      state: "History's reason shown",
      open: at(sample, key(endpoints, "json"), ".cm-content"),
      over: [
        async () => {
          await page.locator('[role="tab"][aria-disabled="true"]').last().hover();
          await page.getByRole("tooltip").waitFor();
        },
        async () => {
          await page.mouse.move(0, 0);
          await page.getByRole("tooltip").waitFor({ state: "detached" });
        },
      ],
    },
    {
      route: "key, fields",
      state: "a field held fast",
      open: at(sample, key(pod, "fields", { path: "spec.containers[0].image" }), '[role="treegrid"]'),
    },
    {
      route: "key, hex",
      state: "bytes selected",
      open: at(sample, key(pod, "hex", { at: "0x40-0x60" }), '[role="grid"]'),
    },
    {
      route: "key, hex",
      state: "error in the offset",
      open: async () => {
        await at(sample, key(pod, "hex"), '[role="grid"]')(page);
        await page.locator(".hex-goto input").fill("nowhere");
        await page.keyboard.press("Enter");
        await page.locator(".hex-goto-bad").waitFor();
      },
    },
    {
      route: "key, json",
      state: "tables of addresses",
      open: at(sample, key("/registry/ranges/serviceips"), "main h1"),
    },
    {
      route: "key, json",
      state: "a layer: certificate",
      open: at(sample, key(authority, "json", { layer: 'data["ca.crt"]:certificate' }), ".cm-content"),
    },
    {
      route: "key, fields",
      state: "a layer: certificate",
      open: at(
        sample,
        key(authority, "fields", { layer: 'data["ca.crt"]:certificate' }),
        '[role="treegrid"]',
      ),
    },
  ]);
});

test("what a key may be instead of a whole value", async ({ page, sample }, info) => {
  const state = (name: string): string => `main [data-state="${name}"]`;
  await audit(page, info, [
    {
      route: "key",
      state: "loading",
      open: waiting(sample, key(endpoints), "**/value?*", state("loading")),
    },
    { route: "key", state: "empty", open: at(sample, key("/app/empty"), state("empty")) },
    {
      route: "key",
      state: "not found",
      open: at(sample, key("/registry/pods/shop/none"), state("notFound")),
    },
    {
      route: "key",
      state: "error in the address",
      open: async () => page.goto(`${sample.url}/s/sample/key`),
    },
    { route: "key", state: "compacted", open: at(sample, `${key(endpoints)}&rev=5`, state("compacted")) },
    {
      route: "key",
      state: "future revision",
      open: at(sample, `${key(endpoints)}&rev=999999`, state("future")),
    },
    { route: "key", state: "pinned", open: at(sample, `${key(endpoints)}&rev=1200`, ".banner") },
    {
      route: "key, raw",
      state: "binary key",
      open: at(sample, keyPage("sample", Buffer.from("/app/bin\xff", "latin1"), "raw")),
    },
  ]);
});

test("masked and revealed", async ({ page, sample }, info) => {
  const strict = await startServer(["--no-reveal"]);
  const masked = (view: string): Scene => ({
    route: `key, ${view}`,
    state: "masked",
    open: at(sample, key(secret, view), 'main [data-state="masked"]'),
  });
  const revealed = (view: string): Scene => ({
    route: `key, ${view}`,
    state: "revealed",
    open: at(sample, key(secret, view), 'main [data-state="masked"]'),
    over: [
      async () => {
        const shown = page.locator(".within-plain").first();
        if (!(await shown.isVisible())) await page.locator(".within-masked + button").first().click();
        await shown.waitFor();
      },
      async () => undefined,
    ],
  });
  await audit(page, info, [
    ...["json", "yaml", "fields", "wire", "hex", "raw"].map(masked),
    ...["json", "fields", "hex"].map(revealed),
    {
      route: "key, json",
      state: "revealing forbidden",
      open: at(strict, key(secret), 'main [data-state="masked"]'),
    },
  ]);
  await strict.stop();
});

test("two panes, and the links of an object", async ({ page, sample }, info) => {
  const second = "#view-panel-second";
  const split = (first: string, beside: string, more: Record<string, string> = {}): Scene => ({
    route: `key, ${first} beside ${beside}`,
    state: Object.keys(more).length === 0 ? "loaded" : Object.keys(more).join(", "),
    open: at(sample, key(endpoints, first, { split: beside, ...more }), second),
  });
  await audit(page, info, [
    split("json", "hex", { path: "metadata.name" }),
    split("yaml", "raw"),
    split("hex", "fields", { at: "0x13b-0x13c" }),
    split("wire", "json"),
    split("json", "json", { beside: pod }),
    {
      route: "key, json beside another key",
      state: "not found",
      open: at(
        sample,
        key(endpoints, "json", { split: "json", beside: "/registry/pods/shop/none" }),
        'main [data-state="notFound"]',
      ),
    },
    split("json", "hex", { beside: secret }),
    {
      route: "key, links open",
      state: "loaded",
      open: async () => {
        await at(sample, key(pod), ".cm-content")(page);
        await openLinks(page);
        await page.locator('[aria-busy="true"]').waitFor({ state: "detached" });
      },
    },
    {
      route: "key, links open",
      state: "loading",
      open: waiting(sample, key(pod), "**/relations?*", '[aria-busy="true"]'),
    },
    {
      route: "key, links open, json beside hex",
      state: "loaded",
      open: at(sample, key(pod, "json", { split: "hex" }), second),
    },
    { route: "key, links open", state: "masked", open: at(sample, key(secret), '[data-state="masked"]') },
    {
      route: "key, links open",
      state: "none",
      open: at(sample, key("/app/empty"), '[data-state="empty"]'),
    },
  ]);
});

test("the cluster", async ({ page, sample }, info) => {
  await audit(page, info, [
    { route: "cluster", state: "loaded", open: at(sample, "/s/sample/cluster", "main table") },
    {
      route: "cluster",
      state: "loading",
      open: waiting(sample, "/s/sample/cluster", "**/api/**/{cluster,leases}*", "main h1"),
    },
    {
      route: "cluster, keys of a lease",
      state: "not found",
      open: at(sample, "/s/sample/cluster?lease=1", "main table"),
    },
    {
      route: "cluster, keys of a lease",
      state: "loaded",
      open: async () => {
        await at(sample, "/s/sample/cluster", "main table")(page);
        const links = page.locator('main a[href*="lease="]');
        if ((await links.count()) > 0) await links.first().click();
      },
    },
  ]);
});

test("a narrow screen", async ({ page, sample }, info) => {
  const open = (route: string, path: string, ready?: string, state = "loaded"): Scene => ({
    route,
    state,
    width: narrow,
    open: at(sample, path, ready),
  });
  const drawer: Scene["over"] = [
    async () => {
      await page.getByRole("banner").locator("button").first().click();
      await page.locator(".frame-scrim").waitFor();
    },
    async () => {
      await leave(page);
      await page.locator(".frame-scrim").waitFor({ state: "detached" });
    },
  ];
  await audit(page, info, [
    open("source", "/s/sample"),
    { ...open("source, drawer open", "/s/sample"), over: drawer },
    { ...open("key, drawer open", key(endpoints), ".cm-content"), over: drawer },
    open("prefix", "/s/sample/prefix?key=/registry/"),
    open("key, json", key(endpoints), ".cm-content"),
    open("key, fields", key(endpoints, "fields"), '[role="treegrid"]'),
    open("key, hex", key(endpoints, "hex"), '[role="grid"]'),
    open("key, json beside hex", key(endpoints, "json", { split: "hex" }), "#view-panel-second"),
    open(
      "key, json beside another key",
      key(endpoints, "json", { split: "json", beside: pod }),
      "#view-panel-second",
    ),
    open("key, json", key(secret), '[data-state="masked"]', "masked"),
    open("key", key("/registry/pods/shop/none"), '[data-state="notFound"]', "not found"),
    open("cluster", "/s/sample/cluster", "main table"),
    {
      ...open("key, links open", key(pod), ".cm-content"),
      open: async () => {
        await at(sample, key(pod), ".cm-content")(page);
        await openLinks(page);
        await page.locator('[aria-busy="true"]').waitFor({ state: "detached" });
      },
    },
  ]);
});
