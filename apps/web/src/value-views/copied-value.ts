import type { PlacedText } from "./managed-fields.ts";

/**
 * What a path's value is, to be copied from a text that shows it: a string as it is, without quotes and escapes,
 * anything else as the text has it. `json` is the document as JSON, whichever text it is copied from.
 */
export function copiedValue(shown: PlacedText, json: PlacedText, path: string): string | undefined {
  const token = tokenOf(json, path);
  if (token?.startsWith('"') === true) return stringOf(token);
  return tokenOf(shown, path);
}

function tokenOf({ text, ranges }: PlacedText, path: string): string | undefined {
  const found = ranges.find(([name]) => name === path);
  if (found === undefined) return undefined;
  const [, start, end] = found;
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  const indent = /^ */.exec(text.slice(start - column, start))?.[0].length ?? 0;
  return withoutIndent(text.slice(start, end), text[start] === "{" || text[start] === "[" ? indent : column);
}

/** The lines below the first, moved to the left as far as the first was. */
const withoutIndent = (token: string, indent: number): string =>
  token.replaceAll(`\n${" ".repeat(indent)}`, "\n");

function stringOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
