// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partSize, partsFor, windowOver } from "./byte-window.ts";

const size = 3 * partSize + 100;
const bytes = Uint8Array.from({ length: size }, (_, at) => at * 7);
const need = () => undefined;
const partAt = (start: number, end: number) => ({ start, bytes: bytes.subarray(start, end) });

describe("bytes that come in parts", () => {
  it("are those of the value wherever the parts that were asked for hold them", () => {
    const places = fc.tuple(fc.nat(size - 1), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(places, ([start, length]) => {
        const end = Math.min(size, start + length);
        const parts = partsFor(start, end, size).map(([from, to]) => partAt(from, to));
        expect(windowOver(parts, size, need).slice(start, end)).toEqual(bytes.slice(start, end));
      }),
    );
    const [start, end] = [partSize - 2, partSize + 2];
    const both = partsFor(start, end, size).map(([from, to]) => partAt(from, to));
    expect([both.length, windowOver(both, size, need).slice(start, end)]).toEqual([
      2,
      bytes.slice(start, end),
    ]);
  });

  it("are not there where a part is missing", () => {
    const [, second] = partsFor(0, 2 * partSize, size);
    const some = windowOver(second ? [partAt(...second)] : [], size, need);
    expect(some.slice(partSize - 2, partSize + 2)).toBeUndefined();
    expect(some.slice(0, 4)).toBeUndefined();
    expect(some.slice(partSize, partSize + 4)).toEqual(bytes.slice(partSize, partSize + 4));
  });

  it("end with the value", () => {
    expect(partsFor(size - 1, size + 50, size)).toEqual([[3 * partSize, size]]);
  });
});
