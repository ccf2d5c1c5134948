import { Automaton } from "./automaton.ts";
import { parseGlob } from "./glob.ts";
import { Machine } from "./machine.ts";
import { literal, type Pattern } from "./pattern.ts";
import { programOf } from "./program.ts";
import { matchRanges, type Range } from "./ranges.ts";
import { parseRegex } from "./regex.ts";

/** How a pattern is written: as it stands, with wildcards, or as a regular expression. */
export type SearchMode = "text" | "glob" | "regex";

const readers: Readonly<Record<SearchMode, (text: string) => Pattern>> = {
  text: literal,
  glob: parseGlob,
  regex: parseRegex,
};

/** A pattern ready to be searched for in UTF-8. The time it takes grows with the text alone, whatever the pattern. */
export class SearchPattern {
  readonly #machine: Machine;
  readonly #automaton: Automaton;

  /** Throws `PatternFault` for a text that is no pattern of that mode. */
  constructor(mode: SearchMode, text: string) {
    this.#machine = new Machine(programOf(readers[mode](text)));
    this.#automaton = new Automaton(this.#machine);
  }

  /** Grows with work that a search has to count beside the bytes. */
  get work(): number {
    return this.#automaton.made;
  }

  finds(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
    return this.#automaton.finds(bytes, from, to);
  }

  /** Where matches stand, as offsets of bytes. None for very long texts. */
  ranges(bytes: Uint8Array): Range[] {
    return matchRanges(this.#machine, bytes);
  }
}
