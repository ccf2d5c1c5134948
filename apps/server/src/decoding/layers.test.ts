import { createCipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { urls, type ValueAnswer } from "@etcdscope/contract";
import type { Encryption } from "@etcdscope/kubernetes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ciphers } from "../encryption/ciphers.ts";
import { readEncryptionConfiguration } from "../encryption/configuration.ts";
import { bytesOf, sourceOf, type TestApp, testApp, valueAt } from "../routes/app.testing.ts";
import { openSnapshot } from "../snapshot-source/open-snapshot.ts";
import { openDecoder } from "./schema.ts";
import { openReader, secretKeepingReader } from "./show-value.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/conformance/${name}`, import.meta.url), "utf8");
const sample = fileURLToPath(new URL("../../../../fixtures/sample-cluster.db.gz", import.meta.url));
const keys = readEncryptionConfiguration(fixture("encryption-configuration.yaml"));
const encryption: Encryption = { keys, ciphers };
const stored = fixture("encrypted-at-rest.jsonl")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .map(({ key, valueB64, expected }) => ({ key, value: Buffer.from(valueB64, "base64"), expected }));
const configMap = "/registry/configmaps/shop/enc-aescbc";
const secret = "/registry/secrets/shop/db-credentials";
const hidden = ["third-password", "correct horse battery staple"].flatMap((text) => [
  text,
  Buffer.from(text).toString("base64"),
]);

/** Encrypts as the API server does with its aescbc provider. */
function sealed(plaintext: Uint8Array): Buffer {
  const iv = Buffer.alloc(16, 7);
  const found = keys.find(({ provider }) => provider === "aescbc");
  const cipher = createCipheriv("aes-256-cbc", found?.secret ?? iv, iv);
  return Buffer.concat([
    Buffer.from(`k8s:enc:aescbc:v1:${found?.name}:`),
    iv,
    cipher.update(plaintext),
    cipher.final(),
  ]);
}

async function secretValue(): Promise<Uint8Array> {
  const source = await openSnapshot(sample);
  const found = await source.read(bytesOf(secret));
  await source.close();
  return found?.value ?? new Uint8Array();
}

describe("values encrypted at rest", () => {
  let server: TestApp;
  let plaintext: Uint8Array;

  beforeAll(async () => {
    plaintext = await secretValue();
    const values = Object.fromEntries(stored.map(({ key, value }) => [key, value]));
    server = await testApp(sourceOf({ ...values, [secret]: sealed(plaintext), plain: "{}" }), {
      decoder: await openDecoder({ encryption }),
    });
  });
  afterAll(() => server.close());

  const value = (key: string): Promise<ValueAnswer> => valueAt(server, urls.value("s", { key }));

  it("are told with the layer that their document is of", async () => {
    for (const { key, value: bytes, expected } of stored) {
      const answer = await value(key);
      const { provider } = answer.encoding;
      expect(answer.encoding).toMatchObject({
        id: "encrypted",
        version: "v1",
        outcome: "ok",
        kind: "ConfigMap",
      });
      expect(answer).toMatchObject({
        size: bytes.length,
        documentLayer: "decrypted",
        masked: [],
      });
      // What is no protobuf can be asked for as such all the same, and shows how far it goes: here not at all.
      expect(answer.wire?.at(-1)?.problem).toEqual(expect.any(String));
      expect(JSON.parse(answer.json ?? "").data).toEqual({ provider });
      expect(JSON.parse(answer.json ?? "").metadata.uid).toBe(expected.metadata.uid);
      expect(answer.fields?.map(({ name }) => name)).toContain("ciphertext");
      const [layer] = answer.layers;
      expect(layer).toMatchObject({
        name: "decrypted",
        provenance: `${provider} with key "${answer.encoding.keyName}"`,
        encoding: { id: "kubernetes-protobuf", outcome: "ok", explained: layer?.size },
        masked: [],
      });
      expect(layer?.fields?.at(-1)?.span[1]).toBe(layer?.size);
      expect(layer?.wire?.[0]?.name).toBe("magic");
    }
  });

  it("hand out the bytes of the layer by its name", async () => {
    const answer = await value(configMap);
    const response = await server.get(urls.bytes("s", { key: configMap }, undefined, "decrypted"));
    expect(response.rawPayload.length).toBe(answer.layers[0]?.size);
    expect(response.rawPayload.subarray(0, 4).toString("latin1")).toBe("k8s\0");
    const part = await server.get(urls.bytes("s", { key: configMap }, undefined, "decrypted"), {
      headers: { range: "bytes=0-3" },
    });
    expect([part.statusCode, part.rawPayload.toString("latin1")]).toEqual([206, "k8s\0"]);
    const whole = await server.get(urls.bytes("s", { key: configMap }));
    expect(whole.rawPayload).toEqual(stored[0]?.value);
  });

  it("have no other layers", async () => {
    for (const [key, layer] of [
      [configMap, "inflated"],
      [configMap, "decrypted/decrypted"],
      [configMap, ""],
      ["plain", "decrypted"],
    ]) {
      const response = await server.get(urls.bytes("s", { key: key ?? "" }, undefined, layer));
      expect([response.statusCode, response.json().error.code]).toEqual([404, "not_found"]);
    }
  });

  it("hide what is secret in the layer, and keep the rest of it readable", async () => {
    const answer = await value(secret);
    expect(answer).toMatchObject({
      encoding: { id: "encrypted", kind: "Secret", outcome: "ok" },
      masked: [],
    });
    const { data } = JSON.parse(answer.json ?? "");
    expect(data.password).toMatch(/^•••• \d+ bytes · fingerprint [0-9a-f]{8}$/);
    const [layer] = answer.layers;
    expect(layer?.size).toBe(plaintext.length);
    expect(layer?.masked.map(({ path }) => path)).toContain("data.password");
    const { rawPayload, headers } = await server.get(
      urls.bytes("s", { key: secret }, undefined, "decrypted"),
    );
    for (const { span } of layer?.masked ?? [])
      expect(rawPayload.subarray(...span).every((byte) => byte === 0x2a)).toBe(true);
    expect(String(headers["etcdscope-masked"]).split(", ")).toHaveLength(layer?.masked.length ?? 0);
  });

  it("leak no secret in any answer to any request", async () => {
    for (const url of [
      urls.value("s", { key: secret }),
      urls.value("s", { key: secret }, undefined, { fields: "always", text: "always" }),
      urls.bytes("s", { key: secret }),
      urls.bytes("s", { key: secret }, undefined, "decrypted"),
    ]) {
      const response = await server.get(url);
      expect(response.statusCode).toBe(200);
      const told = `${response.rawPayload.toString("utf8")}${JSON.stringify(response.headers)}`;
      expect(hidden.filter((text) => told.includes(text))).toEqual([]);
    }
    expect(hidden.filter((text) => server.log.join("").includes(text))).toEqual([]);
    const open = openReader(await openDecoder({ encryption }))(bytesOf(secret), sealed(plaintext));
    expect(hidden.filter((text) => open.document("json")?.includes(text))).not.toEqual([]);
  });

  it("leak no secret when they are damaged, wherever", async () => {
    const show = secretKeepingReader(await openDecoder({ encryption }));
    const bytes = sealed(plaintext);
    for (let at = 0; at < bytes.length; at += 5) {
      const shown = show(bytesOf(secret), new Uint8Array(bytes).with(at, (bytes[at] ?? 0) ^ (1 << (at % 8))));
      const layers = shown.layers.map(({ value: layer }) => Buffer.from(layer.bytes).toString("latin1"));
      const views = JSON.stringify(shown.views({ allFields: true, allText: true, isBounded: false }));
      const told = [...layers, views, shown.document("yaml")].join("");
      expect([at, hidden.filter((text) => told.includes(text))]).toEqual([at, []]);
    }
  });
});

describe("a value that is not opened", () => {
  it("is told by its parts and by why", async () => {
    const [first] = stored;
    const server = await testApp(sourceOf({ [configMap]: first?.value ?? "" }));
    const answer = await valueAt(server, urls.value("s", { key: configMap }));
    expect(answer).toMatchObject({ json: null, layers: [], documentLayer: null });
    expect(answer.encoding).toMatchObject({
      outcome: "sealed",
      reason: 'encrypted at rest by aescbc with key "cbc1", and no EncryptionConfiguration was given',
    });
    await server.close();
  });
});

describe("what follows from a value", () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await testApp(await openSnapshot(sample));
  });
  afterAll(() => server.close());

  it("is the list of allocations in a range", async () => {
    const { allocations, fields } = await valueAt(
      server,
      urls.value("s", { key: "/registry/ranges/servicenodeports" }),
    );
    expect(allocations).toMatchObject({ of: "ports", range: "30000-32767", total: 2768, count: 3 });
    expect(allocations?.allocated.map(({ value, offset }) => [value, offset])).toEqual([
      ["30784", 784],
      ["31407", 1407],
      ["32732", 2732],
    ]);
    expect(fields).not.toBeNull();
  });

  it("is a note on the compaction key", async () => {
    const { notes, allocations } = await valueAt(server, urls.value("s", { key: "compact_rev_key" }));
    expect(notes.map(({ code }) => code)).toEqual(["compact_revision"]);
    expect(allocations).toBeNull();
  });
});
