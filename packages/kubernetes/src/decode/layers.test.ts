import { describe, expect, test } from "vitest";
import type { Ciphers, EncryptionKey } from "../encryption/decrypt.ts";
import { readSchema } from "../fixtures.testing.ts";
import { documentOf } from "./decoded.ts";
import { createDecoder } from "./decoder.ts";
import { printJson } from "./print.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const etcdKey = encode("/registry/configmaps/shop/a");
const key: EncryptionKey = {
  provider: "secretbox",
  name: "box1",
  secret: Uint8Array.of(0x55),
  resources: [],
};

/** Every byte of the ciphertext is the plaintext's with the key's one byte laid over it; a tag of zeros is right. */
const open = (secret: Uint8Array, payload: Uint8Array): Uint8Array => {
  if (payload.subarray(24, 40).some((byte) => byte !== 0)) throw new Error("the tag is wrong");
  return payload.subarray(40).map((byte) => byte ^ (secret[0] ?? 0));
};
const ciphers: Ciphers = { aescbc: open, aesgcm: open, secretbox: open };

const prefix = encode("k8s:enc:secretbox:v1:box1:");
function sealed(plaintext: Uint8Array, tag = 0): Uint8Array {
  const payload = [...new Uint8Array(24), ...new Uint8Array(16).fill(tag), ...plaintext.map((b) => b ^ 0x55)];
  return Uint8Array.from([...prefix, ...payload]);
}

const schema = readSchema();
const decoder = createDecoder(schema, { encryption: { keys: [key], ciphers } });
const document = encode('{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"1"}}');

describe("a value encrypted at rest", () => {
  test("holds its plaintext as a layer that names where it comes from", () => {
    const value = sealed(document);
    const decoded = decoder.decode(etcdKey, value);
    expect(decoded.encoding).toEqual({
      id: "encrypted",
      provider: "secretbox",
      keyName: "box1",
      version: "v1",
      apiVersion: "v1",
      kind: "ConfigMap",
      outcome: "ok",
      explained: value.length,
    });
    const [layer, ...others] = decoded.layers;
    expect(others).toEqual([]);
    expect(layer).toMatchObject({
      name: "decrypted",
      parent: { start: prefix.length + 40, end: value.length },
      provenance: 'secretbox with key "box1"',
      decoded: { encoding: { id: "json", kind: "ConfigMap", outcome: "ok", explained: document.length } },
    });
    expect(layer?.bytes).toEqual(document);
    expect(documentOf(decoded)).toBe(layer?.decoded);
    expect(JSON.parse(printJson(decoded)?.text ?? "")).toEqual(JSON.parse(Buffer.from(document).toString()));
  });

  test("is tiled by its prefix, nonce, tag and ciphertext", () => {
    const value = sealed(document);
    const { fields } = decoder.decode(etcdKey, value);
    expect(fields.map(({ name, start, end }) => [name, start, end])).toEqual([
      ["prefix", 0, 26],
      ["nonce", 26, 50],
      ["tag", 50, 66],
      ["ciphertext", 66, value.length],
    ]);
  });

  test("keeps its own view and says which key was tried when that does not open it", () => {
    const decoded = decoder.decode(etcdKey, sealed(document, 1));
    expect(decoded).toMatchObject({
      layers: [],
      write: null,
      encoding: { id: "encrypted", outcome: "sealed" },
    });
    expect(decoded.encoding.reason).toBe(
      'encrypted at rest by secretbox with key "box1": the key of that name in the EncryptionConfiguration does not open it',
    );
  });

  test("says that no configuration was given", () => {
    const { encoding } = createDecoder(schema).decode(etcdKey, sealed(document));
    expect(encoding.reason).toBe(
      'encrypted at rest by secretbox with key "box1", and no EncryptionConfiguration was given',
    );
  });

  test("is told from one that only a KMS can open", () => {
    const { encoding, fields } = decoder.decode(etcdKey, encode("k8s:enc:kms:v2:vault:\x0a\x05bytes"));
    expect(encoding).toMatchObject({ id: "encrypted", provider: "kms", version: "v2", keyName: "vault" });
    expect(encoding.reason).toContain("only the KMS can open its data key");
    expect(fields.map(({ name }) => name)).toEqual(["prefix", "payload"]);
  });

  test("is no better understood than its plaintext", () => {
    const decoded = decoder.decode(etcdKey, sealed(document.subarray(0, document.length - 1)));
    expect(decoded.encoding).toMatchObject({ id: "encrypted", outcome: "partial" });
    expect(decoded.encoding.reason).toMatch(/^once decrypted: /);
    expect(decoded.encoding.offset).toBeUndefined();
    expect(printJson(decoded)?.text).toContain('"ConfigMap"');
  });

  test("has no document when its plaintext has none", () => {
    const decoded = decoder.decode(etcdKey, sealed(encode("just text")));
    expect(decoded.encoding.outcome).toBe("ok");
    expect(documentOf(decoded)).toBe(decoded);
    expect(printJson(decoded)).toBeNull();
  });

  test("is opened a few times only when it is encrypted again and again", () => {
    let value: Uint8Array = document;
    for (let times = 0; times < 10; times++) value = sealed(value);
    let depth = 0;
    for (let at = decoder.decode(etcdKey, value).layers; at[0] !== undefined; at = at[0].decoded.layers)
      depth++;
    expect(depth).toBe(4);
  });
});
