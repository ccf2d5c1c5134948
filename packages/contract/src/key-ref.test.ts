import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import { keyRefOf, keyText, parseKeyRef } from "./key-ref.ts";
import { urls } from "./urls.ts";

const throughUrl = (bytes: Uint8Array): Uint8Array | undefined => {
  const parameters = new URL(urls.value("s", keyRefOf(bytes)), "http://127.0.0.1").searchParams;
  return parseKeyRef({ key: parameters.get("key") ?? undefined, keyb: parameters.get("keyb") ?? undefined });
};

describe("a key in a URL", () => {
  it("comes back byte for byte, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(throughUrl(bytes)).toEqual(bytes);
      }),
    );
  });

  it("comes back byte for byte when it is any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(throughUrl(bytes)).toEqual(bytes);
      }),
    );
  });

  it("keeps a byte order mark", () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61);
    expect(throughUrl(bytes)).toEqual(bytes);
  });

  it("is written as base64url when it is not UTF-8 or holds a control character", () => {
    expect(keyRefOf(Uint8Array.of(0x2f, 0xff))).toEqual({ keyb: "L_8" });
    expect(keyText(Uint8Array.of(0x61, 0x0a))).toBeUndefined();
    expect(keyText(Uint8Array.of(0x7f))).toBeUndefined();
  });

  it("is refused when given twice, not at all, or with a lone surrogate", () => {
    expect(parseKeyRef({ key: "a", keyb: "YQ" })).toBeUndefined();
    expect(parseKeyRef({})).toBeUndefined();
    expect(parseKeyRef({ key: "\ud800" })).toBeUndefined();
  });

  it("is refused as text when it holds a control character", () => {
    for (const key of ["a\n", "\0", "\x7f"]) expect(parseKeyRef({ key })).toBeUndefined();
  });
});

describe("base64url", () => {
  it("agrees with the platform's own", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
      }),
    );
  });

  it("refuses padding, foreign characters and leftover bits", () => {
    for (const text of ["YQ==", "Y Q", "YR", "A"]) expect(fromBase64Url(text)).toBeUndefined();
  });
});
