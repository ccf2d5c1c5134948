// @vitest-environment node
import { describe, expect, it } from "vitest";
import { parseSpan, spanText } from "./span.ts";

describe("a span in an address", () => {
  it("comes back as it was", () => {
    expect(parseSpan(spanText([0x6b, 0x9f]))).toEqual([0x6b, 0x9f]);
  });

  it("is refused when it is mangled or runs backwards", () => {
    for (const text of [undefined, "", "0x9f-0x6b", "6b-9f", "0x1-0x", "0x1-0x2-0x3"]) {
      expect(parseSpan(text)).toBeUndefined();
    }
  });
});
