// @vitest-environment node
import type { FieldShape, MessageShape } from "@etcdscope/codec";
import type { FieldAnswer } from "@etcdscope/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsHolding } from "./field-tree.ts";
import { lightOf, litIn, litOfBytes, litOfField, litOfPath } from "./lit.ts";
import { jsonValue, protobufValue, type SampleValue } from "./sample.testing.ts";
import { pathAbove, TextPlaces } from "./text-places.ts";

const name = fc.oneof(
  fc.constantFrom("spec", "a.b", 'q"uote', "]x", "-", "名", "", "#", "true"),
  fc.string({ maxLength: 6 }),
);
const { document } = fc.letrec<{ document: unknown; value: unknown }>((tie) => ({
  document: fc.dictionary(name, tie("value"), { maxKeys: 5, noNullPrototype: true }),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("two\nlines", "- dash", "key: value", "{", "  lead"),
    fc.integer(),
    fc.constantFrom(true, null),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("document"),
  ),
}));
const samples = fc
  .tuple(document, fc.constantFrom(undefined, 2))
  .map(([value, indent]) => jsonValue(value, indent));

const paths = ({ json }: SampleValue): string[] =>
  json.ranges.map(([path]) => path).filter((path) => path !== "");

function eachField(fields: readonly FieldAnswer[] | null, visit: (field: FieldAnswer) => void): void {
  for (const field of fields ?? []) {
    visit(field);
    eachField(field.children ?? null, visit);
  }
}

describe("a place in a document", () => {
  it("has bytes, and its first byte leads back to it or into it", () => {
    fc.assert(
      fc.property(samples, (value) => {
        for (const path of paths(value)) {
          const { spans } = litOfPath(value, path);
          expect(spans.length).toBeGreaterThan(0);
          const back = litOfBytes(value, [spans[0]?.[0] ?? -1, (spans[0]?.[0] ?? -1) + 1]);
          expect([path, back.paths[0]?.startsWith(path)]).toEqual([path, true]);
        }
      }),
    );
  });

  it.each(["json", "yaml"] as const)("is found in %s under its name and under its value", (form) => {
    fc.assert(
      fc.property(samples, (value) => {
        const { text, ranges } = value[form];
        const places = new TextPlaces(text, ranges);
        for (const [path, start] of ranges) {
          const [place] = places.of(path);
          expect(places.at(place?.from ?? -1)?.path.startsWith(path)).toBe(true);
          expect(places.at(start)?.path.startsWith(path)).toBe(true);
        }
      }),
    );
  });

  it("is found at the end of its line, behind the comma", () => {
    const { json } = jsonValue({ a: 1, b: { c: "x" }, d: 2 }, 2);
    const { text, ranges } = {
      text: JSON.stringify({ a: 1, b: { c: "x" }, d: 2 }, null, 2),
      ranges: json.ranges,
    };
    expect(json.text).toBe(text);
    const places = new TextPlaces(text, ranges);
    const atEnd = (line: number): string | undefined =>
      places.at(text.split("\n", line).join("\n").length)?.path;
    expect([2, 3, 4, 5, 6].map(atEnd)).toEqual(["a", "b", "b.c", "b", "d"]);
  });

  it.each(["json", "yaml"] as const)("lights its own part of %s, with the names around it", (form) => {
    fc.assert(
      fc.property(samples, (value) => {
        const { text, ranges } = value[form];
        const places = new TextPlaces(text, ranges);
        for (const path of paths(value)) {
          const lit = places.lit(litOfPath(value, path));
          const range = ranges.find(([own]) => own === path);
          const exact = lit.filter(({ light }) => light === "exact");
          expect(exact.some(({ from, to }) => from <= (range?.[1] ?? -1) && to === range?.[2])).toBe(true);
          const depth = ranges.filter(([other]) => other !== "" && isAbove(other, path)).length;
          expect(lit.length - exact.length).toBe(depth);
        }
      }),
    );
  });

  it("stands in another one, which its path without the last step names", () => {
    fc.assert(
      fc.property(samples, (value) => {
        const known = new Set(value.json.ranges.map(([path]) => path));
        for (const path of paths(value)) expect(known.has(pathAbove(path) ?? "none")).toBe(true);
      }),
    );
  });
});

function isAbove(above: string, path: string): boolean {
  for (let next = pathAbove(path); next !== undefined; next = pathAbove(next))
    if (next === above) return true;
  return false;
}

const shape: MessageShape = {
  name: "test",
  fields: [
    undefined,
    scalar(1, "name", "string", false),
    scalar(2, "ports", "int32", true),
    { ...scalar(3, "inner", "bytes", true), scalar: null, message: null, type: "test" },
  ],
};

function scalar(
  number: number,
  own: string,
  type: "string" | "int32" | "bytes",
  repeated: boolean,
): FieldShape {
  return { number, name: own, type, scalar: type, message: null, repeated, place: "member", expand: null };
}

const inner: MessageShape = { name: "inner", fields: [undefined, scalar(1, "image", "string", false)] };
const messages = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 5 }).map((text) => delimited(1, [...new TextEncoder().encode(text)])),
      fc.integer({ min: 0, max: 127 }).map((port) => [0x10, port]),
      fc
        .string({ maxLength: 5 })
        .map((text) => delimited(3, delimited(1, [...new TextEncoder().encode(text)]))),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => delimited(9, [...bytes])),
    ),
    { maxLength: 8 },
  )
  .map((fields) =>
    protobufValue(Uint8Array.from(fields.flat()), {
      ...shape,
      fields: shape.fields.map((field) => (field?.number === 3 ? { ...field, message: inner } : field)),
    }),
  );

const delimited = (number: number, payload: readonly number[]): number[] => [
  (number << 3) | 2,
  payload.length,
  ...payload,
];

describe("a field of a message", () => {
  it("lights itself in both trees, and all that holds it around it", () => {
    fc.assert(
      fc.property(messages, (value) => {
        eachField(value.fields, (field) => {
          const lit = litOfField(value, field);
          expect(lightOf(lit, field.span, undefined)).toBe("exact");
          for (const tree of [value.fields, value.wire]) {
            const chain = fieldsHolding(tree, field.span);
            const lights = chain.map(({ span }, at) => lightOf(lit, span, chain[at - 1]?.span));
            expect(lights.slice(0, -1).every((light) => light !== undefined)).toBe(true);
            expect(lights.at(-1)).toBeDefined();
          }
        });
      }),
    );
  });

  it("is found by each byte that belongs to no field within it", () => {
    fc.assert(
      fc.property(messages, (value) => {
        for (let at = 0; at < value.bytes.length; at++) {
          const lit = litOfBytes(value, [at, at + 1]);
          const deepest = fieldsHolding(value.fields, [at, at + 1]).at(-1);
          expect(lit.spans).toEqual([deepest?.span]);
          expect(lit.field).toBe(deepest);
          expect(lit.paths).toEqual(deepest?.path === undefined ? [] : [deepest.path]);
        }
      }),
    );
  });

  it("of no schema points at the place around it", () => {
    const value = protobufValue(Uint8Array.from(delimited(1, [0x61])), shape);
    const wire = value.wire?.[0];
    expect(wire && litOfField(value, wire).paths).toEqual(["name"]);
  });
});

describe("bytes that were selected", () => {
  const value = jsonValue({ metadata: { name: "a", labels: { b: "c" } }, spec: [1, 2] });
  const at = (path: string) => litOfPath(value, path).spans[0] ?? [0, 0];

  it("are the fields that they cover", () => {
    const both = [at("metadata.name")[0], at("metadata.labels")[1]] as const;
    expect(litOfBytes(value, both).paths).toEqual(["metadata.name", "metadata.labels"]);
  });

  it("within one field are that field", () => {
    const [start] = at("metadata.name");
    expect(litOfBytes(value, [start + 1, start + 3]).paths).toEqual(["metadata.name"]);
  });
});

describe("bytes of a layer", () => {
  const layers = [
    { name: "decrypted", parent: [4, 20] as const },
    { name: "decrypted/gzip", parent: [2, 9] as const },
  ];
  const stored = { ...jsonValue({}), layers };
  const inside = { ...jsonValue({ a: 1 }), layers, layer: "decrypted/gzip" };
  const lit = litOfPath(inside, "a");

  it("are somewhere in those that the layer was made from, and in theirs", () => {
    expect(litIn(lit, inside)).toBe(lit);
    expect(litIn(lit, { ...stored, layer: "decrypted" })).toMatchObject({ spans: [], around: [[2, 9]] });
    expect(litIn(lit, stored)).toMatchObject({ spans: [], paths: [], around: [[4, 20]] });
  });

  it("are none of those that were made from them", () => {
    expect(litIn(litOfBytes(stored, [0, 1]), inside)).toBeUndefined();
  });
});
