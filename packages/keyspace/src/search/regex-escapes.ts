import { type CharacterRange, complement, PatternFault } from "./pattern.ts";

const digits: readonly CharacterRange[] = [[0x30, 0x39]];
const word: readonly CharacterRange[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const space: readonly CharacterRange[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

const classes: ReadonlyMap<string, readonly CharacterRange[]> = new Map([
  ["d", digits],
  ["D", complement(digits)],
  ["w", word],
  ["W", complement(word)],
  ["s", space],
  ["S", complement(space)],
]);

const controls: ReadonlyMap<string, number> = new Map([
  ["t", 9],
  ["n", 10],
  ["v", 11],
  ["f", 12],
  ["r", 13],
  ["0", 0],
]);

/** What a backslash and what follows it stand for, and the length of both. */
export interface Escape {
  readonly ranges: readonly CharacterRange[];
  readonly length: number;
}

const codeForms = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/;

/** Reads the escape of characters that begins at `at`; refuses one that names none. */
export function readEscape(text: string, at: number): Escape {
  const rest = text.slice(at, at + 12);
  const [, letter] = /^\\(.)/su.exec(rest) ?? [];
  if (letter === undefined) throw new PatternFault("A backslash has nothing behind it", at);
  const known = classes.get(letter);
  if (known !== undefined) return { ranges: known, length: 2 };
  const code = controls.get(letter);
  if (code !== undefined) return one(code, 2);
  const form = codeForms.exec(rest);
  if (form !== null) return coded(form, at);
  if (/[A-Za-z0-9]/.test(letter)) throw new PatternFault(whyNot(letter), at);
  return one(letter.codePointAt(0) ?? 0, 1 + letter.length);
}

function coded([all, byte, unit, point]: RegExpExecArray, at: number): Escape {
  const code = Number.parseInt(byte ?? unit ?? point ?? "", 16);
  if (code > 0x10ffff) throw new PatternFault("There is no such character", at);
  return one(code, all.length);
}

const one = (code: number, length: number): Escape => ({ ranges: [[code, code]], length });

function whyNot(letter: string): string {
  if (/[1-9]/.test(letter)) return `\\${letter} refers back to a group, which is not supported`;
  if (/[pP]/.test(letter)) return `\\${letter} is not supported: write the characters as a class, [a-z]`;
  return `\\${letter} is no escape`;
}
