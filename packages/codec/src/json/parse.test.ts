import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eachField } from "../field/locate.ts";
import { scalarText } from "../field/scalar.ts";
import { JsonWriter } from "../print/json-writer.ts";
import { tilingFaults } from "../tiling.testing.ts";
import { parseJson } from "./parse.ts";
import { soundJsonFields } from "./sound.ts";
import { writeJsonNode } from "./write.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function leaves(text: string): [string | null, string | null][] {
  const bytes = encode(text);
  const found: [string | null, string | null][] = [];
  eachField(bytes, parseJson(bytes).nodes, (node, path) => {
    if (node.children === null) found.push([path, scalarText(bytes, node)]);
  });
  return found;
}

function reprint(bytes: Uint8Array): string {
  const root = parseJson(bytes).nodes[0];
  const writer = new JsonWriter({ indent: 0 });
  if (root !== undefined) writeJsonNode(bytes, root, writer);
  return writer.finish().text;
}

describe("reading JSON", () => {
  test("keeps numbers as they are written and duplicate keys in order", () => {
    expect(leaves('{"n": 12345678901234567890.10, "n": 1e400, "a": [true, null]}')).toEqual([
      ["n", "12345678901234567890.10"],
      ["n", "1e400"],
      ["a[0]", "true"],
      ["a[1]", null],
    ]);
  });

  test("puts the span of a string inside its quotes", () => {
    const bytes = encode('{"data": {"a.b": "c2VjcmV0"}}');
    const data = parseJson(bytes).nodes[0]?.children?.[0]?.children?.[0];
    expect(bytes.subarray(data?.valueStart, data?.valueEnd)).toEqual(encode("c2VjcmV0"));
  });

  test("decodes escapes in keys and values", () => {
    expect(leaves('{"\\u00e9\\"": "a\\n\\u0041\\ud83d\\ude00\\/"}')).toEqual([['["é\\""]', "a\nA😀/"]]);
  });

  test.each([
    ['{"a": 1, "b": tru}', 14, "expected a value", 1],
    ['{"a": 1 "b": 2}', 8, "expected ','", 1],
    ['{"a": "x', 8, "does not end", 0],
    ['{"a": 1} x', 9, "more text", 1],
    ["[1, 2", 5, "expected ','", 2],
    ["", 0, "missing", 0],
  ])("shows what stands before the damage of %s", (text, offset, message, whole) => {
    const { nodes, problem } = parseJson(encode(text));
    expect(problem?.offset).toBe(offset);
    expect(problem?.message).toContain(message);
    expect((nodes[0]?.children ?? []).filter(({ type }) => type !== "damage")).toHaveLength(whole);
    expect(tilingFaults(nodes, 0, encode(text).length)).toEqual([]);
  });

  test("accepts exactly what JSON.parse accepts, and prints the same value", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const bytes = encode(` ${text}\n`);
        const { nodes, problem } = parseJson(bytes);
        expect(problem).toBeNull();
        expect(tilingFaults(nodes, 0, bytes.length)).toEqual([]);
        expect(JSON.parse(reprint(bytes))).toEqual(JSON.parse(text));
      }),
    );
  });

  test("gives the same nodes in a hurry", () => {
    const embedded = (text: string) => encode(`1${text}a`);
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary" }), fc.constantFrom(0, 1), (text, space) => {
        const bytes = embedded(` ${JSON.stringify(JSON.parse(text), null, space)}`);
        expect(soundJsonFields(bytes, 1, bytes.length - 1)).toEqual(
          parseJson(bytes, 1, bytes.length - 1).nodes,
        );
      }),
      { numRuns: 500 },
    );
  });

  test("refuses what JSON.parse refuses, and still tiles it", () => {
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
      ".5",
      "e1",
      "true",
      " ",
      "\\",
      '"',
      "\u0001",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const bytes = encode(pieces.join(""));
        const { nodes, problem } = parseJson(bytes);
        expect(problem === null).toBe(parses(pieces.join("")));
        expect(tilingFaults(nodes, 0, bytes.length)).toEqual([]);
        if (nodes[0]?.type !== "damage") JSON.parse(reprint(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  test("takes nothing from what stands behind its end", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const bytes = encode(text);
        const end = cut % bytes.length;
        expect(parseJson(bytes, 0, end)).toEqual(parseJson(bytes.slice(0, end)));
      }),
    );
  });

  test("stays within its depth and keeps the siblings of what is too deep", () => {
    const deep = `{"deep": ${"[".repeat(100_000)}"]"${"]".repeat(100_000)}, "after": 1}`;
    expect(leaves(deep).at(-1)).toEqual(["after", "1"]);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
