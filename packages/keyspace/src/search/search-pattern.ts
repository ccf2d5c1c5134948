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

  /** Steps of the pattern that were looked at so far: what a search has to count beside the bytes. */
  get work(): number {
    return this.#machine.work;
  }

  /** Begins to search for the pattern between two places. */
  begin(bytes: Uint8Array, from = 0, to = bytes.length): void {
    this.#automaton.begin(bytes, from, to);
  }

  /** Goes on until it is known whether the pattern is there; `undefined` where the work reached `mostWork` before. */
  goOn(mostWork: number): boolean | undefined {
    return this.#automaton.goOn(mostWork);
  }

  finds(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
    this.begin(bytes, from, to);
    let found: boolean | undefined;
    while (found === undefined) found = this.goOn(Number.POSITIVE_INFINITY);
    return found;
  }

  /** Where matches stand, as offsets of bytes. None for very long texts, nor those that take long to find. */
  ranges(bytes: Uint8Array): Range[] {
    return matchRanges(this.#machine, bytes);
  }
}
