// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPlainText, nameTokensOf, tokensOf } from "./tokens.ts";

const utf8 = new TextEncoder();
const kinds = (text: string): string[] => tokensOf(utf8.encode(text)).map((token) => token.kind);

describe("bytes as text", () => {
  it("are covered without gap or overlap, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        let at = 0;
        for (const token of tokensOf(bytes)) {
          expect(token.start).toBe(at);
          at = token.end;
        }
        expect(at).toBe(bytes.length);
      }),
    );
  });

  it("are invalid exactly where the platform's decoder refuses them", () => {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const accepts = (bytes: Uint8Array): boolean => {
      try {
        strict.decode(bytes);
        return true;
      } catch {
        return false;
      }
    };
    const byte = fc.oneof(fc.integer({ min: 0x7f, max: 0xff }), fc.nat(255));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 6 }), (list) => {
        const bytes = Uint8Array.from(list);
        expect(tokensOf(bytes).every((token) => token.kind !== "invalid")).toBe(accepts(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it("stay one run while they are readable", () => {
    expect(tokensOf(utf8.encode("/app/键 ok"))).toEqual([
      { kind: "text", text: "/app/键 ok", start: 0, end: 11 },
    ]);
  });

  it("show what would be unseen or would turn the text around", () => {
    expect(kinds("a\u202eb")).toEqual(["text", "invisible", "text"]);
    expect(kinds("a\u200bb\u00a0")).toEqual(["text", "invisible", "text", "invisible"]);
    expect(kinds("a\u0000")).toEqual(["text", "control"]);
    expect(tokensOf(Uint8Array.of(0x61, 0xff)).at(-1)?.text).toBe("\\xff");
  });

  it("count as plain text with line breaks, and not with other controls", () => {
    expect(isPlainText(utf8.encode("a\n\tb"))).toBe(true);
    expect(isPlainText(utf8.encode("a\u0001"))).toBe(false);
  });
});

describe("a name", () => {
  const shown = (text: string) =>
    nameTokensOf(utf8.encode(text))
      .map((token) => (token.kind === "text" ? token.text : `[${token.text}]`))
      .join("");

  it.each([
    ["a b", "a b"],
    [" a b", "[\\x20]a b"],
    ["a  ", "a[\\x20\\x20]"],
    ["  ", "[\\x20\\x20]"],
    ["é", "é"],
    ["e\u0301", "e[U+0301]"],
    ["a\u200b b", "a[U+200B] b"],
    ["हिन्दी", "हिन्दी"],
    ["a\u3164", "a[U+3164]"],
    ["a\ufe0f", "a[U+FE0F]"],
    ["\u0441afe", "[U+0441]afe"],
    ["c\u03bfre dns", "c[U+03BF]re dns"],
    ["\u0441\u043b\u0443\u0436\u0431\u0430", "\u0441\u043b\u0443\u0436\u0431\u0430"],
  ])("hides nothing that would make it look like another: %j", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("is covered without gap or overlap, whatever its bytes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string({ unit: "binary" }).map((text) => utf8.encode(text)),
        ),
        (bytes) => {
          let at = 0;
          for (const token of nameTokensOf(bytes)) {
            expect(token.start).toBe(at);
            at = token.end;
          }
          expect(at).toBe(bytes.length);
        },
      ),
    );
  });
});
