import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eachField } from "../field/locate.ts";
import { readScalar } from "../field/scalar.ts";
import { JsonWriter } from "../print/json-writer.ts";
import { tilingFaults } from "../tiling.testing.ts";
import { isSelfDescribedCbor, parseCbor } from "./parse.ts";
import { writeCborNode } from "./write.ts";

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

function json(hex: string): string {
  const bytes = bytesOf(hex);
  const nodes = parseCbor(bytes);
  expect(tilingFaults(nodes, 0, bytes.length)).toEqual([]);
  const writer = new JsonWriter({ indent: 0 });
  writeCborNode(bytes, nodes[0]!, writer);
  return writer.finish().text;
}

describe("reading CBOR", () => {
  // The examples of RFC 8949, appendix A, as far as JSON has a word for them.
  test.each([
    ["00", "0"],
    ["1818", "24"],
    ["1903e8", "1000"],
    ["1bffffffffffffffff", "18446744073709551615"],
    ["c249010000000000000000", "18446744073709551616"],
    ["3bffffffffffffffff", "-18446744073709551616"],
    ["c349010000000000000000", "-18446744073709551617"],
    ["20", "-1"],
    ["f98000", "0"],
    ["f93c00", "1"],
    ["fb3ff199999999999a", "1.1"],
    ["f97bff", "65504"],
    ["fa47c35000", "100000"],
    ["fb7e37e43c8800759c", "1e+300"],
    ["f90001", "5.960464477539063e-8"],
    ["f9c400", "-4"],
    ["f97c00", "null"],
    ["f97e00", "null"],
    ["f4", "false"],
    ["f5", "true"],
    ["f6", "null"],
    ["f7", "null"],
    ["c074323031332d30332d32315432303a30343a30305a", '"2013-03-21T20:04:00Z"'],
    ["d74401020304", '"01020304"'],
    ["4401020304", '"\\u0001\\u0002\\u0003\\u0004"'],
    ["6449455446", '"IETF"'],
    ["62225c", '"\\"\\\\"'],
    ["64f0908591", '"\u{10151}"'],
    ["8301820203820405", "[1,[2,3],[4,5]]"],
    ["a26161016162820203", '{"a":1,"b":[2,3]}'],
    ["7f657374726561646d696e67ff", '"streaming"'],
    ["9f018202039f0405ffff", "[1,[2,3],[4,5]]"],
    ["bf6346756ef563416d7421ff", '{"Amt":-2,"Fun":true}'],
    ["c11a514b67b0", '"2013-03-21T20:04:00Z"'],
    ["c1fb41d452d9ec200000", '"2013-03-21T20:04:00.5Z"'],
    ["c13903e7", '"1969-12-31T23:43:20Z"'],
    ["c11b7fffffffffffffff", "9223372036854775807"],
  ])("writes %s as %s", (hex, expected) => {
    expect(json(hex)).toBe(expected);
  });

  test("takes byte strings for text unless a tag says base64, as Kubernetes stores them", () => {
    expect(json("d9d9f7 a2 44 6b696e64 43 466f6f 44 64617461 d6 43 010203")).toBe(
      '{"data":"AQID","kind":"Foo"}',
    );
    expect(isSelfDescribedCbor(bytesOf("d9d9f7a0"))).toBe(true);
  });

  test("gives each leaf its path, its span and its exact value", () => {
    const bytes = bytesOf("a1 616e 82 1b8000000000000001 f5");
    const found: unknown[] = [];
    eachField(bytes, parseCbor(bytes), (node, path) => {
      if (node.children === null) found.push([path, node.start, node.end, readScalar(bytes, node)]);
    });
    expect(found).toEqual([
      ["n[0]", 4, 13, 2n ** 63n + 1n],
      ["n[1]", 13, 14, true],
    ]);
  });

  test.each([
    ["a map that ends early", "a2 6161 01", '{"a":1}'],
    ["a string that is cut off", "82 01 64 6162", "[1]"],
    ["a length beyond any file", "82 01 5b ffffffffffffffff", "[1]"],
    ["a list that declares more than there can be", "9b ffffffffffffffff 01", "[1]"],
    ["a reserved head", "82 01 1c", "[1]"],
  ])("keeps what stands before %s", (_, hex, expected) => {
    expect(json(hex)).toBe(expected);
    let problems = 0;
    eachField(bytesOf(hex), parseCbor(bytesOf(hex)), (node) => {
      if (node.problem !== null) problems++;
    });
    expect(problems).toBeGreaterThan(0);
  });

  test("tiles any bytes, prints JSON, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        JSON.parse(json(Buffer.from(bytes).toString("hex")));
      }),
      { numRuns: 1000 },
    );
  });

  test("stays within its depth", () => {
    const bytes = new Uint8Array(100_000).fill(0x81);
    expect(tilingFaults(parseCbor(bytes), 0, bytes.length)).toEqual([]);
  });
});

describe("members of a CBOR map", () => {
  test("are written in the byte order of their names, as Kubernetes writes JSON", () => {
    expect(json("a4 61 62 01 61 41 02 62 c3a9 03 64 f0908591 04")).toBe('{"A":2,"b":1,"é":3,"\u{10151}":4}');
    const astralLast = json("a2 64 f0908591 01 63 efbfbd 02");
    expect(astralLast).toBe('{"\ufffd":2,"\u{10151}":1}');
  });

  test.each([
    ["a pieced text", "a1 7f 62 6162 61 63 ff 01", '{"abc":1}'],
    ["pieced bytes", "a1 5f 42 6162 41 63 ff 01", '{"abc":1}'],
    ["null", "a1 f6 01", '{"":1}'],
    ["bytes under tag 22", "a1 d6 43 010203 01", '{"AQID":1}'],
    ["bytes under tag 21", "a1 d5 42 fbff 01", '{"-_8":1}'],
    ["text under a tag that says nothing of text", "a1 d9d9f7 61 61 01", '{"a":1}'],
    ["a number", "a1 05 01", '{"05":1}'],
  ])("may be named by %s", (_, hex, expected) => {
    expect(json(hex)).toBe(expected);
  });

  test("of a name that stands twice, say so of the second", () => {
    const bytes = bytesOf("a2 61 61 01 61 61 02");
    const [map] = parseCbor(bytes);
    expect(map?.children?.map(({ problem }) => problem)).toEqual([null, "the object has this key twice"]);
  });

  test("named by maps within maps are not written out once a level", () => {
    const depth = 390;
    const deep = Uint8Array.from([...Array(depth).fill(0xa1), 0x61, 0x61, ...Array(depth).fill(0x01)]);
    const [map] = parseCbor(deep);
    expect(map?.children?.[0]?.name).toMatch(/^(a1){64}… \(\d+ bytes\)$/);
  });
});

test.each([
  ["f97e00", "JSON has no number NaN"],
  ["f97c00", "JSON has no number Infinity"],
  ["fbfff0000000000000", "JSON has no number -Infinity"],
  ["f7", "JSON has no undefined value"],
  ["f8ff", "JSON has no simple value"],
])("what JSON has no word for is a problem: %s", (hex, problem) => {
  expect(parseCbor(bytesOf(hex))[0]?.problem).toBe(problem);
});
