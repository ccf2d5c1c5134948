import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scalarText } from "../field/scalar.ts";
import { tilingFaults } from "../tiling.testing.ts";
import { looksLikeProtobuf, possiblePayloads, wireFields } from "./wire.ts";

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

describe("reading without a schema", () => {
  test("guesses text, messages, bytes and numbers", () => {
    const bytes = bytesOf("0a0568656c6c6f 1204 0a02 6162 1a02 ff00 2096 01 2d 01000000");
    const nodes = wireFields(bytes);
    expect(nodes.map(({ type }) => type)).toEqual(["text", "message", "bytes", "varint", "fixed32"]);
    expect(nodes.map((node) => scalarText(bytes, node))).toEqual(["hello", null, "/wA=", "150", "1"]);
    expect(nodes[1]?.children?.map((node) => scalarText(bytes, node))).toEqual(["ab"]);
  });

  test("takes a person's choice over its guess, one node at a time", () => {
    const bytes = bytesOf("0a03 010203 1203 010203");
    expect(wireFields(bytes).map(({ type }) => type)).toEqual(["bytes", "bytes"]);
    const [first, second] = wireFields(bytes, new Map([[5, "packed varint"]]));
    expect(first?.type).toBe("bytes");
    expect(second?.children?.map((node) => scalarText(bytes, node))).toEqual(["1", "2", "3"]);
  });

  test("offers every reading that gives no error", () => {
    const bytes = bytesOf("0a04 0a02 6162");
    expect(possiblePayloads(bytes, wireFields(bytes)[0]!)).toEqual([
      "bytes",
      "text",
      "message",
      "packed varint",
      "packed fixed32",
    ]);
  });

  test("keeps decoding after a damaged field inside a message", () => {
    const nodes = wireFields(bytesOf("1204 0801 1a7f 2001"), new Map([[0, "message"]]));
    expect(nodes.map(({ number, problem }) => [number, problem])).toEqual([
      [2, null],
      [4, null],
    ]);
    expect(nodes[0]?.children?.map(({ number, problem }) => [number, problem !== null])).toEqual([
      [1, false],
      [3, true],
    ]);
  });

  test("tiles any bytes and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(tilingFaults(wireFields(bytes), 0, bytes.length)).toEqual([]);
      }),
    );
  });

  test("bounds the depth of messages inside messages", () => {
    let bytes = new Uint8Array([1, 2]);
    for (let i = 0; i < 1000; i++) bytes = new Uint8Array([0x0a, ...lengthOf(bytes.length), ...bytes]);
    expect(tilingFaults(wireFields(bytes), 0, bytes.length)).toEqual([]);
  });
});

function lengthOf(size: number): number[] {
  return size < 0x80 ? [size] : [(size & 0x7f) | 0x80, ...lengthOf(size >>> 7)];
}

describe("judging whether bytes are protobuf", () => {
  test.each([
    ["a message with text in it", "0a0568656c6c6f", true],
    ["three numbers", "080110022003", true],
    ["two bytes that happen to parse", "0801", false],
    ["plain text", "68656c6c6f20776f726c64", false],
    ["nothing", "", false],
  ])("%s", (_, hex, likely) => {
    expect(looksLikeProtobuf(bytesOf(hex)).likely).toBe(likely);
  });
});
