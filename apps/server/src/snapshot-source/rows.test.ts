import fc from "fast-check";
import { expect, it } from "vitest";
import { Rows } from "./rows.ts";

const lowHalf = (long: bigint): number => Number(BigInt.asUintN(32, long));
const highHalf = (long: bigint): number => lowHalf(long >> 32n);

it("keeps every field of every row apart from the others", () => {
  const row = fc.record({
    at: fc.integer({ min: 0, max: 40_000 }),
    long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    offset: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    word: fc.integer({ min: 0, max: 0xffff_ffff }),
  });
  const distinct = fc.uniqueArray(row, { selector: ({ at }) => at, maxLength: 50 });
  fc.assert(
    fc.property(distinct, (written) => {
      const rows = new Rows(5);
      for (const { at, long, offset, word } of written) {
        const halves = [long, BigInt(offset)].flatMap((number) => [lowHalf(number), highHalf(number)]);
        rows.chunkOf(at).set(halves, rows.placeOf(at));
        rows.setUint32(at, 4, word);
      }
      for (const { at, ...fields } of written)
        expect({
          long: rows.int64(at, 0),
          offset: rows.uint53(at, 2),
          word: rows.uint32(at, 4),
        }).toEqual(fields);
    }),
    { numRuns: 50 },
  );
});

it("answers zero for what was never set", () => {
  const rows = new Rows(2);
  expect([rows.uint32(100_000, 1), rows.uint53(0, 0), rows.int64(5, 0)]).toEqual([0, 0, 0n]);
});
