// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "./search.ts";

describe("search parameters", () => {
  it("come back as the strings they were, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (key, view) => {
        expect(parseSearch(stringifySearch({ key, view }))).toEqual({ key, view });
      }),
    );
  });

  it("stay strings when they look like numbers or JSON", () => {
    expect(parseSearch("?rev=12345&view=true&key=%7B%7D")).toEqual({ rev: "12345", view: "true", key: "{}" });
  });

  it("keep slashes readable", () => {
    expect(stringifySearch({ key: "/registry/pods/a b" })).toBe("?key=/registry/pods/a%20b");
  });

  it("never end in punctuation that a chat program would cut off", () => {
    for (const end of ".,)]}'\"!?:;~*_-") {
      const text = stringifySearch({ key: `/app/name${end}` });
      expect(text).toMatch(/[0-9A-F]$/);
      expect(parseSearch(text)).toEqual({ key: `/app/name${end}` });
    }
  });
});
