import type { CharacterRange } from "./pattern.ts";

/** Longer ranges are not gone through letter by letter: only their Latin letters have two cases then. */
const mostLetters = 1000;
const upperToLower = 0x20;

/** The ranges, and every letter of theirs in its other case. */
export function foldCase(ranges: readonly CharacterRange[]): CharacterRange[] {
  return ranges.flatMap((range) => [range, ...otherCases(range)]);
}

function otherCases([low, high]: CharacterRange): CharacterRange[] {
  if (high - low > mostLetters)
    return [
      ...moved([low, high], [0x41, 0x5a], upperToLower),
      ...moved([low, high], [0x61, 0x7a], -upperToLower),
    ];
  const found: CharacterRange[] = [];
  for (let code = low; code <= high; code++) found.push(...casesOf(code));
  return found;
}

function casesOf(code: number): CharacterRange[] {
  const letter = String.fromCodePoint(code);
  return [letter.toLowerCase(), letter.toUpperCase()].flatMap((other) => {
    const point = other.codePointAt(0) ?? code;
    // Some letters become two, as ß does.
    const isOne = other.length === (point > 0xffff ? 2 : 1);
    return isOne && point !== code ? [[point, point] as const] : [];
  });
}

/** The part of a range that lies within another, moved. */
function moved([low, high]: CharacterRange, [first, last]: CharacterRange, by: number): CharacterRange[] {
  const from = Math.max(low, first);
  const to = Math.min(high, last);
  return from <= to ? [[from + by, to + by]] : [];
}
