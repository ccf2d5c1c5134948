/** Why .proto files or the mapping of keys to their messages cannot be used: one sentence, with file and line where there is one. */
export class UserSchemaFault extends Error {
  override readonly name = "UserSchemaFault";
}

/** A place in a file as people read it. */
export function placeOf(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}, line ${line}`;
}

/** The line on which a text first matches, from 1 on. */
export function lineOf(text: string, pattern: RegExp): number | undefined {
  const at = text.search(pattern);
  return at < 0 ? undefined : text.slice(0, at).split("\n").length;
}
