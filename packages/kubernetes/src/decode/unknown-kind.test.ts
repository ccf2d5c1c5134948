import { describe, expect, test } from "vitest";
import { readSchema } from "../fixtures.testing.ts";
import { relationsOf } from "../relations/relations.ts";
import { coversOnce } from "./coverage.testing.ts";
import { createDecoder } from "./decoder.ts";
import { printJson } from "./print.ts";

const decoder = createDecoder(readSchema());
const encode = (text: string) => new TextEncoder().encode(text);

function field(number: number, payload: readonly number[] | string): number[] {
  const bytes = typeof payload === "string" ? [...encode(payload)] : payload;
  return [number * 8 + 2, bytes.length, ...bytes];
}

function stored(apiVersion: string, kind: string, object: readonly number[]): Uint8Array {
  const type = field(1, [...field(1, apiVersion), ...field(2, kind)]);
  return Uint8Array.from([0x6b, 0x38, 0x73, 0, ...type, ...field(2, object)]);
}

function decoded(value: Uint8Array) {
  const result = decoder.decode(encode("/registry/x"), value);
  expect(coversOnce(result.fields, value.length)).toBe(true);
  const text = printJson(result)?.text;
  return { ...result, document: text === undefined ? null : JSON.parse(text) };
}

const metadata = field(1, [
  ...field(1, "f"),
  ...field(3, "d"),
  ...field(11, [...field(1, "app"), ...field(2, "x")]),
]);

describe("a kind without a schema", () => {
  test("shows its type and its metadata as JSON, and the rest without names", () => {
    const { encoding, document, problems, fields } = decoded(
      stored("wardle.example.com/v1alpha1", "Flunder", [...metadata, ...field(2, field(1, "ref"))]),
    );
    expect(document).toEqual({
      apiVersion: "wardle.example.com/v1alpha1",
      kind: "Flunder",
      metadata: { name: "f", namespace: "d", labels: { app: "x" } },
    });
    expect(encoding).toMatchObject({
      outcome: "partial",
      reason: "no schema is known for Flunder of wardle.example.com/v1alpha1",
    });
    expect(problems).toEqual([]);
    const payload = fields[1]?.children?.find(({ number }) => number === 2);
    expect(payload?.children?.map(({ name }) => name)).toEqual(["metadata", null]);
  });

  test("is linked by what its metadata says", () => {
    const owner = [
      ...field(1, "Foo"),
      ...field(3, "owner"),
      ...field(4, "uid-1"),
      ...field(5, "example.com/v1"),
    ];
    const object = field(1, [...field(1, "f"), ...field(3, "d"), ...field(13, owner)]);
    const { document } = decoded(stored("wardle.example.com/v1alpha1", "Flunder", object));
    const relations = relationsOf("/registry/wardle.example.com/flunders/d/f", document);
    expect(relations?.references.map(({ target }) => target)).toContainEqual(
      expect.objectContaining({ kind: "Foo", name: "owner" }),
    );
  });

  test.each([
    ["a list, whose field 1 is another kind of metadata", "FlunderList", field(1, field(1, "/apis/x"))],
    ["a list by its metadata alone", "Flunders", field(1, field(2, "123"))],
    ["an object whose field 1 holds other things", "Flunder", field(1, field(99, "a"))],
    ["an object whose metadata names nothing", "Flunder", field(1, field(3, "d"))],
    ["an object whose name could be none", "Flunder", field(1, field(1, "a b/c"))],
    ["an object without field 1", "Flunder", field(2, field(1, "a"))],
    ["an object whose metadata is cut off", "Flunder", [0x0a, 0x09, 0x0a, 0x01]],
  ])("shows no document of %s", (_, kind, object) => {
    expect(decoded(stored("example.com/v1", kind, object)).document).toBeNull();
  });
});

describe("a magic of which one bit is another", () => {
  const intact = stored("v1", "ConfigMap", [
    ...field(1, field(1, "c")),
    ...field(2, [...field(1, "k"), ...field(2, "v")]),
  ]);

  test.each(Array.from({ length: 32 }, (_, bit) => bit))("does not hide the object: bit %i", (bit) => {
    const flipped = intact.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    const { encoding, document } = decoded(flipped);
    expect(document).toEqual(decoded(intact).document);
    expect(encoding).toMatchObject({
      id: "kubernetes-protobuf",
      kind: "ConfigMap",
      outcome: "partial",
      offset: 0,
      reason: expect.stringContaining(`in one bit at byte ${bit >> 3}. Kubernetes cannot read this`),
    });
  });

  test("of which two are other is none, nor is one that nothing follows", () => {
    const flipped = intact.map((byte, at) => (at === 3 ? 3 : byte));
    expect(decoder.decode(encode("/x"), flipped).encoding.id).not.toBe("kubernetes-protobuf");
    expect(decoder.decode(encode("/x"), encode("k8s\u0001")).encoding.id).toBe("binary");
    expect(decoder.decode(encode("/x"), encode("k8s are many nodes")).encoding.id).toBe("text");
  });
});
