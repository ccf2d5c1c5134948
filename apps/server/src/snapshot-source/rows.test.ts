import fc from "fast-check";
import { expect, it } from "vitest";
import { Rows } from "./rows.ts";

it("keeps every field of every row apart from the others", () => {
  const row = fc.record({
    at: fc.integer({ min: 0, max: 40_000 }),
    long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    double: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    word: fc.integer({ min: 0, max: 0xffff_ffff }),
  });
  const distinct = fc.uniqueArray(row, { selector: ({ at }) => at, maxLength: 50 });
  fc.assert(
    fc.property(distinct, (written) => {
      const rows = new Rows(6);
      for (const { at, long, double, word } of written) {
        rows.setInt64(at, 0, long);
        rows.setFloat64(at, 2, double);
        rows.setUint32(at, 5, word);
      }
      for (const { at, ...fields } of written)
        expect({
          long: rows.int64(at, 0),
          double: rows.float64(at, 2),
          word: rows.uint32(at, 5),
        }).toEqual(fields);
    }),
    { numRuns: 50 },
  );
});

it("answers zero for what was never set", () => {
  const rows = new Rows(2);
  expect([rows.uint32(100_000, 1), rows.float64(0, 0), rows.int64(5, 0)]).toEqual([0, 0, 0n]);
});
