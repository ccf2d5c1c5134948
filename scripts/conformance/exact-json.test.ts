import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstDifference, parseExact } from "./exact-json.ts";

const difference = (expected: string, actual: string) =>
  firstDifference(parseExact(expected), parseExact(actual));

describe("comparing JSON exactly", () => {
  test("finds any JSON value equal to itself, however it is spaced", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(difference(text, JSON.stringify(JSON.parse(text), null, 2))).toBeUndefined();
      }),
    );
  });

  test("sees integers that differ beyond 2^53 and takes equal doubles for equal", () => {
    expect(difference('{"a":[1,9007199254740993]}', '{"a":[1,9007199254740992]}')).toBe(
      ".a[1]: expected 9007199254740993, got 9007199254740992",
    );
    expect(difference("1e21", "1000000000000000000000")).toBeUndefined();
    expect(difference("0.5", "0.25")).toBeDefined();
  });

  test("counts null and absent members as equal, but not null items or other values", () => {
    expect(difference('{"a":null,"b":1}', '{"b":1,"c":null}')).toBeUndefined();
    expect(difference('{"a":{}}', "{}")).toBe(".a: expected an object of 0, got null");
    expect(difference("[null]", "[]")).toBe(": expected 1 items, got 0");
    expect(difference('{"__proto__":1}', "{}")).toBe(".__proto__: expected 1, got null");
    expect(difference('"1"', "1")).toBeDefined();
  });

  test.each(["", "{", "[1,]", '{"a":1,"a":2}', "[1 2]", "1 2", "nul", '{"a" 1}', "{1:2}"])(
    "refuses %j",
    (text) => expect(() => parseExact(text)).toThrow(),
  );
});
