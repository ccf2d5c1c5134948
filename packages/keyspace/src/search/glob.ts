import {
  anyCharacter,
  assertion,
  characters,
  complement,
  literal,
  type Pattern,
  sequence,
} from "./pattern.ts";

const slash = 0x2f;
const noSlash = complement([[slash, slash]]);

const wildcards: ReadonlyMap<string, Pattern> = new Map([
  ["**", { kind: "repeat", part: characters(...anyCharacter), least: 0 }],
  ["*", { kind: "repeat", part: characters(...noSlash), least: 0 }],
  ["?", characters(...noSlash)],
]);

/**
 * A glob: `*` takes any run without a slash, `**` any run, `?` one character that is no slash, and `\` takes what
 * follows as it is. With a slash in it, it is for whole keys; without one, for any one segment of a key.
 */
export function parseGlob(text: string): Pattern {
  const parts = [...text.matchAll(/\*\*|\\?./gsu)].map(
    ([token]) => wildcards.get(token) ?? literal(literalOf(token)),
  );
  return text.includes("/")
    ? sequence(assertion("start"), ...parts, assertion("end"))
    : sequence(assertion("segment-start"), ...parts, assertion("segment-end"));
}

function literalOf(token: string): string {
  return token.length > 1 && token.startsWith("\\") ? token.slice(1) : token;
}
