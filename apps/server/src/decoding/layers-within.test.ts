import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deflateSync, gzipSync } from "node:zlib";
import { revealHeader, urls, type ValueAnswer, type WithinAnswer } from "@etcdscope/contract";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sourceOf, type TestApp, testApp, valueAt } from "../routes/app.testing.ts";
import { openSnapshot } from "../snapshot-source/open-snapshot.ts";
import { openers } from "./openers.ts";
import { openDecoder } from "./schema.ts";
import { secretKeepingReader } from "./show-value.ts";

vi.setConfig({ testTimeout: 30_000 });

const sample = fileURLToPath(new URL("../../../../fixtures/sample-cluster.db.gz", import.meta.url));
const pem = (name: string): string =>
  readFileSync(new URL(`../../../../fixtures/certificates/${name}.pem`, import.meta.url), "utf8");
const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString("base64");

const kubeconfig = `apiVersion: v1
kind: Config
clusters:
- name: "prod \\u00fc"
  cluster:
    server: https://example:6443
    certificate-authority-data: ${base64(pem("ca"))}
users:
- name: ü
  user:
    note: &t |-
      two
      lines
    again: *t
`;

const configMap = (data: Readonly<Record<string, string>>): string =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, data });

const values = {
  "/registry/configmaps/a/b": configMap({
    "app.json": '{"port": 9007199254740993}',
    "kube.yaml": kubeconfig,
  }),
  "/registry/configmaps/a/pem": configMap({ "ca.crt": pem("leaf") + pem("ca") }),
  "/app/settings": "# settings\nname: web\nports:\n  - 80\n  - 0o17\nempty:\nlast: 1.10\n",
  "/app/packed": gzipSync('{"name":"packed"}'),
  "/app/key": String(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" })),
};

describe("values within values", () => {
  let server: TestApp;

  beforeAll(async () => {
    server = await testApp(sourceOf(values));
  });
  afterAll(() => server.close());

  const value = (key: string, layer?: string): Promise<ValueAnswer> =>
    valueAt(server, urls.value("s", { key }, undefined, layer === undefined ? {} : { layer }));
  const bytes = async (key: string, layer: string): Promise<Buffer> =>
    (await server.get(urls.bytes("s", { key }, undefined, layer))).rawPayload;

  it("are listed with where they stand and how they are asked for", async () => {
    const { within } = await value("/registry/configmaps/a/b");
    expect(within.map(({ what, path, layer }) => [what, path, layer])).toEqual([
      ["json", 'data["app.json"]', 'data["app.json"]:json'],
      ["kubeconfig", 'data["kube.yaml"]', 'data["kube.yaml"]:kubeconfig'],
    ]);
  });

  it("are answered as a value of their own, numbers exact", async () => {
    const { json, opened, encoding, size } = await value("/registry/configmaps/a/b", 'data["app.json"]:json');
    expect(json).toContain("9007199254740993");
    expect(encoding).toMatchObject({ id: "json", outcome: "ok" });
    expect(opened?.size).toBe(26);
    expect(size).toBe(Buffer.byteLength(values["/registry/configmaps/a/b"]));
  });

  it("lead from a kubeconfig in a ConfigMap to the certificate in it", async () => {
    const key = "/registry/configmaps/a/b";
    const outer = await value(key, 'data["kube.yaml"]:kubeconfig');
    expect(outer.encoding).toMatchObject({ id: "yaml", outcome: "ok" });
    const [inner] = outer.within;
    expect(inner).toMatchObject({ what: "certificate", in: 'data["kube.yaml"]:kubeconfig' });
    const opened = await value(key, inner?.layer ?? "");
    expect(opened.encoding.id).toBe("certificate");
    expect(opened.opened?.steps.map(({ step }) => step)).toEqual(["kubeconfig", "base64", "certificate"]);
    expect(opened.opened?.facts).toContainEqual({ code: "key", text: "RSA 2048" });
    const der = await bytes(key, inner?.layer ?? "");
    expect(base64(der)).toBe(pem("ca").replace(/-----[^-]+-----|\s/g, ""));
  });

  it("name the bytes that they were made from in the layer above", async () => {
    const layer = 'data["kube.yaml"]:kubeconfig';
    const { opened } = await value(
      "/registry/configmaps/a/b",
      `${layer}/clusters[0].cluster.certificate-authority-data:base64`,
    );
    const [start, end] = opened?.steps.at(-1)?.parent ?? [0, 0];
    const above = await bytes("/registry/configmaps/a/b", layer);
    expect(above.toString()).toBe(kubeconfig);
    expect(above.subarray(start, end).toString()).toBe(base64(pem("ca")));
  });

  it("of YAML are a document with paths over its own bytes", async () => {
    const { json, fields } = await value("/app/settings", "yaml");
    expect(JSON.parse(json ?? "")).toEqual({ name: "web", ports: [80, 15], empty: null, last: 1.1 });
    const [root] = fields ?? [];
    const name = root?.children?.[0];
    expect(name).toMatchObject({ name: "name", path: "name", text: "web" });
    const [start, end] = name?.value ?? [0, 0];
    expect(values["/app/settings"].slice(start, end)).toBe("web");
    const told = await value("/registry/configmaps/a/b", 'data["kube.yaml"]:kubeconfig');
    expect(JSON.parse(told.json ?? "").users[0]).toEqual({
      name: "ü",
      user: { note: "two\nlines", again: "two\nlines" },
    });
  });

  it("may be the whole of a value", async () => {
    const { within } = await value("/app/packed");
    expect(within).toMatchObject([{ what: "json", layer: "gzip", in: null }]);
    expect((await value("/app/packed", "gzip")).json).toBe('{\n  "name": "packed"\n}');
  });

  it("of a private key are only told", async () => {
    const { within } = await value("/app/key");
    expect(within).toMatchObject([{ what: "private-key", detail: "Ed25519", layer: null, masked: true }]);
  });

  it("of a chain are one each", async () => {
    const { within } = await value("/registry/configmaps/a/pem");
    expect(within.map(({ layer }) => layer)).toEqual([
      'data["ca.crt"]:certificate',
      'data["ca.crt"]:certificate[1]',
    ]);
    const second = await value("/registry/configmaps/a/pem", 'data["ca.crt"]:certificate[1]');
    expect(second.opened?.facts[0]?.text).toContain("example root");
  });

  it("are not found under other names", async () => {
    for (const layer of ["stored", "gzip/gzip", 'data["app.json"]', "x:json"]) {
      const response = await server.get(urls.value("s", { key: "/app/packed" }, undefined, { layer }));
      expect([layer, response.statusCode]).toEqual([layer, 404]);
    }
  });
});

describe("a Secret that a source hands out as a Buffer", () => {
  it("is masked in a copy: what was stored can still be told and revealed", async () => {
    const decoder = await openDecoder();
    const text = `{"apiVersion":"v1","kind":"Secret","data":{"a":"${base64('{"name":"value"}')}"}}`;
    const stored = Buffer.from(text);
    const shown = secretKeepingReader(decoder)(Buffer.from("/registry/secrets/a/b"), stored);
    expect(stored.toString()).toBe(text);
    expect(shown.within()).toMatchObject([{ what: "json", isMasked: true }]);
  });
});

describe("packed bytes", () => {
  it("are unpacked to a limit, and said to be cut", () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    const unpacked = openers.unpack("gzip", bomb, 1_000_000);
    expect(unpacked?.isCut).toBe(true);
    expect(unpacked?.bytes.length).toBeLessThanOrEqual(1_000_000);
    expect(unpacked?.bytes.length).toBeGreaterThan(10_000);
  });

  it("that are cut off or damaged give what can be read", () => {
    const text = Array.from({ length: 5000 }, (_, at) => `line ${at}\n`).join("");
    for (const [packing, packed] of [
      ["gzip", gzipSync(text)],
      ["zlib", deflateSync(text)],
    ] as const) {
      expect(openers.unpack(packing, packed, 1e6)).toMatchObject({ isCut: false });
      const cut = openers.unpack(packing, packed.subarray(0, packed.length / 2), 1e6);
      expect(cut?.isCut).toBe(true);
      expect(text.startsWith(Buffer.from(cut?.bytes ?? "no").toString())).toBe(true);
      expect(openers.unpack(packing, packed.subarray(0, 4), 1e6)).toBeNull();
    }
  });
});

describe("the layers of masked bytes", () => {
  let server: TestApp;

  beforeAll(async () => {
    server = await testApp(await openSnapshot(sample));
  });
  afterAll(() => server.close());

  const release = "/registry/secrets/shop/sh.helm.release.v1.web.v4";
  const tls = "/registry/secrets/shop/web-tls";
  const value = (key: string): Promise<ValueAnswer> => valueAt(server, urls.value("s", { key }));
  const reveal = (body: object, headers: Readonly<Record<string, string>> = {}) =>
    server.app.inject({
      method: "POST",
      url: urls.reveal("s"),
      headers: { host: "127.0.0.1:8379", [revealHeader.name]: revealHeader.value, ...headers },
      payload: body,
    });
  const part = ({ modRevision }: ValueAnswer, { span }: Pick<WithinAnswer, "span">) => ({
    modRevision,
    span,
  });

  it("are told by what they are, and asked for in vain", async () => {
    const { within } = await value(release);
    expect(within).toMatchObject([{ what: "helm-release", layer: "data.release:base64/gzip", masked: true }]);
    for (const layer of [
      "data.release:base64",
      "data.release:base64/gzip",
      "data.release:base64/gzip/manifest:yaml",
    ])
      for (const url of [
        urls.value("s", { key: release }, undefined, { layer }),
        urls.bytes("s", { key: release }, undefined, layer),
      ]) {
        const response = await server.get(url);
        expect([response.statusCode, response.json().error.code]).toEqual([403, "masked"]);
        expect(response.body).not.toContain("Deployment");
      }
  });

  it("are opened once the field is revealed, and lead on", async () => {
    const shown = await value(release);
    const [one] = shown.within;
    const response = await reveal({ key: release, ...part(shown, one!), layer: one?.layer });
    expect(response.headers["cache-control"]).toBe("no-store");
    const { opened, bytes } = response.json();
    expect(opened.encoding.id).toBe("json");
    expect(JSON.parse(opened.json).name).toBe("web");
    expect(opened.opened.steps.map(({ step }: { step: string }) => step)).toEqual(["base64", "gzip"]);
    expect(Buffer.from(bytes, "base64").toString()).toMatch(/^H4sI/);
    const manifest = opened.within.find(({ path }: WithinAnswer) => path === "manifest");
    const deeper = await reveal({ key: release, ...part(shown, one!), layer: manifest.layer });
    expect(deeper.json().opened.json).toContain("Deployment");
  });

  it("give out the field that was asked for and no other", async () => {
    const shown = await value(tls);
    const [crt, key] = shown.within;
    const revealed = (await reveal({ key: tls, ...part(shown, crt!) })).json();
    expect(Buffer.from(revealed.bytes, "base64").toString()).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(revealed.opened).toBeNull();
    expect(JSON.stringify(revealed)).not.toContain("PRIVATE");
    const wrong = await reveal({ key: tls, ...part(shown, key!), layer: crt?.layer });
    expect(wrong.statusCode).toBe(404);
  });

  it("are not given for a place that is not masked, or another version", async () => {
    const shown = await value(tls);
    const [{ span }] = shown.masked as [ValueAnswer["masked"][number]];
    const asked = { key: tls, modRevision: shown.modRevision };
    for (const other of [
      [0, shown.size],
      [span[0], span[1] + 1],
      [span[0], span[1] - 1],
      [0, 4],
    ])
      expect((await reveal({ ...asked, span: other })).statusCode).toBe(404);
    const changed = await reveal({ ...asked, modRevision: "1", span });
    expect([changed.statusCode, changed.json().error.code]).toEqual([409, "value_changed"]);
    const past = await reveal({ ...asked, rev: shown.revision, span });
    expect(past.statusCode).toBe(200);
  });

  it("are given to nobody but the server's own page", async () => {
    const shown = await value(tls);
    const body = { key: tls, ...part(shown, shown.within[0]!) };
    const foreign = [
      { [revealHeader.name]: "no" },
      { origin: "http://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) expect((await reveal(body, headers)).statusCode).toBe(403);
    const ours = { origin: "http://127.0.0.1:8379", "sec-fetch-site": "same-origin" };
    expect((await reveal(body, ours)).statusCode).toBe(200);
    const other = await server.app.inject({
      method: "POST",
      url: urls.value("s", { key: tls }),
      headers: { host: "127.0.0.1:8379" },
    });
    expect(other.statusCode).toBe(405);
    expect((await server.get(urls.reveal("s"))).statusCode).toBe(404);
  });

  it("leave no trace in the log", async () => {
    const shown = await value(tls);
    await reveal({ key: tls, ...part(shown, shown.within[0]!) });
    expect(server.log.join("\n")).toContain("/reveal");
    for (const text of ["BEGIN CERTIFICATE", "web-tls", "tls.crt"])
      expect(server.log.join("\n")).not.toContain(text);
  });

  it("are given to nobody where the operator forbids it", async () => {
    const strict = await testApp(await openSnapshot(sample), { noReveal: true });
    const shown = await valueAt(strict, urls.value("s", { key: tls }));
    expect(shown.canReveal).toBe(false);
    const response = await strict.app.inject({
      method: "POST",
      url: urls.reveal("s"),
      headers: { host: "127.0.0.1:8379", [revealHeader.name]: revealHeader.value },
      payload: { key: tls, ...part(shown, shown.within[0]!) },
    });
    expect([response.statusCode, response.json().error.code]).toEqual([403, "reveal_forbidden"]);
    await strict.close();
  });
});
