import { describe, expect, test } from "vitest";
import { readingsOfBytes } from "./readings.ts";

const read = (hex: string) =>
  readingsOfBytes(new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex")), 1000).map(
    ({ as, text }) => `${as} ${text}`,
  );
const readText = (text: string) =>
  readingsOfBytes(new TextEncoder().encode(text), 1000).map((one) => `${one.as} ${one.text}`);

describe("bytes of which nothing says what they are", () => {
  test("are numbers with the first byte the most significant, where they have two, four or eight", () => {
    expect(read("0102")).toEqual(["uint16-be 258"]);
    expect(read("00000007")).toEqual(["uint32-be 7"]);
    expect(read("ffffffffffffffff")).toEqual(["uint64-be 18446744073709551615"]);
    expect(read("010203")).toEqual([]);
  });

  test("are times too, in every unit in which they lie between 1990 and 2100", () => {
    expect(read("514b67b0")).toEqual(["uint32-be 1363896240", "unix-s 2013-03-21T20:04:00Z"]);
    expect(read("0000013d8e8d0780")).toEqual(["uint64-be 1363896240000", "unix-ms 2013-03-21T20:04:00Z"]);
    expect(readText("1363896240")).toEqual(["unix-s 2013-03-21T20:04:00Z"]);
    expect(readText("1363896240123")).toEqual(["unix-ms 2013-03-21T20:04:00.123Z"]);
    expect(readText("1363896240123456")).toEqual(["unix-us 2013-03-21T20:04:00.123456Z"]);
    expect(readText("1363896240123456789")).toEqual(["unix-ns 2013-03-21T20:04:00.123456789Z"]);
    expect(readText("9999999999999999999")).toEqual([]);
  });

  test("are MessagePack where they are a map or a list to the last byte", () => {
    expect(read("81a16101")).toEqual([
      "uint32-be 2174836993",
      "unix-s 2038-12-01T17:23:13Z",
      'msgpack {\n  "a": 1\n}',
    ]);
    expect(read("81a1610101")).toEqual([]);
    expect(read("a361626300")).toEqual([]);
    expect(readingsOfBytes(Uint8Array.of(0x81, 0xa1, 0x61, 1, 0), 4)).toEqual([]);
  });
});
