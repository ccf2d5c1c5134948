import { describe, expect, test } from "vitest";
import { join, leaks, masked, secretText, utf8 } from "./secret-values.testing.ts";

type Value = string | Uint8Array | { readonly [name: string]: Value };

/** CBOR as Kubernetes writes it: texts are byte strings, and so are names. */
function encode(value: Value): Uint8Array {
  if (typeof value === "string") return encode(utf8(value));
  if (value instanceof Uint8Array) return join(head(2, value.length), value);
  const entries = Object.entries(value);
  return join(head(5, entries.length), ...entries.flatMap(([name, one]) => [encode(name), encode(one)]));
}

const head = (major: number, size: number): Uint8Array =>
  new Uint8Array(size < 24 ? [(major << 5) | size] : [(major << 5) | 24, size]);

const secret = (text: string): Uint8Array =>
  join(
    new Uint8Array([0xd9, 0xd9, 0xf7]),
    encode({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "db", labels: { app: "x" }, annotations: { "a/b": text } },
      data: { a: text, b: text },
      stringData: { c: text },
      type: "Opaque",
    }),
  );
const secretKey = "/registry/secrets/shop/db";
const value = secret(secretText);

describe("a Secret in CBOR", () => {
  test("shows the names of its entries when it is sound", () => {
    const text = Buffer.from(masked(secretKey, value)).toString("latin1");
    expect(text).toContain("stringData");
    expect(leaks(masked(secretKey, value))).toBe(false);
  });

  test.each([
    ["long secrets", secretText],
    ["secrets shorter than a head", secretText.slice(0, 12)],
  ])("leaks nothing of %s when any bit of it is another", (_, text) => {
    const sound = secret(text);
    for (let bit = 0; bit < sound.length * 8; bit++) {
      const damaged = new Uint8Array(sound);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect([bit, leaks(masked(secretKey, damaged))]).toEqual([bit, false]);
    }
  });

  test("leaks nothing when some of its bytes are gone", () => {
    for (let at = 0; at < value.length; at++) {
      expect([at, leaks(masked(secretKey, value.slice(0, at)))]).toEqual([at, false]);
      expect([at, leaks(masked(secretKey, join(value.slice(0, at), value.slice(at + 5))))]).toEqual([
        at,
        false,
      ]);
    }
  });

  test("is hidden whole where it has a member that no Secret has", () => {
    const odd = join(
      new Uint8Array([0xd9, 0xd9, 0xf7]),
      encode({ apiVersion: "v1", kind: "Secret", more: "x" }),
    );
    expect(masked(secretKey, odd)).toEqual(new Uint8Array(odd.length).fill(0x2a));
  });
});
