import { decodeUtf8, invalidUtf8At } from "@etcdscope/codec";

/** What a part of a pattern takes of a key: one given character, any but a slash, a run without slashes, any run. */
type Part = { readonly character: string } | "character" | "within" | "any";

/**
 * Compiles a pattern for whole keys: `*` takes any run without a slash, `**` any run, `?` one character that is no
 * slash, and `\` takes what follows as it is. Bytes of a key that are not UTF-8 are characters of their own.
 */
export function compileGlob(pattern: string): (key: Uint8Array) => boolean {
  const parts = partsOf(pattern);
  return (key) => matches(parts, charactersOf(key));
}

function partsOf(pattern: string): Part[] {
  return [...pattern.matchAll(/\*\*|\\?./gsu)].map(
    ([token]) => runs.get(token) ?? { character: literalOf(token) },
  );
}

const runs: ReadonlyMap<string, Part> = new Map([
  ["**", "any"],
  ["*", "within"],
  ["?", "character"],
]);

function literalOf(token: string): string {
  return token.length > 1 && token.startsWith("\\") ? token.slice(1) : token;
}

/** The characters of UTF-8; a byte that is none becomes a lone surrogate, which no pattern's character equals. */
function charactersOf(key: Uint8Array): string[] {
  const characters: string[] = [];
  let from = 0;
  while (from < key.length) {
    const invalid = invalidUtf8At(key, from, key.length);
    const end = invalid < 0 ? key.length : invalid;
    for (const character of decodeUtf8(key, from, end)) characters.push(character);
    if (invalid >= 0) characters.push(String.fromCharCode(0xdc00 + (key[invalid] ?? 0)));
    from = end + 1;
  }
  return characters;
}

/** Follows all ways to match at once, so that no pattern takes more than `parts × characters` steps. */
function matches(parts: readonly Part[], characters: readonly string[]): boolean {
  let places = withEmptyRuns(parts, new Set([0]));
  for (const character of characters) {
    places = withEmptyRuns(parts, placesAfter(parts, places, character));
    if (places.size === 0) return false;
  }
  return places.has(parts.length);
}

function placesAfter(parts: readonly Part[], places: ReadonlySet<number>, character: string): Set<number> {
  const next = new Set<number>();
  for (const place of places) {
    const part = parts[place];
    if (part !== undefined && takes(part, character)) next.add(isRun(part) ? place : place + 1);
  }
  return next;
}

/** Adds the places behind runs, which may take nothing. */
function withEmptyRuns(parts: readonly Part[], places: Set<number>): Set<number> {
  for (const place of places) {
    const part = parts[place];
    // What is added while a set is walked is walked too.
    if (part !== undefined && isRun(part)) places.add(place + 1);
  }
  return places;
}

function isRun(part: Part): boolean {
  return part === "within" || part === "any";
}

function takes(part: Part, character: string): boolean {
  if (typeof part === "object") return part.character === character;
  return part === "any" || character !== "/";
}
