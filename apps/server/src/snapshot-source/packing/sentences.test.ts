import { expect, it } from "vitest";
import { packingSentence, shownPackingSentence } from "./sentences.ts";

const faults = ["cut", "corrupt", "checksum", "trailing"] as const;

it("what is wrong with a packed file is one sentence, which promises something only where it is shown", () => {
  for (const fault of faults) {
    expect(packingSentence({ fault, offset: 5 })).toMatch(/^[^.;:]* byte 5\b[^.;:]*\.$/);
    const isPart = fault === "cut" || fault === "corrupt";
    expect(shownPackingSentence({ fault, offset: 5 }).endsWith(" is shown.")).toBe(isPart);
  }
});
