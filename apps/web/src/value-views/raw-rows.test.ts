// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rawRows, rowTokens } from "./raw-rows.ts";

const utf8 = new TextEncoder();
const lines = (text: string, columns: number, atBreaks = true): string[] => {
  const bytes = utf8.encode(text);
  return rawRows(bytes, { columns, atBreaks }).map((row) =>
    new TextDecoder().decode(bytes.slice(row.start, row.end)),
  );
};

describe("the rows of a raw value", () => {
  it("hold every byte once, in order, whatever the bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.integer({ min: 8, max: 40 }),
        fc.boolean(),
        (bytes, columns, atBreaks) => {
          let at = 0;
          for (const row of rawRows(bytes, { columns, atBreaks })) {
            expect(row.start).toBe(at);
            expect(row.end).toBeGreaterThan(row.start);
            at = row.end;
          }
          expect(at).toBe(bytes.length);
        },
      ),
    );
  });

  it("never split a character, so that a row reads as the whole does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const bytes = utf8.encode(text);
        const rows = rawRows(bytes, { columns: 8, atBreaks: false });
        for (const row of rows) {
          expect(rowTokens(bytes, row).every(({ kind }) => kind !== "invalid")).toBe(true);
        }
      }),
    );
  });

  it("end at line breaks and at the width, wide characters counting twice", () => {
    expect(lines("ab\ncdefghijkl", 8)).toEqual(["ab\n", "cdefghij", "kl"]);
    expect(lines("键值键值键", 8)).toEqual(["键值键值", "键"]);
    expect(lines("ab\ncd", 8, false)).toEqual(["ab\ncd"]);
  });
});
