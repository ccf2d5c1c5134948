import { foldCase } from "./letter-case.ts";
import {
  type Assertion,
  anyCharacter,
  assertion,
  type CharacterRange,
  complement,
  type Pattern,
  PatternFault,
} from "./pattern.ts";
import { readEscape } from "./regex-escapes.ts";

/** Repetitions that may be asked for, and groups within groups. */
const mostRepeats = 1000;
const mostDepth = 100;

/**
 * A regular expression as JavaScript writes it, without what needs memory of the text: references back to groups
 * and looking around. `.` takes any character; `(?i)` at the beginning, or `(?i:…)`, takes letters in either case.
 */
export function parseRegex(text: string): Pattern {
  const flag = text.startsWith("(?i)");
  const parser = new RegexParser(text, flag ? 4 : 0);
  return parser.whole(flag);
}

const assertions: ReadonlyMap<string, Assertion> = new Map([
  ["^", "start"],
  ["$", "end"],
  ["\\b", "edge"],
  ["\\B", "no-edge"],
]);

class RegexParser {
  readonly #text: string;
  #at: number;
  #anyCase = false;
  #depth = 0;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
  }

  whole(anyCase: boolean): Pattern {
    this.#anyCase = anyCase;
    const pattern = this.#choice();
    if (this.#at < this.#text.length)
      throw new PatternFault("This closes a group that was never opened", this.#at);
    return pattern;
  }

  #choice(): Pattern {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: "choice", options };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.#at < this.#text.length && !/[|)]/.test(this.#here())) parts.push(this.#repeated());
    return { kind: "sequence", parts };
  }

  #repeated(): Pattern {
    const start = this.#at;
    const part = this.#atom();
    const times = this.#times();
    if (times === undefined) return part;
    if (part.kind === "assertion") throw new PatternFault("There is nothing to repeat here", start);
    this.#take("?");
    if (this.#times() !== undefined)
      throw new PatternFault("A repetition cannot be repeated; use a group", this.#at - 1);
    return { kind: "repeat", part, ...times };
  }

  /** `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`; a brace that is none of these is a character. */
  #times(): { least: number; most?: number | undefined } | undefined {
    if (this.#take("*")) return { least: 0 };
    if (this.#take("+")) return { least: 1 };
    if (this.#take("?")) return { least: 0, most: 1 };
    const braces = /^\{(\d{1,9})(,(\d{0,9}))?\}/.exec(this.#text.slice(this.#at, this.#at + 24));
    if (braces === null) return undefined;
    const [all, first, comma, last] = braces;
    const least = Number(first);
    const most = comma === undefined ? least : last === "" ? undefined : Number(last);
    if (Math.max(least, most ?? 0) > mostRepeats)
      throw new PatternFault(`More than ${mostRepeats} repetitions`, this.#at);
    if (most !== undefined && most < least)
      throw new PatternFault("The numbers are in the wrong order", this.#at);
    this.#at += all.length;
    return { least, most };
  }

  #atom(): Pattern {
    const start = this.#at;
    const asserted = assertions.get(this.#text.slice(start, start + 2)) ?? assertions.get(this.#here());
    if (asserted !== undefined) {
      this.#at += asserted.includes("edge") ? 2 : 1;
      return assertion(asserted);
    }
    if (this.#take("(")) return this.#group(start);
    if (this.#take("[")) return this.#class(start);
    if (this.#take(".")) return { kind: "character", ranges: anyCharacter };
    if (/[*+?]/.test(this.#here())) throw new PatternFault("There is nothing to repeat here", start);
    return this.#characters(this.#one());
  }

  #group(start: number): Pattern {
    const before = this.#anyCase;
    this.#open(start);
    if (++this.#depth > mostDepth) throw new PatternFault("Too many groups within groups", start);
    const inside = this.#choice();
    if (!this.#take(")")) throw new PatternFault("The group is not closed", start);
    this.#depth--;
    this.#anyCase = before;
    return inside;
  }

  /** What may stand behind the parenthesis. */
  #open(start: number): void {
    if (this.#here() !== "?") return;
    const rest = this.#text.slice(this.#at, this.#at + 200);
    if (/^\?<?[=!]/.test(rest)) throw new PatternFault("Looking around is not supported", start);
    const [head, flags] = /^\?(?:(-?i)?:|<[A-Za-z_]\w*>)/.exec(rest) ?? [];
    if (head === undefined) throw new PatternFault("There is no such kind of group", start);
    if (flags !== undefined) this.#anyCase = flags === "i";
    this.#at += head.length;
  }

  #class(start: number): Pattern {
    const isNegated = this.#take("^");
    const ranges: CharacterRange[] = [];
    while (this.#here() !== "]") {
      if (this.#at >= this.#text.length) throw new PatternFault("The class is not closed", start);
      ranges.push(...this.#classPart());
    }
    this.#at++;
    const cased = this.#anyCase ? foldCase(ranges) : ranges;
    return { kind: "character", ranges: isNegated ? complement(cased) : cased };
  }

  #classPart(): readonly CharacterRange[] {
    const start = this.#at;
    const low = this.#one();
    const next = this.#text[this.#at + 1];
    if (this.#here() !== "-" || next === "]" || next === undefined) return low;
    this.#at++;
    const from = single(low);
    const to = single(this.#one());
    if (from === undefined || to === undefined || to < from)
      throw new PatternFault("The range has no order", start);
    return [[from, to]];
  }

  /** One character, or the class that an escape stands for. */
  #one(): readonly CharacterRange[] {
    if (this.#here() === "\\") {
      const { ranges, length } = readEscape(this.#text, this.#at);
      this.#at += length;
      return ranges;
    }
    const code = this.#text.codePointAt(this.#at) ?? 0;
    this.#at += code > 0xffff ? 2 : 1;
    return [[code, code]];
  }

  #characters(ranges: readonly CharacterRange[]): Pattern {
    return { kind: "character", ranges: this.#anyCase ? foldCase(ranges) : ranges };
  }

  #here(): string {
    return this.#text[this.#at] ?? "";
  }

  #take(expected: string): boolean {
    if (this.#here() !== expected) return false;
    this.#at++;
    return true;
  }
}

function single([range, ...others]: readonly CharacterRange[]): number | undefined {
  return range !== undefined && others.length === 0 && range[0] === range[1] ? range[0] : undefined;
}
