// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asciiText, columnAt, gapAfter, hexText, hexWidth, runsOf } from "./hex-runs.ts";

const span = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

describe("runs of bytes", () => {
  it("tile their row and carry exactly the marks of each byte", () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), (spans) => {
        const marks = spans.map((value, index) => ({ name: `m${index}`, span: value }));
        const runs = runsOf(8, 24, marks);
        const seen = runs.flatMap(({ start, end, marks: names }) =>
          Array.from({ length: end - start }, (_, at) => [start + at, names] as const),
        );
        const wanted = Array.from({ length: 16 }, (_, at) => {
          const here = marks.filter((mark) => mark.span[0] <= at + 8 && at + 8 < mark.span[1]);
          return [at + 8, here.map(({ name }) => name).join(" ")];
        });
        expect(seen).toEqual(wanted);
      }),
    );
  });

  it("are one when nothing is marked", () => {
    expect(runsOf(0, 16, [])).toEqual([{ start: 0, end: 16, marks: "" }]);
  });

  it("write bytes with a wide gap in the middle", () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, at) => at + 0x58);
    const [run] = runsOf(0, 16, []);
    expect(hexText(bytes, run!, 16)).toBe("58 59 5a 5b 5c 5d 5e 5f  60 61 62 63 64 65 66 67");
    expect(hexText(bytes, run!, 16)).toHaveLength(hexWidth(16));
    expect(asciiText(bytes, run!)).toBe("XYZ[\\]^_`abcdefg");
  });
});

describe("the byte under the mouse", () => {
  it.each([8, 16])("is the one whose digits are there, of %i in a row", (columns) => {
    let position = 0;
    for (let column = 0; column < columns; column++) {
      expect(columnAt(position + 0.2, columns)).toBe(column);
      expect(columnAt(position + 1.8, columns)).toBe(column);
      position += 2 + gapAfter(column, columns).length;
    }
  });
});
