import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mostNodes } from "../field/bounds.ts";
import { eachField } from "../field/locate.ts";
import { JsonWriter } from "../print/json-writer.ts";
import { tilingFaults } from "../tiling.testing.ts";
import { parseMsgpack } from "./parse.ts";
import { writeMsgpackNode } from "./write.ts";

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

function json(hex: string): string {
  const bytes = bytesOf(hex);
  const nodes = parseMsgpack(bytes);
  expect(tilingFaults(nodes, 0, bytes.length)).toEqual([]);
  const writer = new JsonWriter({ indent: 0 });
  const [root] = nodes;
  if (root !== undefined) writeMsgpackNode(bytes, root, writer);
  return writer.finish().text;
}

describe("MessagePack", () => {
  test.each([
    ["7f", "127"],
    ["ff", "-1"],
    ["e0", "-32"],
    ["c0", "null"],
    ["c2", "false"],
    ["c3", "true"],
    ["cc ff", "255"],
    ["cd ffff", "65535"],
    ["ce ffffffff", "4294967295"],
    ["cf ffffffffffffffff", "18446744073709551615"],
    ["d0 80", "-128"],
    ["d1 8000", "-32768"],
    ["d2 80000000", "-2147483648"],
    ["d3 8000000000000000", "-9223372036854775808"],
    ["ca 3fc00000", "1.5"],
    ["cb 3ff199999999999a", "1.1"],
    ["cb 7ff8000000000000", "null"],
    ["a3 616263", '"abc"'],
    ["d9 03 616263", '"abc"'],
    ["da 0003 616263", '"abc"'],
    ["db 00000003 616263", '"abc"'],
    ["c4 02 fbff", '"+/8="'],
    ["c5 0002 fbff", '"+/8="'],
    ["93 01 a1 61 c0", '[1,"a",null]'],
    ["dc 0002 01 02", "[1,2]"],
    ["82 a1 62 01 a1 61 90", '{"b":1,"a":[]}'],
    ["de 0001 05 c3", '{"5":true}'],
    ["df 00000001 a1 61 80", '{"a":{}}'],
    ["d6 ff 514b67b0", '"2013-03-21T20:04:00Z"'],
    ["d7 ff 77359400 514b67b0", '"2013-03-21T20:04:00.5Z"'],
    ["c7 0c ff 1dcd6500 00000000514b67b0", '"2013-03-21T20:04:00.5Z"'],
    ["d4 05 aa", '"qg=="'],
    ["c7 02 05 aabb", '"qrs="'],
  ])("%s is %s", (hex, expected) => {
    expect(json(hex)).toBe(expected);
  });

  test.each([
    ["c1", "the head of a value is cut off or reserved"],
    ["", "the head of a value is cut off or reserved"],
    ["a5 61", "a text string declares 5 bytes, 1 is left"],
    ["92 01", "the list is cut off"],
    ["81 a1", "a text string declares 1 bytes, 0 are left"],
    ["dd ffffffff", "the list is cut off"],
    ["a1 ff", "not valid UTF-8 at byte 0"],
    ["01 02", "more bytes follow the value"],
  ])("that is damaged says how: %s", (hex, problem) => {
    const problems: (string | null)[] = [];
    const bytes = bytesOf(hex);
    eachField(bytes, parseMsgpack(bytes), (node) => problems.push(node.problem));
    expect(problems).toContain(problem);
  });

  test("of any bytes has nodes that tile them, no more than there are bytes, and can be written", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const nodes = parseMsgpack(bytes);
        expect(tilingFaults(nodes, 0, bytes.length)).toEqual([]);
        let count = 0;
        eachField(bytes, nodes, () => count++);
        expect(count).toBeLessThanOrEqual(mostNodes(bytes.length));
        const writer = new JsonWriter({ indent: 0 });
        const [root] = nodes;
        if (root !== undefined && root.type !== "damage") {
          writeMsgpackNode(bytes, root, writer);
          JSON.parse(writer.finish().text);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("is followed 400 levels deep", () => {
    const deep = new Uint8Array(2000).fill(0x91);
    const problems: string[] = [];
    eachField(deep, parseMsgpack(deep), ({ problem }) => {
      if (problem !== null) problems.push(problem);
    });
    expect(problems).toEqual(["nested deeper than 400 levels"]);
  });
});
