import { describe, expect, test } from "vitest";
import { WireReader } from "./reader.ts";

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

function fieldsOf(hex: string) {
  const reader = new WireReader(bytesOf(hex));
  const found: string[] = [];
  while (reader.next())
    found.push(`${reader.number}:${reader.wireType}@${reader.valueStart}-${reader.valueEnd}`);
  return { found, problem: reader.problem, start: reader.start };
}

describe("walking the fields of a message", () => {
  test("gives number, wire type and payload bounds of every kind of field", () => {
    expect(fieldsOf("0801 11 0102030405060708 1a02 6162 25 01020304").found).toEqual([
      "1:0@1-2",
      "2:1@3-11",
      "3:2@13-15",
      "4:5@16-20",
    ]);
  });

  test("takes a group to its own end tag and leaves that out of the payload", () => {
    expect(fieldsOf("0b 0801 13 14 0c 1001").found).toEqual(["1:3@1-5", "2:0@7-8"]);
  });

  test.each([
    ["a tag that is cut off", "80", 0, /tag is cut off/],
    ["field number 0", "0001", 0, /impossible field number/],
    ["a field number beyond 29 bits", "8080808010 01", 0, /impossible field number/],
    ["an unknown wire type", "0e", 0, /unknown wire type 6/],
    ["a length beyond the end", "0801 1205 6162", 2, /declares 5 bytes, 2 are left/],
    ["a length beyond any file", "12 ffffffffffffffff7f", 0, /declares \d+ bytes, 0 are left/],
    ["a varint of eleven bytes", "08 ffffffffffffffffffff01", 0, /longer than ten bytes/],
    ["a cut fixed value", "0d 0102", 0, /needs 4 bytes, 2 are left/],
    ["a group that never ends", "0b 0801", 0, /group of field 1 does not end/],
    ["a group closed by another number", "0b 14", 0, /group of field 1 does not end/],
    ["the end of a group that never began", "0c", 0, /never began/],
  ])("stops at %s and says where", (_, hex, start, problem) => {
    const result = fieldsOf(hex);
    expect(result.problem).toMatch(problem);
    expect(result.start).toBe(start);
  });
});

describe("reading numbers", () => {
  const first = (hex: string) => {
    const reader = new WireReader(bytesOf(hex));
    expect(reader.next()).toBe(true);
    return reader;
  };

  test("keeps all 64 bits", () => {
    expect(first("08 ffffffffffffffff7f").uint64()).toBe(0x7fff_ffff_ffff_ffffn);
    expect(first("08 ffffffffffffffffff01").uint64()).toBe(0xffff_ffff_ffff_ffffn);
    expect(first("08 ffffffffffffffffff01").int64()).toBe(-1n);
    expect(first("08 8180808080808010").uint64()).toBe(2n ** 53n + 1n);
  });

  test("takes the low half of a negative 32-bit number", () => {
    expect(first("08 feffffffffffffffff01").int32()).toBe(-2);
  });
});
