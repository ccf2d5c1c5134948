import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostWireGuesses, parseWireGuesses, wireGuessesText, wireGuessIds } from "./wire-guesses.ts";

const guesses = fc
  .dictionary(fc.integer({ min: 0, max: 0xffffffff }).map(String), fc.constantFrom(...wireGuessIds), {
    minKeys: 1,
    maxKeys: mostWireGuesses,
  })
  .map((by) => new Map(Object.entries(by).map(([offset, guess]) => [Number(offset), guess] as const)));

describe("guesses in an address", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(guesses, (by) => {
        const sorted = new Map([...by].sort(([one], [other]) => one - other));
        expect(parseWireGuesses(wireGuessesText(by) ?? "")).toEqual(sorted);
      }),
    );
  });

  it("are refused when they are mangled, too many, or speak of one field twice", () => {
    const many = Array.from({ length: mostWireGuesses + 1 }, (_, at) => `0x${at.toString(16)}:text`).join(
      ",",
    );
    for (const text of [
      "",
      "0x1:",
      "1:text",
      "0x1:text,",
      "0x1:poem",
      "0x1:text;0x2:text",
      "0x1:text,0x01:bytes",
      many,
    ])
      expect([text, parseWireGuesses(text)]).toEqual([text, undefined]);
  });

  it("are none when there are none to write", () => {
    expect(wireGuessesText(new Map())).toBeUndefined();
  });
});
