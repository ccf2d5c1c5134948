import type { TextRanges } from "../pointing/text-places.ts";

/** Where the API server keeps who owns which field: long, and seldom what is looked for. */
export const managedFields = "metadata.managedFields";

/** A text, and where values stand in it by their paths. */
export interface PlacedText {
  readonly text: string;
  readonly ranges: TextRanges;
}

/** The document without its managed fields, name and comma included, every other place where it is then. */
export function withoutManagedFields(placed: PlacedText): PlacedText {
  const { text, ranges } = placed;
  const found = ranges.find(([path]) => path === managedFields);
  if (found === undefined) return placed;
  const [, valueStart, valueEnd] = found;
  const [from, to] = memberIn(text, valueStart, valueEnd);
  const moved = (offset: number): number => (offset <= from ? offset : offset - (to - from));
  const kept = ranges.filter(([, start]) => start < from || start >= to);
  return {
    text: text.slice(0, from) + text.slice(to),
    ranges: kept.map(([path, start, end]) => [path, moved(start), moved(end)] as const),
  };
}

/** The lines of a member from the break before its name on; of the last one in JSON with the comma before it. */
function memberIn(text: string, valueStart: number, valueEnd: number): [from: number, to: number] {
  const name = text.lastIndexOf("managedFields", valueStart);
  const from = text.lastIndexOf("\n", name);
  if (text[valueEnd] === ",") return [from, valueEnd + 1];
  return text[from - 1] === "," ? [from - 1, valueEnd] : [from, valueEnd];
}
