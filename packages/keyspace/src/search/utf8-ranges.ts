import type { CharacterRange } from "./pattern.ts";

/** Bytes from one to another, both included. */
export type ByteRange = readonly [low: number, high: number];

/** The last code point of each length of UTF-8, and the surrogates, which have no encoding. */
const lengthEnds = [0x7f, 0x7ff, 0xffff, 0x10ffff];
const surrogates: CharacterRange = [0xd800, 0xdfff];

/** The UTF-8 of a range of characters: each sequence of byte ranges takes the characters of one part of it. */
export function utf8Sequences([low, high]: CharacterRange): ByteRange[][] {
  if (low > high) return [];
  const [firstSurrogate, lastSurrogate] = surrogates;
  if (low <= lastSurrogate && high >= firstSurrogate)
    return [...utf8Sequences([low, firstSurrogate - 1]), ...utf8Sequences([lastSurrogate + 1, high])];
  const end = lengthEnds.find((last) => low <= last) ?? 0;
  if (high > end) return [...utf8Sequences([low, end]), ...utf8Sequences([end + 1, high])];
  return sameLength(bytesOf(low), bytesOf(high));
}

/** Splits where bytes but the first differ and the rest is not all of what there can be. */
function sameLength(low: readonly number[], high: readonly number[]): ByteRange[][] {
  const [first = 0, ...lowRest] = low;
  const [last = 0, ...highRest] = high;
  if (lowRest.length === 0) return [[[first, last]]];
  if (first === last) return sameLength(lowRest, highRest).map((rest) => [[first, last], ...rest]);
  const head = lowRest.every(isLowest)
    ? []
    : behind(
        first,
        sameLength(
          lowRest,
          lowRest.map(() => 0xbf),
        ),
      );
  const tail = highRest.every(isHighest)
    ? []
    : behind(
        last,
        sameLength(
          highRest.map(() => 0x80),
          highRest,
        ),
      );
  const from = head.length === 0 ? first : first + 1;
  const to = tail.length === 0 ? last : last - 1;
  const middle: ByteRange[][] =
    from > to ? [] : [[[from, to], ...lowRest.map((): ByteRange => [0x80, 0xbf])]];
  return [...head, ...middle, ...tail];
}

const isLowest = (byte: number): boolean => byte === 0x80;
const isHighest = (byte: number): boolean => byte === 0xbf;

const behind = (byte: number, rests: ByteRange[][]): ByteRange[][] =>
  rests.map((rest) => [[byte, byte], ...rest]);

const utf8 = new TextEncoder();
const bytesOf = (code: number): number[] => [...utf8.encode(String.fromCodePoint(code))];
