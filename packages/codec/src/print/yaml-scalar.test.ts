import { describe, expect, test } from "vitest";
import { blockText, plainOrQuoted } from "./yaml-scalar.ts";

describe("a scalar of YAML", () => {
  test("keeps the line feeds at its end, and those in its midst, however many there are", () => {
    expect(blockText("a\n\n\nb", 0)).toBe("|-\na\n\n\nb");
    expect(blockText("a\nb\n", 0)).toBe("|\na\nb");
    expect(blockText("a\n\n\n", 0)).toBe("|+\na\n\n");
    const text = `a${"\n".repeat(300_000)}b`;
    expect(blockText(text, 0)).toBe(`|-\n${text}`);
  });

  test("is quoted where it is very long, for no regular expression is run over it", () => {
    expect(plainOrQuoted("x".repeat(64 * 1024))).toBe("x".repeat(64 * 1024));
    const long = "x".repeat(20_000_000);
    expect(plainOrQuoted(long)).toBe(`"${long}"`);
  });
});
