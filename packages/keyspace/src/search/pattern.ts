/** Code points from one to another, both included. */
export type CharacterRange = readonly [low: number, high: number];

/** What must hold between two characters: an end of the text, the edge of a word, an end of a segment. */
export type Assertion = "start" | "end" | "edge" | "no-edge" | "segment-start" | "segment-end";

/** What a pattern takes of a text. */
export type Pattern =
  | { readonly kind: "character"; readonly ranges: readonly CharacterRange[] }
  | { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  /** `most` is absent where there is no end to it. */
  | {
      readonly kind: "repeat";
      readonly part: Pattern;
      readonly least: number;
      readonly most?: number | undefined;
    }
  | { readonly kind: "assertion"; readonly assertion: Assertion };

/** A pattern that cannot be read; `position` counts UTF-16 units of its text from 0. */
export class PatternFault extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.name = "PatternFault";
    this.position = position;
  }
}

const lastCharacter = 0x10ffff;

export const anyCharacter: readonly CharacterRange[] = [[0, lastCharacter]];

export const sequence = (...parts: Pattern[]): Pattern => ({ kind: "sequence", parts });

export const characters = (...ranges: CharacterRange[]): Pattern => ({ kind: "character", ranges });

export const assertion = (what: Assertion): Pattern => ({ kind: "assertion", assertion: what });

/** The characters of a text, one after the other. */
export function literal(text: string): Pattern {
  return sequence(
    ...Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return characters([code, code]);
    }),
  );
}

/** Every character that is in none of the ranges. */
export function complement(ranges: readonly CharacterRange[]): CharacterRange[] {
  const rest: CharacterRange[] = [];
  let from = 0;
  for (const [low, high] of [...ranges].sort(([left], [right]) => left - right)) {
    if (low > from) rest.push([from, low - 1]);
    from = Math.max(from, high + 1);
  }
  if (from <= lastCharacter) rest.push([from, lastCharacter]);
  return rest;
}

/** The same characters in as few ranges as can be: letters in either case are many small ones. */
export function merged(ranges: readonly CharacterRange[]): readonly CharacterRange[] {
  return ranges.length < 2 ? ranges : complement(complement(ranges));
}
