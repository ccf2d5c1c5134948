import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { readRandomObjects, readSampleValues, readSchema } from "../fixtures.testing.ts";
import { coversOnce } from "./coverage.testing.ts";
import { createDecoder } from "./decoder.ts";
import { printJson } from "./print.ts";
import { reencode } from "./reencode.testing.ts";

const decoder = createDecoder(readSchema());
const noKey = new Uint8Array();
let sample: Uint8Array[] = [];
const random = readRandomObjects().map(({ value }) => value);

beforeAll(async () => {
  sample = (await readSampleValues()).map(({ value }) => value);
});

/** Decodes and prints; what is left of a damaged value must still tile it and be JSON. */
function survives(value: Uint8Array): void {
  const decoded = decoder.decode(noKey, value);
  if (!coversOnce(decoded.fields, value.length))
    throw new Error(`not tiled: ${Buffer.from(value).toString("hex")}`);
  const printed = printJson(decoded);
  if (printed !== null) JSON.parse(printed.text);
}

describe("every fixture", () => {
  test("is tiled by its nodes and written back to the same bytes from them", () => {
    for (const value of [...random, ...sample.filter(({ length }) => length < 5000)]) {
      const { fields } = decoder.decode(noKey, value);
      expect(coversOnce(fields, value.length)).toBe(true);
      expect(Buffer.from(reencode(value, fields)).equals(value)).toBe(true);
    }
  });
});

describe("damaged values", () => {
  test("survive random bytes behind an envelope of every kind", () => {
    const heads = random.map((value) => value.slice(0, 80));
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ maxLength: 300 }), (which, tail) => {
        survives(new Uint8Array([...(heads[which % heads.length] ?? noKey), ...tail]));
      }),
      { numRuns: 400 },
    );
  });

  test("keep the siblings of a damaged field", () => {
    const field = (number: number, payload: number[]) => [(number << 3) | 2, payload.length, ...payload];
    const text = (value: string) => [...Buffer.from(value)];
    const meta = [...field(1, text("v1")), ...field(2, text("ConfigMap"))];
    // The name's length runs beyond the metadata.
    const object = [
      ...field(1, [0x0a, 0x7f, 0x61]),
      ...field(2, [...field(1, text("k")), ...field(2, text("v"))]),
    ];
    const decoded = decoder.decode(
      noKey,
      new Uint8Array([...text("k8s\0"), ...field(1, meta), ...field(2, object)]),
    );
    expect(decoded.encoding).toMatchObject({
      outcome: "partial",
      reason: "field 1 declares 127 bytes, 1 is left. Kubernetes cannot read this: GET and LIST of it fail",
    });
    expect(decoded.problems).toMatchObject([
      { code: "damage", path: "metadata", span: { start: 25, end: 28 } },
    ]);
    expect(JSON.parse(printJson(decoded)?.text ?? "")).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {},
      data: { k: "v" },
    });
  });
});
