import type { FieldNode } from "@etcdscope/codec";
import { describe, expect, test } from "vitest";
import { readSchema } from "../fixtures.testing.ts";
import { coversOnce } from "./coverage.testing.ts";
import { createDecoder } from "./decoder.ts";

const decoder = createDecoder(readSchema());
const key = new TextEncoder().encode("/registry/secrets/d/s");
const bytesOf = (prefix: string, payload: readonly number[]) =>
  Uint8Array.from([...new TextEncoder().encode(prefix), ...payload]);

function field(number: number, payload: readonly number[] | string): number[] {
  const bytes = typeof payload === "string" ? [...new TextEncoder().encode(payload)] : payload;
  return [number * 8 + 2, bytes.length, ...bytes];
}

function decoded(value: Uint8Array) {
  const result = decoder.decode(key, value);
  expect(coversOnce(result.fields, value.length)).toBe(true);
  return result;
}

const names = (nodes: readonly FieldNode[] | null | undefined) => nodes?.map(({ name }) => name);

describe("a value that is encrypted and cannot be opened", () => {
  test("is in a state of its own that names the provider and the key", () => {
    const { encoding } = decoded(bytesOf("k8s:enc:aescbc:v1:key1:", Array(32).fill(0xff)));
    expect(encoding).toMatchObject({
      id: "encrypted",
      outcome: "sealed",
      provider: "aescbc",
      keyName: "key1",
      reason: 'encrypted at rest by aescbc with key "key1", and no EncryptionConfiguration was given',
    });
  });

  test("by version 2 of kms shows what its envelope says", () => {
    const object = [
      ...field(1, [1, 2, 3]),
      ...field(2, "key-2024"),
      ...field(3, [4, 5]),
      ...field(4, [...field(1, "kms.example.com/version"), ...field(2, "7")]),
      40,
      1,
    ];
    const { encoding, fields, label } = decoded(bytesOf("k8s:enc:kms:v2:vault:", object));
    expect(encoding).toMatchObject({ outcome: "sealed", provider: "kms", keyName: "vault", version: "v2" });
    const inside = fields[1]?.children;
    expect(names(inside)).toEqual([
      "encryptedData",
      "keyID",
      "encryptedDEKSource",
      "annotations",
      "encryptedDEKSourceType",
    ]);
    expect(inside?.map((node) => label?.(node)).at(-1)).toBe("HKDF_SHA256_XNONCE_AES_GCM_SEED");
  });

  test("by version 1 of kms shows where the wrapped key stands", () => {
    const { encoding, fields } = decoded(bytesOf("k8s:enc:kms:v1:vault:", [0, 3, 7, 8, 9, 1, 2]));
    expect(encoding.outcome).toBe("sealed");
    expect(names(fields)).toEqual(["prefix", "wrappedKeyLength", "wrappedKey", "ciphertext"]);
    expect(fields[2]).toMatchObject({ valueStart: 23, valueEnd: 26 });
    const cut = decoded(bytesOf("k8s:enc:kms:v1:vault:", [9, 3, 7]));
    expect(names(cut.fields)).toEqual(["prefix", "payload"]);
  });

  test("and whose envelope is damaged is decoded in part, and says where", () => {
    const { encoding } = decoded(bytesOf("k8s:enc:kms:v2:vault:", [10, 99, 1]));
    expect(encoding).toMatchObject({ outcome: "partial", offset: 21 });
  });
});

test.each(["k8s:enc:", "k8s:enc:aescbc", "k8s:enc:aescbc:v1:", "k8s:enc:aescbc:v1:key1"])(
  "%s without what must follow is damaged, and no text",
  (text) => {
    const { encoding } = decoded(bytesOf(text, []));
    expect(encoding).toMatchObject({ id: "binary", outcome: "failed", offset: 0 });
    expect(encoding.reason).toContain('it begins "k8s:enc:"');
  },
);
