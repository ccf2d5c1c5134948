import { hexRows } from "@etcdscope/codec";
import {
  fromBase64Url,
  keyRefOf,
  revealHeader,
  toBase64Url,
  urls,
  type ValueAnswer,
  wireGuessesText,
  wireGuessIds,
} from "@etcdscope/contract";
import type { MemorySource } from "@etcdscope/keyspace";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { textOf } from "../command-line/value-text.ts";
import { openDecoder } from "../decoding/schema.ts";
import { secretKeepingReader } from "../decoding/show-value.ts";
import { bytesOf, sourceOf, type TestApp, testApp } from "../routes/app.testing.ts";
import { someCluster } from "../routes/cluster.testing.ts";
import { listen } from "../routes/events.testing.ts";
import { formsOf, type KeptCase, keptCases, openedFully } from "./secret-session.testing.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const cases = keptCases();
const mask = [{ keys: "/operator/*", path: "db[*].pass" }] as const;
const forms = cases.flatMap(({ secrets }) => secrets.map((text) => ({ text, forms: formsOf(text) })));

/** The plaintexts that an answer holds, in whatever form, in whatever layer. */
function leaksIn(bytes: string | Buffer): string[] {
  const text = openedFully(Buffer.from(bytes));
  return forms.filter((one) => one.forms.some((form) => text.includes(form))).map((one) => one.text);
}

function stored(): MemorySource {
  const source = sourceOf(Object.fromEntries(cases.map(({ key, value }) => [key, value])));
  for (const { key, value } of cases) source.put(bytesOf(key), Buffer.from(value), 7n);
  return Object.assign(source, {
    cluster: async () => someCluster,
    leases: async () => ({ leases: [{ id: 7n, ttl: 9n }], total: 1 }),
  });
}

describe("what the table names", () => {
  let server: TestApp;
  let answers: { url: string; status: number; told: Buffer }[];

  const ask = async (url: string, options: InjectOptions = {}) => {
    const response = await server.get(url, options);
    const told = Buffer.concat([Buffer.from(`${JSON.stringify(response.headers)}\n`), response.rawPayload]);
    answers.push({ url, status: response.statusCode, told });
    return response;
  };

  beforeAll(async () => {
    answers = [];
    server = await testApp(stored(), { secrets: { mask } });
    while (server.explorer.source("s").status().state === "indexing") await new Promise(setImmediate);
  });
  afterAll(() => server.close());

  /** A value, read in every way, its layers by their names and by likely ones. */
  async function value({ key }: KeptCase): Promise<void> {
    const ref = { key };
    const plain: ValueAnswer = (await ask(urls.value("s", ref))).json();
    await ask(urls.value("s", ref, undefined, { fields: "always", text: "always" }));
    await ask(urls.value("s", ref, String(server.explorer.source("s").status().revision)));
    for (const guess of wireGuessIds)
      await ask(urls.value("s", ref, undefined, { guess: wireGuessesText(new Map([[4, guess]])) ?? "" }));
    for (const layer of layersOf(plain)) {
      await ask(urls.value("s", ref, undefined, { layer }));
      await ask(urls.bytes("s", ref, undefined, layer));
    }
  }

  function layersOf({ within }: ValueAnswer): string[] {
    const told = within.flatMap(({ layer }) => (layer === null ? [] : [layer]));
    const ways = told.flatMap((layer) => [
      layer,
      layer.split("/")[0] ?? "",
      `${layer}/gzip`,
      `${layer}/manifest:yaml`,
    ]);
    const fields = ["data.text", "data.password", "text", "key"];
    const steps = ["base64", "yaml", "json", "gzip", "jwt", "kubeconfig", "base64/base64/gzip"];
    return [
      ...new Set([...ways, ...steps, ...fields.flatMap((field) => steps.map((step) => `${field}:${step}`))]),
    ];
  }

  /** What is revealed is one field: of the others nothing comes with it. */
  async function reveal(one: KeptCase): Promise<void> {
    const { modRevision, masked }: ValueAnswer = (await server.get(urls.value("s", { key: one.key }))).json();
    expect([one.key, masked.length]).not.toEqual([one.key, 0]);
    for (const span of [...masked.map((each) => each.span), [0, 1]]) {
      const headers = { [revealHeader.name]: revealHeader.value };
      const payload = { key: one.key, modRevision, span };
      const { body } = await server.get(urls.reveal("s"), { method: "POST", headers, payload });
      expect(leaksIn(body).filter((text) => !one.secrets.includes(text))).toEqual([]);
    }
    const { body } = await server.get(urls.reveal("s"), {
      method: "POST",
      payload: { key: one.key, modRevision },
    });
    expect(leaksIn(body)).toEqual([]);
  }

  const prefixes = [
    ...new Set(
      cases.flatMap(({ key }) => [...key.matchAll(/\//g)].map(({ index }) => key.slice(0, index + 1))),
    ),
  ];

  /** How each route is asked. A route that is not here fails the first test. */
  const drivers: Readonly<Record<string, () => Promise<unknown>>> = {
    "GET /api/v1/sources": () => ask(urls.sources()),
    "GET /api/v1/sources/:id": () => ask(urls.source("s")),
    "POST /api/v1/sources/:id/index": () => ask(urls.index("s"), { method: "POST" }),
    "DELETE /api/v1/sources/:id/index": () => ask(urls.index("s"), { method: "DELETE" }),
    "GET /api/v1/sources/:id/children": async () => {
      for (const key of prefixes) await ask(urls.children("s", { key }));
    },
    "GET /api/v1/sources/:id/search": async () => {
      // What is asked for is not echoed: of a secret only its beginning is asked for.
      for (const q of ["secret", "a", ...forms.map(({ text }) => text.slice(0, 12))])
        for (const mode of ["text", "glob", "regex"]) await ask(urls.search("s", q, { mode }));
    },
    "GET /api/v1/sources/:id/value": async () => {
      for (const one of cases) await value(one);
    },
    "GET /api/v1/sources/:id/document": async () => {
      for (const { key } of cases)
        for (const form of ["json", "yaml"] as const)
          for (const layer of [undefined, "yaml", "json", "data.text:yaml", "data.text:base64"])
            await ask(
              urls.document("s", { key }, undefined, { form, ...(layer !== undefined && { layer }) }),
            );
    },
    "GET /api/v1/sources/:id/fields": async () => {
      for (const { key } of cases)
        for (const tree of ["fields", "wire"] as const)
          for (const at of [undefined, "0", "1", "0.0", "0.2", "0.3", "1.1", "1.1.1"])
            await ask(
              urls.fields("s", { key }, undefined, { tree, from: 0, ...(at !== undefined && { at }) }),
            );
    },
    "GET /api/v1/sources/:id/bytes": async () => {
      for (const { key } of cases) {
        await ask(urls.bytes("s", { key }));
        await ask(urls.bytes("s", { keyb: toBase64Url(bytesOf(key)) }), { headers: { range: "bytes=10-" } });
      }
    },
    "GET /api/v1/sources/:id/cluster": () => ask(urls.cluster("s")),
    "GET /api/v1/sources/:id/leases": () => ask(urls.leases("s")),
    "GET /api/v1/sources/:id/leases/:lease/keys": () => ask(urls.leaseKeys("s", "7")),
    "GET /api/v1/sources/:id/relations": async () => {
      for (const { key } of cases) await ask(urls.relations("s", { key }));
    },
    "POST /api/v1/sources/:id/reveal": async () => {
      for (const one of cases) await reveal(one);
    },
    "GET /api/v1/sources/:id/events": async () => {
      const source = stored();
      const listening = await listen(source);
      const stream = await listening.stream(urls.events("s"));
      await stream.next(({ event }) => event === "state");
      for (const { key, value: bytes } of cases) source.put(bytesOf(key), Buffer.from(bytes));
      await stream.next(({ event }) => event === "changes");
      answers.push({ url: "events", status: 200, told: Buffer.from(JSON.stringify(stream.events)) });
      stream.leave();
      await listening.close();
    },
    "GET /healthz": () => ask("/healthz"),
    "GET /readyz": () => ask("/readyz"),
    "GET /metrics": () => ask("/metrics"),
    "GET /api/openapi.json": () => ask("/api/openapi.json"),
  };

  it("is asked for by every route there is", () => {
    expect(routesOf(server).toSorted()).toEqual(Object.keys(drivers).toSorted());
  });

  it.each(Object.keys(drivers))("leaves the server by no answer of %s", async (route) => {
    const before = answers.length;
    await drivers[route]?.();
    const own = answers.slice(before);
    for (const { url, told } of own) expect([url, leaksIn(told)]).toEqual([url, []]);
    if (route !== "POST /api/v1/sources/:id/reveal") expect(own.length).toBeGreaterThan(0);
    // A HEAD and an answer to a wrong question say no more.
    for (const { url } of own.slice(0, 20).filter(({ url: one }) => one.startsWith("/"))) {
      expect(leaksIn(JSON.stringify((await server.get(url, { method: "HEAD" })).headers))).toEqual([]);
      expect(leaksIn((await server.get(`${url}${url.includes("?") ? "&" : "?"}wrong=1`)).body)).toEqual([]);
    }
  });

  it("leaves it by no line of the log, which holds no key either", () => {
    const log = server.log.join("\n");
    expect(log.length).toBeGreaterThan(10_000);
    expect(leaksIn(log)).toEqual([]);
    for (const text of ["/registry/", "annotated-1", "accesstokens"]) expect(log).not.toContain(text);
  });

  it("is not what the command line prints, in any of its forms", async () => {
    const show = secretKeepingReader(await openDecoder(), { mask });
    for (const { key, value: bytes } of cases) {
      const shown = show(bytesOf(key), Buffer.from(bytes));
      const texts = (["json", "yaml", "fields", "wire"] as const).map((form) => textOf(shown, form) ?? "");
      const dump = hexRows(shown.bytes).map(({ hex }) => hex.replaceAll(" ", ""));
      const raw = Buffer.from(dump.join(""), "hex");
      expect([key, leaksIn([...texts, dump.join("")].join("\n")), leaksIn(raw)]).toEqual([key, [], []]);
    }
  });

  it("is told to be hidden: what is around it is shown, and each can be revealed", async () => {
    for (const { key, secrets } of cases) {
      const { masked, modRevision }: ValueAnswer = (await server.get(urls.value("s", { key }))).json();
      const headers = { [revealHeader.name]: revealHeader.value };
      const opened = await Promise.all(
        masked.map(async ({ span }) => {
          const answer = await server.get(urls.reveal("s"), {
            method: "POST",
            headers,
            payload: { key, modRevision, span },
          });
          return openedFully(Buffer.from(answer.json().bytes, "base64"));
        }),
      );
      for (const text of secrets)
        expect([key, opened.some((one) => formsOf(text).some((form) => one.includes(form)))]).toEqual([
          key,
          true,
        ]);
    }
    expect((await server.get(urls.value("s", { key: "/operator/a" }))).body).toContain("seen");
    expect((await server.get(urls.value("s", { key: "/registry/configmaps/a/yaml" }))).body).toContain(
      "seen",
    );
  });

  it("is shown where masking is off, and the server says so", async () => {
    const open = await testApp(stored(), { secrets: "off" });
    expect((await open.get(urls.sources())).json().masksSecrets).toBe(false);
    for (const { key, secrets } of cases) {
      const bytes = openedFully((await open.get(urls.bytes("s", { key }))).rawPayload);
      for (const text of secrets)
        expect([key, formsOf(text).some((form) => bytes.includes(form))]).toEqual([key, true]);
    }
    await open.close();
    expect((await server.get(urls.sources())).json().masksSecrets).toBe(true);
  });

  it("would be found in an answer that held it", () => {
    for (const { text, forms: all } of forms)
      for (const form of all) expect(leaksIn(`…${form}…`)).toContain(text);
    expect(keyRefOf(fromBase64Url(toBase64Url(bytesOf("/a"))) ?? new Uint8Array())).toEqual({ key: "/a" });
  });
});

/** `METHOD /path` of all that the server serves, but for what only answers that it serves nothing. */
function routesOf({ app }: TestApp): string[] {
  const found: string[] = [];
  const path: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split("\n")) {
    const [, indent = "", part = "", methods = ""] =
      /^([│ ]*)[└├]── (\S*)(?: \(([^)]*)\))?$/.exec(line) ?? [];
    if (part === "") continue;
    path.length = indent.length / 4;
    path.push(part);
    for (const method of methods.split(", ").filter((one) => one !== "" && one !== "HEAD"))
      found.push(`${method} ${path.join("")}`);
  }
  return found;
}
