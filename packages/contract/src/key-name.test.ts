import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64Url } from "./base64url.ts";
import { keyNameOf } from "./key-name.ts";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Reads the escaped rendering back, by its own rules. */
function unescaped(text: string): Uint8Array {
  const parts = text.match(/\\x[0-9a-f]{2}|\\\\|[^\\]/gu) ?? [];
  return Buffer.concat(
    parts.map((part) =>
      part.startsWith("\\x") ? Buffer.from(part.slice(2), "hex") : Buffer.from(part === "\\\\" ? "\\" : part),
    ),
  );
}

describe("a key's name", () => {
  it("is the text alone when there is one", () => {
    expect(keyNameOf(Buffer.from("/目录/a b\\c"))).toEqual({ key: "/目录/a b\\c" });
  });

  it("escapes only what is no text and keeps the bytes beside it", () => {
    expect(keyNameOf(bytesOf("/a\xff\n"))).toEqual({ key: "/a\\xff\\x0a", keyb: "L2H_Cg" });
    expect(keyNameOf(Uint8Array.of(0xe7, 0x9b, 0xae, 0x5c, 0xe7, 0x9b)).key).toBe("目\\\\\\xe7\\x9b");
  });

  it("tells any two keys apart", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const name = keyNameOf(bytes);
        if (name.keyb === undefined) return;
        expect(fromBase64Url(name.keyb)).toEqual(bytes);
        expect(Uint8Array.from(unescaped(name.key))).toEqual(bytes);
      }),
    );
  });
});
