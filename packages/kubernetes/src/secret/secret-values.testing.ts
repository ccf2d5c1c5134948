import { generateKeyPairSync } from "node:crypto";
import { encodeBase64 } from "@etcdscope/codec";
import { createDecoder } from "../decode/decoder.ts";
import { readSchema } from "../fixtures.testing.ts";
import { testOpeners } from "../within/openers.testing.ts";
import { coverSecret } from "./cover.ts";
import { secretRules } from "./rules.ts";
import { secretSpans } from "./spans.ts";

export const decoder = createDecoder(readSchema());
export const rules = secretRules(testOpeners);
export const secretText = "Pa55w0rd-Pa55w0rd-Pa55w0rd";
export const utf8 = (text: string) => new TextEncoder().encode(text);
export const base64 = (bytes: string | Uint8Array) =>
  encodeBase64(typeof bytes === "string" ? utf8(bytes) : new Uint8Array(bytes));
export const privateKey = String(
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
);

export function masked(key: string, value: string | Uint8Array, asked = rules): Uint8Array {
  const bytes = typeof value === "string" ? utf8(value) : value;
  const copy = new Uint8Array(bytes);
  for (const span of secretSpans(utf8(key), decoder.decode(utf8(key), bytes), asked)) coverSecret(copy, span);
  return copy;
}

/** What is left to see, every layer of it that anybody could open, in one text. */
export function seen(bytes: Uint8Array, depth = 0): string {
  const text = Buffer.from(bytes).toString("latin1").replaceAll("\0", "");
  // Escapes are undone, and lines of base64 put together.
  const plain = text.replace(/\\+([n/])/g, (_, one) => (one === "n" ? "\n" : "/"));
  const runs = plain.replace(/(?<=[\w+/-]{60})\s*\n\s*/g, "").match(/[A-Za-z0-9+/_-]{16,}={0,2}/g) ?? [];
  const opened = depth > 8 ? [] : runs.flatMap((run) => [Buffer.from(run, "base64"), ...hexIn(run)]);
  const inner = opened.map((one) => seen(unpacked(new Uint8Array(one)), depth + 1));
  return [text, ...(depth === 0 ? [seen(unpacked(bytes), 1)] : []), ...inner].join("\n");
}

const hexIn = (run: string): Buffer[] => (/^[\da-f]{40,}$/.test(run) ? [Buffer.from(run, "hex")] : []);

function unpacked(bytes: Uint8Array): Uint8Array {
  const packing = bytes[0] === 0x1f ? "gzip" : bytes[0] === 0x78 ? "zlib" : null;
  return (packing === null ? null : testOpeners.unpack(packing, bytes, 1e6)?.bytes) ?? bytes;
}

export const leaks = (bytes: Uint8Array): boolean =>
  seen(bytes).includes(secretText.slice(0, 12)) || seen(bytes).includes("PRIVATE KEY");

export const secretJson = `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db"},"data":{"password":"${base64(secretText)}"},"stringData":{"p":"${secretText}"}}`;
export const secretYaml = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: ${secretText}\n`;

export function field(number: number, payload: Uint8Array | string): Uint8Array {
  const bytes = typeof payload === "string" ? utf8(payload) : payload;
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let left = BigInt(value);
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  return new Uint8Array([...bytes, Number(left)]);
}

export const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
export const entry = (key: string, value: string) => join(field(1, key), field(2, value));
export const envelope = (kind: string, object: Uint8Array, apiVersion = "v1") =>
  join(utf8("k8s\0"), field(1, join(field(1, apiVersion), field(2, kind))), field(2, object));
export const secretObject = (extra: Uint8Array = new Uint8Array()) =>
  join(field(1, join(field(1, "db"), field(3, "shop"))), field(2, entry("password", secretText)), extra);

export const configMap = (text: string) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, data: { a: "open", text } });
