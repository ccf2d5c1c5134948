import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePath } from "../field/path.ts";
import { parseJson } from "../json/parse.ts";
import { writeJsonNode } from "../json/write.ts";
import { JsonWriter, type JsonWriterOptions } from "./json-writer.ts";

function print(text: string, options?: JsonWriterOptions) {
  const bytes = new TextEncoder().encode(text);
  const writer = new JsonWriter(options);
  writeJsonNode(bytes, parseJson(bytes).nodes[0]!, writer);
  return writer.finish();
}

describe("printing JSON", () => {
  test("lays a document out as JSON.stringify does", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        // Numbers stay as written, so the text must be JavaScript's own to be compared.
        const value = JSON.parse(text);
        expect(print(JSON.stringify(value)).text).toBe(JSON.stringify(value, null, 2));
        expect(print(JSON.stringify(value), { indent: 0 }).text).toBe(JSON.stringify(value));
      }),
    );
  });

  test("knows where each value stands, in UTF-16 units", () => {
    const { text, ranges } = print('{"é😀": ["a", {"b": 12}], "c": {}}', { ranges: true });
    expect(ranges.map(([path, start, end]) => [path, text.slice(start, end)])).toEqual([
      ["", text],
      ['["é😀"]', text.slice(text.indexOf("["), text.indexOf("]") + 1)],
      ['["é😀"][0]', '"a"'],
      ['["é😀"][1]', text.slice(text.indexOf("{", 1), text.indexOf("}") + 1)],
      ['["é😀"][1].b', "12"],
      ["c", "{}"],
    ]);
  });

  test("escapes what JSON must and writes one U+FFFD for each byte that is not UTF-8", () => {
    const writer = new JsonWriter();
    const bytes = new Uint8Array([0x22, 0x5c, 0x01, 0x0a, 0x7f, 0xc3, 0xa9, 0xe4, 0xbd, 0xff]);
    writer.utf8(bytes, 0, bytes.length);
    expect(writer.finish().text).toBe('"\\"\\\\\\u0001\\n\x7f\u00e9\ufffd\ufffd\ufffd"');
  });

  test("keeps names of half a surrogate pair, which UTF-8 cannot hold", () => {
    const source = '{"a\\ud800b":1,"\\udc00":{"\\ud83d\\ude00":[2]}}';
    const { text, ranges } = print(source, { indent: 0, ranges: true });
    expect(text).toBe('{"a\\ud800b":1,"\\udc00":{"😀":[2]}}');
    expect(ranges.map(([path, start, end]) => [parsePath(path), text.slice(start, end)])).toEqual([
      [[], text],
      [["a\ud800b"], "1"],
      [["\udc00"], '{"😀":[2]}'],
      [["\udc00", "😀"], "[2]"],
      [["\udc00", "😀", 0], "2"],
    ]);
  });

  test("agrees with Buffer on base64", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const writer = new JsonWriter();
        writer.base64(bytes, 0, bytes.length);
        expect(writer.finish().text).toBe(JSON.stringify(Buffer.from(bytes).toString("base64")));
      }),
    );
  });

  test("bounds the indentation of a hostile document", () => {
    const deep = `${"[".repeat(380)}${"1,".repeat(200_000)}1${"]".repeat(380)}`;
    expect(print(deep).text.length).toBeLessThan(60_000_000);
  });
});
