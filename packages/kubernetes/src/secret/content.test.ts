import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { base64, masked, rules, utf8 } from "./secret-values.testing.ts";
import { scanWith } from "./spans.ts";

describe("what scanning costs", () => {
  // What grows faster than its input does not come to an end here.
  const size = 600_000;
  const fill = (text: string) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
  const nested = (times: number) => {
    let text = "a: harmless text\n".repeat(200);
    for (let at = 0; at < times; at++) text = base64(text);
    return text;
  };
  test.each<[string, string | Uint8Array]>([
    ["base64 in base64 in base64", nested(7)],
    ["letters", fill("a")],
    ["words", fill("kind: kind: ")],
    ["kinds", fill("kind:Secret ")],
    ["dots of tokens", fill(".eyJ")],
    ["heads of tokens", fill("eyJ")],
    ["backslashes", fill("\\")],
    ["escapes", fill("\\u0053")],
    ["remarks", fill(" #")],
    ["blanks", fill("kind :       ")],
    ["dashes", fill("-----BEGIN ")],
    ["lines of base64", fill(`${"QUJD".repeat(19)}\n`)],
    ["lines of base64 with blanks between", fill(`${"QUJD".repeat(19)}${" ".repeat(39)}`)],
    ["blanks that are no lines", fill(" ")],
    ["line feeds", fill(`${"QUJD".repeat(19)}${"\n".repeat(300)}`)],
    ["equals signs", fill("QUJDQUJDQUJDQUJDQUJDQUJD==")],
    ["quotes", fill('\\"kind\\" ')],
    ["braces", fill('{"kty":"')],
    ["dollars", fill("$2a$10$")],
    ["packed text", gzipSync(fill("harmless "))],
    ["UTF-16", Buffer.from(fill("harmless "), "utf16le")],
  ])("is bounded by the bytes and what they unpack to: %s", (_, value) => {
    const bytes = typeof value === "string" ? utf8(value) : new Uint8Array(value);
    const scan = scanWith(rules);
    scan.mayHold(bytes);
    scan.holds(bytes);
    const unpacked = bytes[0] === 0x1f ? size : 0;
    expect(scan.read).toBeGreaterThanOrEqual(2 * bytes.length);
    expect(scan.read).toBeLessThanOrEqual(8 * (bytes.length + unpacked));
  });

  test("of what unpacks to more than is looked at ends there, and all of it is hidden", () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const scan = scanWith(rules);
    expect(scan.holds(new Uint8Array(bomb))).toBe(true);
    expect(scan.read).toBeLessThan(20_000_000);
    expect(Buffer.from(masked("/a", bomb)).toString()).toMatch(/^\*+$/);
  });
});
