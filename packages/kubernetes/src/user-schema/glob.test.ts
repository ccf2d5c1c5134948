import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGlob } from "./glob.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const matches = (pattern: string, key: string | Uint8Array) =>
  compileGlob(pattern)(typeof key === "string" ? bytesOf(key) : key);

describe("a pattern", () => {
  test.each([
    ["/app/users/*", "/app/users/7", true],
    ["/app/users/*", "/app/users/", true],
    ["/app/users/*", "/app/users/7/cart", false],
    ["/app/users/*", "x/app/users/7", false],
    ["/app/**", "/app/users/7/cart", true],
    ["/app/**/cart", "/app/users/7/cart", true],
    ["/app/**/cart", "/app/cart", false],
    ["/app/user?", "/app/user1", true],
    ["/app/user?", "/app/user", false],
    ["/app/user?", "/app/user/", false],
    ["/app/?", "/app/é", true],
    ["/app/??", "/app/é", false],
    ["/a.c", "/abc", false],
    ["/a[b]c", "/a[b]c", true],
    ["\\*", "*", true],
    ["\\*", "x", false],
    ["\\", "\\", true],
    ["*", "", true],
    ["", "", true],
    ["", "a", false],
    ["***", "a/b", true],
  ])("%s and the key %s", (pattern, key, expected) => {
    expect(matches(pattern, key)).toBe(expected);
  });

  test("takes bytes that are not UTF-8 as characters of their own", () => {
    const key = Uint8Array.of(0x2f, 0xff, 0xe4, 0xb8, 0x2f, 0x61);
    expect(matches("/???/a", key)).toBe(true);
    expect(matches("/*/a", key)).toBe(true);
    expect(matches("/\ufffd*/a", key)).toBe(false);
  });

  test("matches itself when all in it is escaped, and nothing else of its length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, other) => {
        const escaped = [...text].map((character) => `\\${character}`).join("");
        expect(matches(escaped, text)).toBe(true);
        expect(matches(escaped, other)).toBe(text === other);
      }),
    );
  });

  test("ends with a pattern that takes for ever where ways are tried again", () => {
    expect(matches("*a".repeat(100), `${"a".repeat(2000)}b`)).toBe(false);
  });
});
