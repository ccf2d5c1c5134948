import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  base64,
  configMap,
  entry,
  envelope,
  field,
  join,
  leaks,
  masked,
  secretJson,
  secretText,
  utf8,
} from "./secret-values.testing.ts";

const key = "/registry/configmaps/a/b";
const inProtobuf = (text: string): Uint8Array =>
  envelope("ConfigMap", join(field(1, field(1, "x")), field(2, entry("text", text))));

const padded = (size: number): string => secretJson.replace('"db"', `"${"x".repeat(size)}"`);
/** Sizes for which the byte of the length before a text is a control character, a digit, a letter, or another sign. */
const sizes = [...Array.from({ length: 130 }, (_, size) => size), 6100, 6200, 9000];

describe("a text in protobuf, whatever the byte of its length looks like,", () => {
  test("is covered when it is a Secret in base64", () => {
    for (const size of sizes)
      expect([size, leaks(masked(key, inProtobuf(base64(padded(size)))))]).toEqual([size, false]);
  });

  test("is covered when it is a Secret in hex", () => {
    for (const size of sizes) {
      const hex = Buffer.from(padded(size)).toString("hex");
      const result = Buffer.from(masked(key, inProtobuf(hex))).toString("latin1");
      expect([size, result.includes(hex.slice(-40))]).toEqual([size, false]);
    }
  });

  test("is covered when it begins with the name by which its shape is known", () => {
    for (const size of sizes) {
      const text = `auths:\n  x:\n    auth: ${secretText}\n    note: ${"x".repeat(size)}\n`;
      expect([size, leaks(masked(key, inProtobuf(text)))]).toEqual([size, false]);
    }
  });
});

test.each([
  ["behind what is packed", Buffer.concat([gzipSync("open"), utf8(secretJson)])],
  ["before what is packed, in its comment", withComment(secretJson)],
  ["in UTF-32", Buffer.from([...secretJson].flatMap((one) => [one.charCodeAt(0), 0, 0, 0]))],
])("a Secret is covered %s", (_, bytes) => {
  const value = JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", binaryData: { a: base64(bytes) } });
  expect(Buffer.from(masked(key, value)).toString()).toMatch(/"a":"\*+"/);
});

test.each([
  ["a long escape", `"k\\U00000069nd": "\\U00000053ecret"\nstringData:\n  a: ${secretText}\n`],
  ["a line that goes on", `kind: "Sec\\\n  ret"\nstringData:\n  a: ${secretText}\n`],
  [
    "a remark between, in JSON",
    JSON.stringify({ x: `kind: # what\n  Secret\nstringData:\n  a: ${secretText}\n` }),
  ],
])("a Secret in YAML is covered with %s", (_, text) => {
  expect(leaks(masked(key, configMap(text)))).toBe(false);
});

/** Gzip with a comment in its head (RFC 1952, FCOMMENT). */
function withComment(comment: string): Uint8Array {
  const packed = Buffer.from(gzipSync("open"));
  packed[3] = 0x10;
  return Buffer.concat([packed.subarray(0, 10), utf8(`${comment}\0`), packed.subarray(10)]);
}

test("runs of digits that are longer than any value of etcd's are looked through", () => {
  const text = `kind: Secret\nstringData:\n  a: ${secretText}\n`;
  const digits = base64(`${"x".repeat(15_000_000)}\n${text}`);
  expect(Buffer.from(masked(key, configMap(digits))).indexOf(digits.slice(-100))).toBe(-1);
  const open = masked(key, configMap("a".repeat(20_000_000)));
  expect(open.filter((byte) => byte === 0x2a)).toHaveLength(0);
});
