import { type FieldNode, fieldsAt, spansOfPath } from "@etcdscope/codec";
import { beforeAll, describe, expect, test } from "vitest";
import { readSampleValues, readSchema, type StoredValue } from "../fixtures.testing.ts";
import { createDecoder } from "./decoder.ts";
import { printJson } from "./print.ts";

const decoder = createDecoder(readSchema());
let values: StoredValue[] = [];

beforeAll(async () => {
  values = await readSampleValues();
});

const decodeAll = () =>
  values.map(({ key, keyBytes, value }) => ({ key, decoded: decoder.decode(keyBytes, value) }));

describe("the sample cluster", () => {
  test("is understood to the last byte", () => {
    const left = decodeAll()
      .filter(
        ({ decoded }) =>
          decoded.encoding.outcome !== "ok" || decoded.encoding.explained !== decoded.bytes.length,
      )
      .map(({ key, decoded }) => [key, decoded.encoding]);
    expect(left).toEqual([]);
  });

  test("has values of many encodings", () => {
    const ids = new Set(decodeAll().map(({ decoded }) => decoded.encoding.id));
    expect([...ids].sort()).toEqual(["empty", "json", "kubernetes-protobuf", "number", "text"]);
  });

  test("finds a path's bytes and a byte's path again", () => {
    const pod = decodeAll().find(({ key }) => key.startsWith("/registry/pods/shop/web"))?.decoded;
    if (pod === undefined) throw new Error("no pod");
    const path = "spec.containers[0].image";
    const [span] = spansOfPath(pod.bytes, pod.fields, path);
    const chain = fieldsAt(pod.bytes, pod.fields, (span?.end ?? 0) - 1);
    expect(chain.at(-1)?.path).toBe(path);
    const leaf: FieldNode | undefined = chain.at(-1)?.node;
    const text = Buffer.from(pod.bytes.subarray(leaf?.valueStart, leaf?.valueEnd)).toString();
    const printed = printJson(pod);
    const range = printed?.ranges.find(([found]) => found === path);
    expect(printed?.text.slice(range?.[1], range?.[2])).toBe(JSON.stringify(text));
  });
});
