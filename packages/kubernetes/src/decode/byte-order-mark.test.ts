import { describe, expect, test } from "vitest";
import { readSchema } from "../fixtures.testing.ts";
import { coversOnce } from "./coverage.testing.ts";
import { createDecoder } from "./decoder.ts";
import { printJson } from "./print.ts";

const decoder = createDecoder(readSchema());
const key = new TextEncoder().encode("/app/x");

function decoded(bytes: readonly number[] | Uint8Array) {
  const value = Uint8Array.from(bytes);
  const result = decoder.decode(key, value);
  expect(coversOnce(result.fields, value.length)).toBe(true);
  return result;
}

describe("a byte order mark", () => {
  test("before JSON leaves it JSON, and is said to stand there", () => {
    const value = decoded(Buffer.from('\ufeff{"a":1}'));
    expect(value.encoding).toMatchObject({
      id: "json",
      outcome: "partial",
      reason: "a byte order mark stands before the JSON",
      offset: 0,
    });
    expect(printJson(value, { indent: 0 })?.text).toBe('{"a":1}');
  });

  test("before what is no JSON is part of the text", () => {
    expect(decoded(Buffer.from("\ufeffhello")).encoding).toMatchObject({ id: "text", outcome: "ok" });
  });

  test.each([
    ["LE", [0xff, 0xfe, 0x7b, 0, 0x22, 0, 0xe9, 0, 0x22, 0]],
    ["BE", [0xfe, 0xff, 0, 0x7b, 0, 0x22, 0, 0xe9, 0, 0x22]],
  ])("of UTF-16 %s makes text of the bytes", (order, bytes) => {
    const { encoding, fields, text } = decoded(bytes);
    expect(encoding).toMatchObject({
      id: "text",
      reason: `it is text in UTF-16 ${order}, by its byte order mark`,
    });
    expect(fields.map((node) => text?.(node))).toEqual(['{"é"']);
  });

  test.each([
    ["an odd byte at the end", [0xff, 0xfe, 0x41, 0, 0x42]],
    ["half a pair", [0xff, 0xfe, 0x00, 0xd8]],
    ["a control character", [0xff, 0xfe, 0x01, 0]],
    ["nothing", [0xff, 0xfe]],
  ])("of UTF-16 before %s makes no text of them", (_, bytes) => {
    expect(decoded(bytes).encoding.id).toBe("binary");
  });
});
