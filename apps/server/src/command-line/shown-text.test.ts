import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyTyped, quotedText, shownKey, shownMessage } from "./shown-text.ts";

const shown = (text: string) => shownKey(new TextEncoder().encode(text));
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => new TextEncoder().encode(text)),
  fc
    .array(
      fc.constantFrom("\\", "x", "ff", "\\xff", " ", "é", "e\u0301", "\u202e", "\u009b", "/", "\u200b"),
      { maxLength: 9 },
    )
    .map((parts) => new TextEncoder().encode(parts.join(""))),
);

describe("a key on the command line", () => {
  it.each([
    ["/registry/pods/d/web", "/registry/pods/d/web"],
    ["ключ/日本語/é", "ключ/日本語/é"],
    ["a\\b", "a\\\\b"],
    ["a\\xff", "a\\\\xff"],
    [" a b ", "\\x20a b\\x20"],
    ["\u001b[31mred", "\\x1b[31mred"],
    ["\u009b31m", "\\xc2\\x9b31m"],
    ["a\u202eb", "a\\xe2\\x80\\xaeb"],
    ["a\u200bb", "a\\xe2\\x80\\x8bb"],
    ["a\u00a0b", "a\\xc2\\xa0b"],
    ["e\u0301", "e\\xcc\\x81"],
    ["a\nb\tc", "a\\x0ab\\x09c"],
    ["-a-", "\\x2da-"],
    ["--keyb=QQ/", "\\x2d-keyb=QQ/"],
    ["\ufeffa", "\\xef\\xbb\\xbfa"],
  ])("%j is printed as %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("that is no text has its bytes escaped", () => {
    expect(shownKey(Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80))).toBe(
      "a\\xff\\xc3(\\xed\\xa0\\x80",
    );
  });

  it("is taken as it is printed, whatever its bytes: so no two are printed alike", () => {
    fc.assert(
      fc.property(bytes, (key) => {
        expect([...keyTyped(shownKey(key))]).toEqual([...key]);
      }),
      { numRuns: 5000 },
    );
  });

  it("shows nothing that a terminal acts on, no blank at either end, and looks like no option", () => {
    fc.assert(
      fc.property(bytes, (key) => {
        expect(shownKey(key)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^[-\s]|\s$/u);
      }),
      { numRuns: 3000 },
    );
  });

  it("may be typed with a backslash that begins no escape", () => {
    expect(Buffer.from(keyTyped("a\\b\\x4\\xzz")).toString()).toBe("a\\b\\x4\\xzz");
  });
});

it("messages and quoted texts hide nothing either", () => {
  expect(shownMessage("a\tb\u001b[1m\u202e\n")).toBe("a\tb\\u001b[1m\\u202e\n");
  expect(quotedText("\u009b\u{e0100}é")).toBe('"\\u009b\\udb40\\udd00é"');
});
