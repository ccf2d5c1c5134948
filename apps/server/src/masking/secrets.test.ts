import { fileURLToPath } from "node:url";
import {
  type FieldAnswer,
  keyRefOf,
  urls,
  type ValueAnswer,
  wireGuessesText,
  wireGuessIds,
} from "@etcdscope/contract";
import type { KeySource, KeyValue } from "@etcdscope/keyspace";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runHere } from "../command-line/terminal.testing.ts";
import { openDecoder } from "../decoding/schema.ts";
import { openReader, secretKeepingReader } from "../decoding/show-value.ts";
import { bytesOf, sourceOf, type TestApp, testApp } from "../routes/app.testing.ts";
import { openSnapshot } from "../snapshot-source/open-snapshot.ts";

vi.setConfig({ testTimeout: 30_000 });

const sample = fileURLToPath(new URL("../../../../fixtures/sample-cluster.db.gz", import.meta.url));
const decoder = await openDecoder();
const secretsPrefix = bytesOf("/registry/secrets/");

/** Every version of every Secret that the sample still has. */
async function versions(source: KeySource): Promise<KeyValue[]> {
  const found: KeyValue[] = [];
  for await (const { keys } of source.listKeys({ prefix: secretsPrefix }))
    for (const { key } of keys)
      for await (const { kv } of source.history?.(key) ?? []) if (kv !== undefined) found.push(kv);
  return found;
}

/** What must never be seen: a Secret's values, in plain text and in base64. Shorter ones stand in names as well. */
function plaintexts({ key, value }: KeyValue): string[] {
  const { json } = openReader(decoder)(key, value).views({
    allFields: false,
    allText: true,
    isBounded: false,
  });
  const { data = {}, metadata } = JSON.parse(json ?? "{}");
  const values = Object.values(data).filter((text) => typeof text === "string");
  const plain = values.map((text) => Buffer.from(text, "base64").toString("utf8"));
  const applied = metadata.annotations?.["kubectl.kubernetes.io/last-applied-configuration"] ?? "{}";
  const given = Object.values(JSON.parse(applied).stringData ?? {}).map(String);
  const names = `${Buffer.from(key)} ${metadata.name} ${JSON.stringify(metadata.managedFields ?? [])}`;
  return [...values, ...plain, ...given].filter((text) => text.length >= 6 && !names.includes(text));
}

describe("the Secrets of the sample", () => {
  let server: TestApp;
  let secrets: KeyValue[];
  let hidden: string[];

  beforeAll(async () => {
    const source = await openSnapshot(sample);
    secrets = await versions(source);
    hidden = [...new Set(secrets.flatMap(plaintexts))];
    server = await testApp(source);
  });
  afterAll(() => server.close());

  const leaksIn = (text: string): string[] => hidden.filter((secret) => text.includes(secret));

  it("hold something to hide", () => {
    expect(secrets.length).toBeGreaterThanOrEqual(41);
    expect(hidden.length).toBeGreaterThan(80);
    expect(hidden).toContain("third-password");
    expect(hidden).toContain("correct horse battery staple");
  });

  it("leak nothing in any answer to any request, at any revision", async () => {
    for (const { key, modRevision } of secrets) {
      const ref = keyRefOf(key);
      const rev = modRevision < 902n ? undefined : String(modRevision);
      for (const url of [
        urls.value("s", ref, rev, { fields: "always", text: "always" }),
        urls.value("s", ref, rev),
        urls.bytes("s", ref, rev),
      ]) {
        const response = await server.get(url);
        expect(response.statusCode).toBe(200);
        const told = `${response.rawPayload.toString("latin1")}${JSON.stringify(response.headers)}`;
        expect(leaksIn(told)).toEqual([]);
        expect(leaksIn(response.rawPayload.toString("utf8"))).toEqual([]);
        const escaped = response.body.replaceAll("\\n", "\n").replaceAll('\\"', '"');
        expect(leaksIn(escaped)).toEqual([]);
      }
    }
    expect(leaksIn(server.log.join(""))).toEqual([]);
  });

  it("leak nothing whatever a person takes their bytes for", async () => {
    const ref = { key: "/registry/secrets/shop/db-credentials" };
    const offsets = (fields: readonly FieldAnswer[]): number[] =>
      fields.flatMap(({ span, children }) => [span[0], ...offsets(children ?? [])]);
    const plain: ValueAnswer = (await server.get(urls.value("s", ref))).json();
    for (const name of wireGuessIds) {
      const all = [...new Set(offsets(plain.wire ?? []))].slice(0, 64);
      for (const some of [all, ...all.map((offset) => [offset])]) {
        const guess = wireGuessesText(new Map(some.map((offset) => [offset, name])));
        const response = await server.get(urls.value("s", ref, undefined, { ...(guess && { guess }) }));
        expect(response.statusCode).toBe(200);
        const leaks = leaksIn(response.body.replaceAll("\\n", "\n"));
        // Names are told as bytes too, and one of them happens to be a value as well.
        const isName = (text: string) => ref.key.includes(Buffer.from(text, "base64").toString());
        expect(leaks.filter((text) => !isName(text))).toEqual([]);
      }
    }
  });

  it("keep their shape, and tell what stands for each value", async () => {
    const key = "/registry/secrets/shop/db-credentials";
    const value: ValueAnswer = (await server.get(urls.value("s", { key }))).json();
    expect(value.encoding).toMatchObject({ kind: "Secret", outcome: "ok", explained: value.size });
    const standIn = /^•••• \d+ bytes · fingerprint [0-9a-f]{8}$/;
    const { data, metadata, type } = JSON.parse(value.json ?? "");
    expect(type).toBe("Opaque");
    expect(Object.keys(data)).toEqual(["binary.key", "password", "username"]);
    expect(data.password).toMatch(standIn);
    expect(metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]).toMatch(standIn);
    const masked = (fields: readonly FieldAnswer[]): FieldAnswer[] =>
      fields.flatMap((field) => (field.masked ? [field] : masked(field.children ?? [])));
    for (const tree of [value.fields, value.wire]) {
      expect(masked(tree ?? [])).toHaveLength(4);
      for (const field of masked(tree ?? []))
        expect([field.text, field.children]).toEqual([undefined, undefined]);
    }
  });

  it("say of each hidden part where it is and how large, and what can be compared", async () => {
    const first: ValueAnswer = (
      await server.get(urls.value("s", { key: "/registry/secrets/shop/db-credentials" }))
    ).json();
    expect(first.masked.length).toBeGreaterThan(0);
    for (const { span, size, fingerprint } of first.masked) {
      expect(span[1] - span[0]).toBe(size);
      expect(fingerprint).toMatch(/^[0-9a-f]{8}$/);
    }
    const bytes = (await server.get(urls.bytes("s", { key: "/registry/secrets/shop/db-credentials" })))
      .rawPayload;
    expect(bytes).toHaveLength(first.size);
    for (const { span } of first.masked)
      expect(bytes.subarray(...span).every((byte) => byte === 0x2a)).toBe(true);
  });

  it("leak nothing when they are damaged, wherever", () => {
    const found = secrets.find(({ key }) => Buffer.from(key).includes("shop/db-credentials"));
    const { key, value } = found ?? { key: new Uint8Array(), value: new Uint8Array() };
    const show = secretKeepingReader(decoder);
    const told = (stored: Uint8Array): string => {
      const shown = show(key, stored);
      const views = JSON.stringify(shown.views({ allFields: true, allText: true, isBounded: false }));
      return `${Buffer.from(shown.bytes).toString("latin1")}${views.replaceAll('\\"', '"')}`;
    };
    for (let at = 4; at < value.length; at += 3) {
      expect([at, leaksIn(told(value.slice(0, at)))]).toEqual([at, []]);
      expect([at, leaksIn(told(value.with(at, (value[at] ?? 0) ^ (1 << (at % 8)))))]).toEqual([at, []]);
    }
  });

  it("leak nothing on the command line, unless it is asked to", async () => {
    const key = "/registry/secrets/shop/db-credentials";
    for (const form of ["json", "yaml", "raw", "hex"]) {
      const { stdout, stderr } = await runHere(["get", key, "--output", form]);
      expect(leaksIn(stdout + stderr)).toEqual([]);
    }
    const { stdout } = await runHere(["get", key, "--reveal"]);
    expect(leaksIn(stdout)).not.toEqual([]);
  });
});

describe("a value that may be a secret", () => {
  let server: TestApp;
  const secret = "Pa55w0rd-Pa55w0rd";
  afterAll(() => server.close());

  it("is hidden whole when it cannot be understood", async () => {
    const damaged = Buffer.from(`k8s\0\x0a\xff${secret}`, "latin1");
    server = await testApp(
      sourceOf({ "/registry/secrets/a/damaged": damaged, "/registry/secrets/a/plain": secret, "/x": secret }),
    );
    for (const key of ["/registry/secrets/a/damaged", "/registry/secrets/a/plain"]) {
      const value = await server.get(urls.value("s", { key }));
      const bytes = await server.get(urls.bytes("s", { key }));
      expect(value.body).not.toContain(secret);
      expect(value.json().json).toBeNull();
      expect(bytes.body).toMatch(/^\*+$/);
    }
    expect((await server.get(urls.bytes("s", { key: "/x" }))).body).toBe(secret);
  });

  it("has another fingerprint in another run, and the same one in the same", async () => {
    const source = (): KeySource =>
      sourceOf({ "/registry/secrets/a/1": secret, "/registry/secrets/a/2": secret });
    const prints = async (): Promise<string[]> => {
      const run = await testApp(source());
      const found = [];
      for (const key of ["/registry/secrets/a/1", "/registry/secrets/a/2"])
        found.push((await run.get(urls.value("s", { key }))).json().masked[0].fingerprint);
      await run.close();
      return found;
    };
    const [[a, b], [c]] = [await prints(), await prints()];
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });
});
