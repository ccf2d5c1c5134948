// @vitest-environment node
import { describe, expect, it } from "vitest";
import { offsetOf } from "./goto.ts";

describe("going to an offset", () => {
  it("understands hex, decimal, steps and shares", () => {
    expect(offsetOf("0x6b", 0, 200)).toBe(107);
    expect(offsetOf(" 107 ", 0, 200)).toBe(107);
    expect(offsetOf("+16", 10, 200)).toBe(26);
    expect(offsetOf("-0x4", 10, 200)).toBe(6);
    expect(offsetOf("50%", 0, 200)).toBe(100);
    expect(offsetOf("100%", 0, 200)).toBe(199);
  });

  it("refuses what is not within the value", () => {
    for (const text of ["200", "-1", "", "6b", "0x", "1e3", "101%%"]) {
      expect(offsetOf(text, 0, 200)).toBeUndefined();
    }
  });
});
