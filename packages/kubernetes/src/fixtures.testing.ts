import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { readSnapshot, revisionOf } from "@etcdscope/snapshot";
import type { KubernetesSchema } from "./schema/schema.ts";

const project = new URL("../../../", import.meta.url);

/** A stored value with the JSON that Kubernetes itself gives for it. */
export interface ConformancePair {
  readonly gvk: string;
  readonly value: Uint8Array;
  readonly expected: unknown;
}

/** The generated schema as the product loads it. */
export function readSchema(): KubernetesSchema {
  return JSON.parse(
    readFileSync(fileURLToPath(new URL("packages/kubernetes/schema/kubernetes.json", project)), "utf8"),
  );
}

/** Objects filled at random by Kubernetes' own fuzzer; the expected JSON keeps integers beyond 2^53 as text. */
export function readRandomObjects(): ConformancePair[] {
  const file = new URL("fixtures/conformance/kubernetes-0.36-random.jsonl.gz", project);
  const lines = gunzipSync(readFileSync(fileURLToPath(file)))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  return lines.map(readPair);
}

function readPair(line: string): ConformancePair {
  const { gvk, valueB64, expected } = parseExact(line);
  return { gvk, value: new Uint8Array(Buffer.from(valueB64, "base64")), expected };
}

/** A change of the sample cluster's history as it is stored. */
export interface StoredValue {
  readonly key: string;
  readonly keyBytes: Uint8Array;
  readonly value: Uint8Array;
}

/** Every value that the sample cluster's snapshot holds, older revisions included. */
export async function readSampleValues(): Promise<StoredValue[]> {
  const file = new Uint8Array(
    gunzipSync(readFileSync(fileURLToPath(new URL("fixtures/sample-cluster.db.gz", project)))),
  );
  const snapshot = await readSnapshot({
    size: async () => file.length,
    read: async (offset, length) => file.subarray(offset, offset + length),
  });
  const values: StoredValue[] = [];
  await snapshot.history((change) => {
    const { isDeletion, kv } = revisionOf(change);
    const key = Buffer.from(kv.key).toString("latin1");
    if (!isDeletion) values.push({ key, keyBytes: kv.key, value: kv.value });
  });
  return values;
}

/** JSON with each integer beyond 2^53 kept as `{exact: digits}`: JSON.parse alone would round both sides alike. */
export function parseExact(text: string) {
  const quoted = text.replace(
    /("(?:[^"\\]|\\.)*")|(-?\d{16,})(?![\d.eE])/g,
    (_, string, digits) => string ?? `{"exact":"${digits}"}`,
  );
  return JSON.parse(quoted);
}

/** Without members that are null: null and absent are the same to Kubernetes. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return new Map(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}
