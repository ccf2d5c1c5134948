import { fileURLToPath } from "node:url";
import { type FieldAnswer, fromBase64Url, keyRefOf, urls, type ValueAnswer } from "@etcdscope/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf, type TestApp, testApp, valueAt } from "../routes/app.testing.ts";
import { openSnapshot } from "../snapshot-source/open-snapshot.ts";
import { openDecoder } from "./schema.ts";
import { openReader } from "./show-value.ts";

const sample = fileURLToPath(new URL("../../../../fixtures/sample-cluster.db.gz", import.meta.url));

/** The range that fields cover when each begins where the one before it ends. */
function tiled(fields: readonly FieldAnswer[]): [number, number] {
  const [first] = fields;
  for (const [at, { span }] of fields.entries()) expect(span[0]).toBe(fields[at - 1]?.span[1] ?? span[0]);
  return [first?.span[0] ?? 0, fields.at(-1)?.span[1] ?? 0];
}

describe("a value of the sample cluster", () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await testApp(await openSnapshot(sample));
  });
  afterAll(() => server.close());

  const value = (key: string, rev?: string): Promise<ValueAnswer> =>
    valueAt(server, urls.value("s", { key }, rev));

  it("is told with its facts and its document", async () => {
    const answer = await value("/registry/services/specs/default/kubernetes");
    expect(answer).toMatchObject({
      key: "/registry/services/specs/default/kubernetes",
      revision: "1215",
      createRevision: answer.modRevision,
      version: "1",
      lease: "0",
      keySize: 43,
      size: 579,
      encoding: {
        id: "kubernetes-protobuf",
        apiVersion: "v1",
        kind: "Service",
        outcome: "ok",
        explained: 579,
      },
      masked: [],
      warnings: [],
    });
    expect(JSON.parse(answer.json ?? "")).toMatchObject({ spec: { clusterIP: "10.96.0.1" } });
  });

  it("has ranges in its text, and fields in its bytes, for the same paths", async () => {
    const { json, jsonRanges, fields, wire } = await value("/registry/services/specs/default/kubernetes");
    const range = jsonRanges.find(([path]) => path === "spec.clusterIP");
    expect(json?.slice(range?.[1], range?.[2])).toBe('"10.96.0.1"');
    const all = (nodes: readonly FieldAnswer[]): FieldAnswer[] =>
      nodes.flatMap((node) => [node, ...all(node.children ?? [])]);
    expect(all(fields ?? [])).toContainEqual(
      expect.objectContaining({ path: "spec.clusterIP", name: "clusterIP", number: 3, text: "10.96.0.1" }),
    );
    expect(all(wire ?? [])).toContainEqual(
      expect.objectContaining({ name: null, number: 3, text: "10.96.0.1" }),
    );
  });

  it("is read on the wire as a person takes its bytes, its own or a layer's", async () => {
    const key = { key: "/registry/services/specs/default/kubernetes" };
    const all = (nodes: readonly FieldAnswer[]): FieldAnswer[] =>
      nodes.flatMap((node) => [node, ...all(node.children ?? [])]);
    const { wire } = await valueAt(server, urls.value("s", key));
    expect(wire?.map(({ name, type }) => [name, type])).toEqual([
      ["magic", "magic"],
      ["envelope", "runtime.Unknown"],
    ]);
    const address = all(wire ?? []).find(({ text }) => text === "10.96.0.1");
    const guess = `0x${address?.span[0].toString(16)}:packed-varint`;
    const other = await valueAt(server, urls.value("s", key, undefined, { guess }));
    const again = all(other.wire ?? []).find(({ span }) => span[0] === address?.span[0]);
    expect(again).toMatchObject({ type: "packed varint" });
    expect(again?.children?.map(({ text }) => text)).toEqual([...bytesOf("10.96.0.1")].map(String));
    expect(other.fields).toEqual((await valueAt(server, urls.value("s", key))).fields);
  });

  it.each(["", "0x1", "0x1:poem", "0x1:text,0x1:bytes"])("refuses the guess %j", async (guess) => {
    const { statusCode, body } = await server.get(
      urls.value("s", { key: "/registry/a" }, undefined, { guess }),
    );
    expect([statusCode, body]).toEqual([400, expect.stringContaining("guess must name fields")]);
  });

  it("is another one at an earlier revision", async () => {
    const key = "/registry/configmaps/shop/feature-switch";
    const now = await value(key);
    const before = String(BigInt(now.createRevision) - 1n);
    const then = await server.get(urls.value("s", { key }, before));
    expect([200, 404]).toContain(then.statusCode);
    expect((await value(key, now.modRevision)).json).toBe(now.json);
    expect((await server.get(urls.value("s", { key }, "3"))).json()).toMatchObject({
      error: { code: "revision_compacted", detail: { oldestRevision: "902" } },
    });
  });

  it("can be asked for by key bytes that are no text", async () => {
    const key = Uint8Array.from([...bytesOf("/app/bin"), 0xff]);
    const answer = await valueAt(server, urls.value("s", keyRefOf(key)));
    expect(fromBase64Url(answer.keyb ?? "")).toEqual(key);
    expect(answer.key).toBe("/app/bin\\xff");
  });

  it("is explained to its last byte, for every key there is", async () => {
    const source = await openSnapshot(sample);
    const show = openReader(await openDecoder());
    let seen = 0;
    for await (const { keys } of source.listKeys()) {
      for (const { key } of keys) {
        const value = (await source.read(key))?.value ?? new Uint8Array();
        const { encoding, fields } = show(key, value).views({
          allFields: true,
          allText: false,
          isBounded: false,
        });
        expect([`${Buffer.from(key)}`, encoding.outcome]).toEqual([`${Buffer.from(key)}`, "ok"]);
        expect([encoding.explained, tiled(fields ?? [])]).toEqual([value.length, [0, value.length]]);
        seen++;
      }
    }
    await source.close();
    expect(seen).toBe(490);
  });
});
