import { readFileSync } from "node:fs";
import { decrypt, printJson, readEncryptedEnvelope } from "@etcdscope/kubernetes";
import { describe, expect, it } from "vitest";
import { openDecoder } from "../decoding/schema.ts";
import { ciphers } from "./ciphers.ts";
import { ConfigurationFault, readEncryptionConfiguration } from "./configuration.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/conformance/${name}`, import.meta.url), "utf8");
const keys = readEncryptionConfiguration(fixture("encryption-configuration.yaml"));
const stored = fixture("encrypted-at-rest.jsonl")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .map(({ key, valueB64, expected }) => ({
    key: Buffer.from(key),
    value: new Uint8Array(Buffer.from(valueB64, "base64")),
    expected,
  }));

const envelopeOf = (value: Uint8Array) => {
  const envelope = readEncryptedEnvelope(value);
  if (envelope === undefined) throw new Error("not encrypted");
  return envelope;
};
const open = (entry: { key: Uint8Array; value: Uint8Array }, given = keys) =>
  decrypt(envelopeOf(entry.value), entry, { keys: given, ciphers });

describe("encryption at rest", () => {
  it("opens what a real API server stored, with each provider", () => {
    expect(stored.map(({ value }) => envelopeOf(value).provider)).toEqual(["aescbc", "aesgcm", "secretbox"]);
    for (const entry of stored) {
      const opened = open(entry);
      expect(opened.ok && Buffer.from(opened.plaintext).subarray(0, 4).toString("latin1")).toBe("k8s\0");
    }
  });

  it("names prefix, nonce, ciphertext and tag so that they tile the value", () => {
    for (const { value } of stored) {
      const { parts } = envelopeOf(value);
      expect(parts[0]?.span.start).toBe(0);
      expect(parts.at(-1)?.span.end).toBe(value.length);
      parts.slice(1).forEach((part, at) => {
        expect(part.span.start).toBe(parts[at]?.span.end);
      });
    }
  });

  it("does not open an aesgcm value under another key of etcd", () => {
    const gcm = stored[1]!;
    expect(open({ ...gcm, key: Buffer.from("/registry/configmaps/shop/other") })).toMatchObject({
      ok: false,
    });
  });

  it("names the key it tried when that does not open the value", () => {
    const wrong = keys.map((key) => ({ ...key, secret: new Uint8Array(key.secret.length) }));
    for (const entry of stored) {
      const { keyName } = envelopeOf(entry.value);
      const result = open(entry, wrong);
      expect(result.ok ? "" : result.reason).toContain(`"${keyName}"`);
    }
  });

  it("is not deceived by a wrong aescbc key under which the padding happens to be right", () => {
    const cbc = stored[0]!;
    const reasons = Array.from({ length: 1024 }, (_, seed) => {
      const secret = Uint8Array.from({ length: 32 }, (_, at) => (at < 2 ? (seed >> (8 * at)) & 0xff : 0x5a));
      const result = open(cbc, [{ ...keys[1]!, secret }]);
      return result.ok ? "opened" : result.reason;
    });
    expect([...new Set(reasons)]).toEqual([expect.stringContaining('key "cbc1"')]);
  });

  it("says so when there is no key of that name, no configuration, or a KMS", () => {
    const entry = stored[0]!;
    expect(decrypt(envelopeOf(entry.value), entry, undefined)).toMatchObject({
      reason: expect.stringContaining("no EncryptionConfiguration was given"),
    });
    expect(open(entry, [])).toMatchObject({ reason: expect.stringContaining("holds no keys") });
    expect(open(entry, keys.slice(0, 1))).toMatchObject({ reason: expect.stringContaining('aesgcm "gcm1"') });
    const kms = new TextEncoder().encode("k8s:enc:kms:v2:vault:payload");
    expect(open({ key: entry.key, value: kms })).toMatchObject({ reason: expect.stringContaining("KMS") });
  });

  it("survives every truncation", () => {
    for (const { key, value } of stored) {
      for (let end = 0; end < value.length; end++) {
        const cut = value.subarray(0, end);
        const envelope = readEncryptedEnvelope(cut);
        if (envelope !== undefined)
          expect(decrypt(envelope, { key, value: cut }, { keys, ciphers }).ok).toBe(false);
      }
    }
  });
});

describe("a decoder with an EncryptionConfiguration", () => {
  it("gives the objects that the API server answers", async () => {
    const decoder = await openDecoder({ encryption: { keys, ciphers } });
    for (const { key, value, expected } of stored) {
      const decoded = decoder.decode(key, value);
      expect(decoded.encoding).toMatchObject({ id: "encrypted", outcome: "ok", kind: "ConfigMap" });
      const { resourceVersion: _, ...metadata } = expected.metadata;
      expect(JSON.parse(printJson(decoded)?.text ?? "")).toEqual({ ...expected, metadata });
    }
  });

  it("keeps what is stored where the value is damaged anywhere", async () => {
    const decoder = await openDecoder({ encryption: { keys, ciphers } });
    for (const { key, value } of stored)
      for (let end = 0; end < value.length; end += 7) {
        const decoded = decoder.decode(key, value.subarray(0, end));
        expect(decoded.layers).toEqual([]);
      }
  });
});

describe("an EncryptionConfiguration", () => {
  it("is refused with the place and without its secrets", () => {
    const secret = "dG9wc2VjcmV0";
    const withKey = (key: string) =>
      `kind: EncryptionConfiguration\nresources:\n- resources: [secrets]\n  providers:\n  - aescbc: {keys: [${key}]}`;
    const messages = [
      withKey(`{name: a, secret: ${secret}}`),
      withKey(`{name: a, secret: ${secret}`),
      "kind: Pod",
      "- a",
    ].map((text) => {
      try {
        readEncryptionConfiguration(text);
        return "accepted";
      } catch (error) {
        return error instanceof ConfigurationFault ? error.message : `threw ${String(error)}`;
      }
    });
    expect(messages[0]).toContain("resources[0].providers[0].aescbc.keys[0]");
    expect(messages[1]).toContain("not valid YAML");
    expect(messages.slice(2)).toEqual([
      "The file is not an EncryptionConfiguration: its kind is another.",
      "The file is not an EncryptionConfiguration: its kind is another.",
    ]);
    expect(messages.join()).not.toContain(secret);
  });
});
