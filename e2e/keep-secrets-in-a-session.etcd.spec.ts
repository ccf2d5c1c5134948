import { gzipSync } from "node:zlib";
import { urls } from "@etcdscope/contract";
import type { EtcdProcess } from "@etcdscope/etcd-process";
import type { Page } from "@playwright/test";
import { expect, live, putBytes } from "./harness/live.ts";
import { encryptionConfiguration, sealed } from "./harness/sealed.ts";
import { type RunningServer, startServer } from "./harness/server.ts";
import { keyPage } from "./harness/test.ts";

const utf8 = new TextEncoder();

/** What no answer may hold: one for each way in which a secret is kept. */
const plaintexts = {
  plain: "the plain one: correct battery horse",
  encrypted: "the encrypted one: staple battery horse",
  release: "the released one: horse battery correct",
  nested: "the nested one: battery staple correct",
  applied: "the applied one: horse staple correct",
};

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");

const secret = (name: string, data: Readonly<Record<string, string>>, more: object = {}): Uint8Array =>
  utf8.encode(
    JSON.stringify({
      apiVersion: "v1",
      kind: "Secret",
      ...more,
      metadata: {
        name,
        namespace: "shop",
        annotations: {
          "kubectl.kubernetes.io/last-applied-configuration": `{"stringData":"${plaintexts.applied}"}`,
        },
      },
      data,
    }),
  );

const release = gzipSync(
  JSON.stringify({ name: "web", manifest: `kind: Secret\nstringData:\n  a: ${plaintexts.release}\n` }),
);

const secrets: Readonly<Record<string, Uint8Array>> = {
  "/registry/secrets/shop/plain": secret("plain", {
    password: base64(plaintexts.plain),
    "config.json": base64(JSON.stringify({ nested: plaintexts.nested })),
  }),
  "/registry/secrets/shop/sealed": sealed(secret("sealed", { password: base64(plaintexts.encrypted) })),
  "/registry/secrets/shop/sh.helm.release.v1.web.v1": secret(
    "sh.helm.release.v1.web.v1",
    { release: base64(base64(release)) },
    { type: "helm.sh/release.v1" },
  ),
};

/** Every form in which a text could stand in an answer. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  // Inside other base64 the text begins at one of three places of a group of four digits.
  const inside = [0, 1, 2].map((at) =>
    Buffer.concat([Buffer.alloc(at), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  return [text, base64(text), bytes.toString("base64url"), bytes.toString("hex"), ...inside];
}

/** What was asked, and echoed, is no leak. */
const withoutQuestions = (answers: string): string =>
  answers
    .split("\n")
    .filter((line) => !line.startsWith("/api/"))
    .join("\n");

const leaksIn = (body: string): string[] =>
  Object.entries(plaintexts).flatMap(([name, text]) =>
    formsOf(text).some((form) => body.includes(form)) ? [name] : [],
  );

interface Fixtures {
  readonly cluster: RunningServer;
}

const session = live.extend<Fixtures>({
  cluster: async ({ etcd }, use) => {
    for (const [key, value] of Object.entries(secrets)) await putBytes(etcd, utf8.encode(key), value);
    const server = await startServer([
      "--endpoints",
      etcd.endpoint,
      "--encryption-config",
      encryptionConfiguration,
    ]);
    await use(server);
    await server.stop();
  },
});

/** Everything that the page is answered, streams aside. */
function recording(page: Page): { readonly all: () => Promise<string> } {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    const isStream = response.headers()["content-type"]?.startsWith("text/event-stream") === true;
    if (!isStream) bodies.push(response.body().then(String, () => ""));
  });
  return { all: async () => (await Promise.all(bodies)).join("\n") };
}

/** What a live stream sends until it is closed. */
async function streaming(url: string): Promise<{ close: () => Promise<string> }> {
  const stop = new AbortController();
  const response = await fetch(url, { signal: stop.signal });
  let text = "";
  const read = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  return {
    close: async () => {
      await expect.poll(() => text).toContain("event: changes");
      stop.abort();
      await read;
      return text;
    },
  };
}

async function sourceOf({ url }: RunningServer): Promise<string> {
  const { sources } = await (await fetch(url + urls.sources())).json();
  return sources[0].id;
}

async function look(page: Page, { url }: RunningServer, source: string): Promise<void> {
  await page.goto(`${url}/s/${source}`);
  await page.goto(`${url}/s/${source}/prefix?key=/registry/secrets/shop/`);
  for (const key of Object.keys(secrets))
    for (const view of ["json", "fields", "wire", "hex", "raw"])
      for (const layer of ["", "&layer=stored"]) {
        await page.goto(url + keyPage(source, key, view) + layer);
        await expect(page.getByRole("tab", { name: "Raw" })).toBeVisible();
        await page.waitForLoadState("networkidle");
      }
}

/** Asks for every layer that is told of, and for steps on the way to it and behind it, by its address. */
async function askForLayers({ url }: RunningServer, source: string): Promise<string> {
  let answers = "";
  for (const key of Object.keys(secrets)) {
    const value = await fetch(url + urls.value(source, { key }));
    const { within } = await value.json();
    expect(within.length).toBeGreaterThan(0);
    for (const { layer } of within) {
      const steps = [
        layer.slice(0, layer.lastIndexOf("/")),
        layer,
        `${layer}/manifest:yaml`,
        `${layer}/gzip`,
      ];
      for (const name of steps)
        for (const ask of [
          urls.value(source, { key }, undefined, { layer: name }),
          urls.bytes(source, { key }, undefined, name),
        ])
          answers += await (await fetch(url + ask)).text();
    }
  }
  return answers;
}

/** Every other question of the API, about these keys and about all of them; what they answer, headers included. */
async function askForTheRest({ url }: RunningServer, source: string): Promise<string> {
  const prefix = { key: "/registry/secrets/" };
  const words = Object.values(plaintexts).map((text) => text.slice(0, 30));
  const asks = [
    ...["secret", "shop", ...words].flatMap((q) =>
      ["text", "glob", "regex"].map((mode) => urls.search(source, q, { mode, prefix })),
    ),
    ...Object.keys(secrets).flatMap((key) => [
      urls.relations(source, { key }),
      urls.bytes(source, { key }),
      urls.value(source, { key }, undefined, { fields: "always", text: "always", guess: "0x4:bytes" }),
      `${urls.bytes(source, { key })}&layer=decrypted`,
    ]),
    urls.children(source, prefix),
    urls.sources(),
    urls.source(source),
    urls.cluster(source),
    urls.leases(source),
    urls.leaseKeys(source, "1"),
    "/metrics",
    "/readyz",
    "/api/openapi.json",
  ];
  let answers = "";
  for (const ask of asks) {
    const answer = await fetch(url + ask);
    answers += `${ask} ${answer.status} ${[...answer.headers].join(" ")}\n${await answer.text()}\n`;
  }
  return answers;
}

/** Part of the download, as a browser that goes on with one asks for it. */
async function downloadInParts({ url }: RunningServer, source: string): Promise<string> {
  let parts = "";
  for (const key of Object.keys(secrets)) {
    const range = { headers: { range: "bytes=40-" } };
    parts += await (await fetch(url + urls.bytes(source, { key }), range)).text();
  }
  return parts;
}

async function lookBeside(page: Page, { url }: RunningServer, source: string): Promise<void> {
  const [one = "", ...others] = Object.keys(secrets);
  for (const beside of others)
    for (const split of ["json", "fields", "hex", "raw"]) {
      const search = new URLSearchParams({ key: one, view: "json", beside, split });
      await page.goto(`${url}/s/${source}/key?${search}`);
      await expect(page.getByRole("tab", { name: "Raw" })).toHaveCount(2);
      await page.waitForLoadState("networkidle");
    }
  const search = new URLSearchParams({ key: others[0] ?? "", split: "hex", splitlayer: "stored" });
  await page.goto(`${url}/s/${source}/key?${search}`);
  await expect(page.getByRole("grid")).toBeVisible();
  await page.waitForLoadState("networkidle");
}

async function change(etcd: EtcdProcess): Promise<void> {
  for (const [key, value] of Object.entries(secrets)) await putBytes(etcd, utf8.encode(key), value);
}

session("no answer of a whole session holds a secret", async ({ page, etcd, cluster }) => {
  const source = await sourceOf(cluster);
  const stream = await streaming(cluster.url + urls.events(source));
  const recorded = recording(page);
  await look(page, cluster, source);
  await lookBeside(page, cluster, source);
  const asked = await askForLayers(cluster, source);
  const rest = (await askForTheRest(cluster, source)) + (await downloadInParts(cluster, source));
  await change(etcd);
  await page.waitForLoadState("networkidle");
  const streamed = await stream.close();
  const browsed = await recorded.all();
  expect(browsed.length).toBeGreaterThan(50_000);
  expect(browsed).toContain("helm-release");
  expect(asked).toContain('"masked"');
  expect(leaksIn(browsed)).toEqual([]);
  expect(leaksIn(asked)).toEqual([]);
  expect(rest).toContain("/registry/secrets/shop/sealed");
  expect(leaksIn(withoutQuestions(rest))).toEqual([]);
  expect(leaksIn(streamed)).toEqual([]);
});

session("what is revealed is that field alone, in the encrypted layer too", async ({ page, cluster }) => {
  const source = await sourceOf(cluster);
  const recorded = recording(page);
  await page.goto(cluster.url + keyPage(source, "/registry/secrets/shop/sealed", "fields"));
  const list = page.getByRole("region", { name: "Values within this value" });
  await list.getByRole("button", { name: "Reveal data.password" }).click();
  await expect(list).toContainText(base64(plaintexts.encrypted));
  const browsed = await recorded.all();
  // The field is base64 by itself, and travels as base64 of that.
  expect(browsed).toContain(base64(base64(plaintexts.encrypted)));
  expect(leaksIn(browsed)).toEqual([]);
});

session("the search for leaks would find one", () => {
  for (const [name, text] of Object.entries(plaintexts))
    for (const form of formsOf(text)) expect(leaksIn(`…${form}…`)).toEqual([name]);
  expect(leaksIn(base64(`{"x":"${plaintexts.nested}"}`))).toEqual(["nested"]);
});
