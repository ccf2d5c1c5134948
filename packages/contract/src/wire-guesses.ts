/** What bytes behind a length may be taken for where no schema tells. */
export const wireGuessIds = [
  "message",
  "text",
  "bytes",
  "packed-varint",
  "packed-fixed32",
  "packed-fixed64",
] as const;

export type WireGuessId = (typeof wireGuessIds)[number];

/** Guesses that one address names, at most. */
export const mostWireGuesses = 64;

const one = `0x[0-9a-f]{1,8}:(?:${wireGuessIds.join("|")})`;

/** `0x1c:text,0x40:bytes`: the offset at which a field starts, and what to take its bytes for. */
export const wireGuessesPattern = `^${one}(?:,${one}){0,${mostWireGuesses - 1}}$`;

/** Reads guesses by the offset of their field; `undefined` for a text that is none, or names a field twice. */
export function parseWireGuesses(text: string): ReadonlyMap<number, WireGuessId> | undefined {
  if (!new RegExp(wireGuessesPattern).test(text)) return undefined;
  const parts = text.split(",");
  const guesses = new Map<number, WireGuessId>();
  for (const part of parts) {
    const [offset = "", name] = part.split(":");
    const guess = wireGuessIds.find((id) => id === name);
    if (guess !== undefined) guesses.set(Number.parseInt(offset, 16), guess);
  }
  return guesses.size === parts.length ? guesses : undefined;
}

/** Writes guesses in the order of their fields; `undefined` where there is none to write, or more than an address takes. */
export function wireGuessesText(guesses: ReadonlyMap<number, WireGuessId>): string | undefined {
  if (guesses.size === 0 || guesses.size > mostWireGuesses) return undefined;
  const sorted = [...guesses].sort(([one], [other]) => one - other);
  return sorted.map(([offset, guess]) => `0x${offset.toString(16)}:${guess}`).join(",");
}
