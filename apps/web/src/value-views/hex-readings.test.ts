// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readingsOf } from "./hex-readings.ts";

const read = (...bytes: number[]): Record<string, string | undefined> =>
  Object.fromEntries(readingsOf(Uint8Array.from(bytes)).map(({ name, text }) => [name, text]));

const bytesOf = (size: number, write: (view: DataView) => void): number[] => {
  const view = new DataView(new ArrayBuffer(size));
  write(view);
  return [...new Uint8Array(view.buffer)];
};

describe("the bytes under the caret", () => {
  it("read as integers of both byte orders, with and without a sign", () => {
    const found = read(0xff, 0xfe, 0x00, 0x80);
    expect(found).toMatchObject({
      bits: "11111111",
      uint8: "255",
      int8: "-1",
      "uint16 LE": "65279",
      "int16 BE": "-2",
      "int32 LE": "-2147418369",
      "uint32 BE": "4294836352",
      "uint64 LE": undefined,
    });
  });

  it("keep every digit of 64 bits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const little = read(...bytesOf(8, (view) => view.setBigInt64(0, value, true)));
        const big = read(...bytesOf(8, (view) => view.setBigInt64(0, value)));
        expect([little["int64 LE"], big["int64 BE"]]).toEqual([String(value), String(value)]);
      }),
    );
  });

  it("read as a varint and as its zigzag, which ends where it says", () => {
    expect(read(0x96, 0x01, 0xff)).toMatchObject({ varint: "150", zigzag: "75" });
    expect(read(0x03)).toMatchObject({ varint: "3", zigzag: "-2" });
    expect(read(0x80, 0x80)["varint"]).toBeUndefined();
    expect(read(...Array.from({ length: 9 }, () => 0xff), 0x01)["varint"]).toBe("18446744073709551615");
  });

  it("read as floats", () => {
    expect(read(...bytesOf(8, (view) => view.setFloat64(0, 1.5, true)))["float64 LE"]).toBe("1.5");
    expect(read(...bytesOf(4, (view) => view.setFloat32(0, -0.25)))["float32 BE"]).toBe("-0.25");
  });

  it("read as a time where a number is one of our days, and say which number", () => {
    expect(read(0x80, 0xe8, 0xed, 0xa1, 0x06)["Unix s"]).toBe("2023-04-16T04:05:20.000Z (varint)");
    const nanoseconds = bytesOf(8, (view) => view.setBigInt64(0, 1_700_000_000_000_000_000n, true));
    expect(read(...nanoseconds)["Unix ns"]).toBe("2023-11-14T22:13:20.000Z (64 LE)");
    expect(read(1, 0, 0, 0)["Unix s"]).toBeUndefined();
  });

  it("read as a character, of which nothing unseen is drawn", () => {
    expect(read(0xe4, 0xbf, 0xae, 0x41)["UTF-8"]).toBe("修 U+4FEE");
    expect(read(0xe2, 0x80, 0xae)["UTF-8"]).toBe("U+202E");
    expect(read(0x41, 0xff)["UTF-8"]).toBe("A U+0041");
    expect(read(0xbf)["UTF-8"]).toBeUndefined();
  });
});
