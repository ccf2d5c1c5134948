// @vitest-environment node
import type { FieldAnswer, MaskedAnswer } from "@etcdscope/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barOf } from "../value-views/coverage-columns.ts";
import { coverageOf, coverageSums, nextUnexplained, regionsIn } from "./coverage.ts";

const leaf = (start: number, end: number, parts: Partial<FieldAnswer> = {}): FieldAnswer => ({
  name: "a",
  path: "a",
  span: [start, end],
  value: [start + 1, end],
  ...parts,
});
const unknown = { name: null, number: 9 } as const;
const { path: _path, ...nameless } = leaf(20, 25, unknown);
const mask = (start: number, end: number): MaskedAnswer => ({
  span: [start, end],
  size: 1,
  fingerprint: "0",
});

const value = {
  size: 40,
  fields: [
    leaf(0, 30, {
      children: [leaf(1, 20), nameless, leaf(25, 30, { problem: "cut off" })],
    }),
    leaf(30, 40),
  ],
  masked: [mask(4, 8)],
};

describe("how much of the bytes is understood", () => {
  it("is told in regions that tile them", () => {
    expect(coverageOf(value)).toEqual([
      { kind: "explained", span: [0, 4] },
      { kind: "masked", span: [4, 8] },
      { kind: "explained", span: [8, 20] },
      { kind: "unknown", span: [20, 25] },
      { kind: "damaged", span: [25, 30] },
      { kind: "explained", span: [30, 40] },
    ]);
    expect(coverageSums(coverageOf(value))).toEqual({ explained: 26, unknown: 5, damaged: 5, masked: 4 });
  });

  it("is all of a text, nothing of bytes that are in no known form, and not told without a tree", () => {
    const text: FieldAnswer = { name: null, type: "text", span: [0, 3], value: [0, 3] };
    const kinds = (field: FieldAnswer) =>
      coverageOf({ size: 3, fields: [field], masked: [] }).map(({ kind }) => kind);
    expect(kinds(text)).toEqual(["explained"]);
    expect(kinds({ ...text, type: "bytes" })).toEqual(["unknown"]);
    expect(coverageOf({ size: 3, fields: null, masked: [] })).toEqual([]);
  });

  it("leads from anywhere to the next bytes that are not explained, and round again", () => {
    const regions = coverageOf(value);
    expect(nextUnexplained(regions, 0)).toEqual([20, 25]);
    expect(nextUnexplained(regions, 20)).toEqual([25, 30]);
    expect(nextUnexplained(regions, 25)).toEqual([20, 25]);
    expect(nextUnexplained([], 0)).toBeUndefined();
  });

  it("is found for a few bytes without going through all of them", () => {
    const regions = coverageOf(value);
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other) + 1];
        expect(regionsIn(regions, start, end)).toEqual(
          regions.filter(({ span }) => span[0] < end && span[1] > start),
        );
      }),
    );
  });

  it("is drawn to scale, and a single damaged byte is never drawn over", () => {
    const one = coverageOf({
      size: 100_000,
      fields: [leaf(0, 70_000), leaf(70_000, 70_001, { problem: "cut off" }), leaf(70_001, 100_000)],
      masked: [],
    });
    const parts = barOf(one, 100_000);
    expect(parts.map(({ kind }) => kind)).toEqual(["explained", "damaged", "explained"]);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBe(240);
    expect(parts[1]).toMatchObject({ from: 168, share: 1 });
  });
});
