import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { KeySource, KeyValue, KeyVersion, ListOptions } from "@etcdscope/keyspace";

interface Listing {
  readonly count: number;
  readonly sha256: string;
}

/** What a real etcd said of a fixture; scripts/build-snapshot-fixtures.ts asks it. */
export interface Answers {
  readonly revision: string;
  readonly oldestRevision: string;
  readonly states: readonly (Listing & { readonly revision: string })[];
  readonly events: Listing;
}

const folder = new URL("../../../../fixtures/", import.meta.url);

export const fixtureNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".db.gz"))
  .map((name) => name.slice(0, -".db.gz".length));

export const fixturePath = (name: string): string => fileURLToPath(new URL(`${name}.db.gz`, folder));
export const compressedBytes = (name: string): Uint8Array => readFileSync(fixturePath(name));
export const fixtureBytes = (name: string): Uint8Array => gunzipSync(compressedBytes(name));
export const fixtureAnswers = (name: string): Answers =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

export const hashOfLines = (lines: readonly string[]): string =>
  createHash("sha256").update(lines.join("\n")).digest("hex");

/** A folder for files that a test needs, removed behind it. */
export async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const made = await mkdtemp(join(tmpdir(), "etcdscope-test-"));
  try {
    await run(made);
  } finally {
    await rm(made, { recursive: true });
  }
}

/** The bytes as a file, while `run` runs. */
export async function withFile(bytes: Uint8Array, run: (path: string) => Promise<void>): Promise<void> {
  await withFolder(async (made) => {
    const path = join(made, "test.db");
    await writeFile(path, bytes);
    await run(path);
  });
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** A version as the answers write it. */
export function lineOf({ key, value, ...meta }: KeyValue): string {
  const hash = createHash("sha256").update(value).digest("hex").slice(0, 16);
  const numbers = [meta.createRevision, meta.modRevision, meta.version, meta.lease, value.length];
  return [base64(key), ...numbers, hash].join(" ");
}

export const eventLine = (key: Uint8Array, { modRevision, kv }: KeyVersion): string =>
  kv === undefined ? `${base64(key)} ${modRevision} deleted` : lineOf(kv);

export async function keysOf(source: KeySource, options: ListOptions = {}): Promise<Uint8Array[]> {
  const keys: Uint8Array[] = [];
  for await (const page of source.listKeys(options)) keys.push(...page.keys.map(({ key }) => key));
  return keys;
}

export async function versionsOf(source: KeySource, key: Uint8Array): Promise<KeyVersion[]> {
  const versions: KeyVersion[] = [];
  for await (const version of source.history?.(key) ?? []) versions.push(version);
  return versions;
}
