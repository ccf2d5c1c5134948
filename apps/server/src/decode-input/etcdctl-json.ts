import { base64Bytes } from "./encoded-text.ts";
import type { Recognised, Stored } from "./stored.ts";

/** `etcdctl get -w json`: a header, and the keys and values in base64. */
export function readEtcdctlJson(input: Uint8Array): Recognised | null {
  const answer = parsed(input);
  if (!isRecord(answer) || !isRecord(answer["header"]) || !Array.isArray(answer["kvs"])) return null;
  const stored = answer["kvs"].map(storedIn);
  return { form: 'the output of "etcdctl get -w json"', stored: stored.filter((one) => one !== null) };
}

function storedIn(kv: unknown): Stored | null {
  if (!isRecord(kv)) return null;
  const key = bytesOf(kv["key"]);
  const value = bytesOf(kv["value"] ?? "");
  return key === undefined || value === undefined ? null : { key, value };
}

const bytesOf = (text: unknown): Uint8Array | undefined =>
  typeof text === "string" ? base64Bytes(text) : undefined;

function parsed(input: Uint8Array): unknown {
  // Cheap to tell, and most inputs are something else.
  const text = Buffer.from(input.buffer, input.byteOffset, input.length);
  if (input[0] !== 0x7b || !text.includes('"kvs"') || !text.includes('"header"')) return undefined;
  try {
    const value: unknown = JSON.parse(text.toString("utf8"));
    return value;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
