import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonWriter } from "../print/json-writer.ts";
import { parseJson } from "./parse.ts";
import { isJson, writeJsonText } from "./text.ts";
import { writeJsonNode } from "./write.ts";

const encode = (text: string) => new TextEncoder().encode(text);

describe("checking JSON text", () => {
  test("agrees with the parser on any sequence of tokens", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      "1",
      "-",
      "1.5",
      "e1",
      "true",
      " ",
      "\\",
      '"',
      '"\\u00e9"',
      "\u0001",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const bytes = encode(pieces.join(""));
        expect(isJson(bytes)).toBe(parseJson(bytes).problem === null);
      }),
      { numRuns: 3000 },
    );
  });

  test("accepts every JSON text, and refuses bytes that are not UTF-8", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(isJson(encode(`\t${text} \r\n`))).toBe(true);
      }),
    );
    expect(isJson(new Uint8Array([0x22, 0xff, 0x22]))).toBe(false);
    expect(isJson(encode("[".repeat(500) + "]".repeat(500)))).toBe(false);
  });
});

test("writing sound JSON text gives what its nodes give", () => {
  fc.assert(
    fc.property(fc.json(), fc.boolean(), (text, ranges) => {
      const bytes = encode(JSON.stringify(JSON.parse(text), null, 1));
      const [direct, viaNodes] = [new JsonWriter({ ranges }), new JsonWriter({ ranges })];
      writeJsonText(bytes, 0, bytes.length, direct);
      writeJsonNode(bytes, parseJson(bytes).nodes[0]!, viaNodes);
      expect(direct.finish()).toEqual(viaNodes.finish());
    }),
  );
});

test("laying sound JSON text out anew gives what its nodes give", () => {
  const text = fc.oneof(
    fc.json(),
    fc.json({ stringUnit: "binary" }),
    fc.string({ unit: "binary" }).map((plain) => JSON.stringify(plain)),
  );
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(0, 2),
      fc.constantFrom(0, 1),
      fc.boolean(),
      (value, indent, space, ranges) => {
        const bytes = encode(JSON.stringify(JSON.parse(value), null, space));
        const [direct, viaNodes] = [new JsonWriter({ indent, ranges }), new JsonWriter({ indent, ranges })];
        for (const writer of [direct, viaNodes]) {
          writer.beginArray();
          writer.item();
          if (writer === direct) writer.jsonText(bytes, 0, bytes.length);
          else writeJsonNode(bytes, parseJson(bytes).nodes[0]!, writer);
          writer.endArray();
        }
        expect(direct.finish()).toEqual(viaNodes.finish());
      },
    ),
    { numRuns: 1000 },
  );
});
