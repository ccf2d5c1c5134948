import { itemPath, memberPath } from "../field/path.ts";
import type { MemberName, PrintedText, TextRange } from "./writer.ts";

/** UTF-16 units that the paths of one text may have together; behind that, nothing more is told. */
const pathBudget = 64 * 1024 * 1024;

/** What a value is called in its parent: a name, an index, or (null) the name that stands before it in the text. */
export type RangeName = MemberName | string | number | null;

/** Numbers of a range among the others: where it starts and ends, its parent's row (-1 for none), where its name does. */
export const rangeWidth = 5;

/**
 * A text with the places of its values. While it is written only numbers are kept: a value knows its parent and its
 * own name, and no path is made before the ranges are asked for.
 */
export class RangedText implements PrintedText {
  readonly text: string;
  private readonly rows: readonly number[];
  private readonly names: readonly RangeName[];
  private made: readonly TextRange[] | null;

  constructor(text: string, rows: readonly number[], names: readonly RangeName[]) {
    this.text = text;
    this.rows = rows;
    this.names = names;
    this.made = null;
  }

  get ranges(): readonly TextRange[] {
    this.made ??= this.make();
    return this.made;
  }

  private make(): TextRange[] {
    const ranges: TextRange[] = [];
    const { rows, names } = this;
    let left = pathBudget;
    for (let at = 0, row = 0; at < names.length && left > 0; at++, row += rangeWidth) {
      const parent = ranges[rows[row + 2] ?? -1];
      const path = parent === undefined ? "" : this.path(at, parent[0]);
      left -= path.length;
      ranges.push([path, rows[row] ?? 0, rows[row + 1] ?? 0]);
    }
    return ranges;
  }

  private path(at: number, parent: string): string {
    const name = this.names[at] ?? null;
    if (name === null) return pathInText(parent, this.nameInText(at));
    if (typeof name === "number") return itemPath(parent, name);
    if (typeof name === "string") return memberPath(parent, name);
    return parent === "" ? name.rootStep : parent + name.step;
  }

  private nameInText(at: number): string {
    const row = at * rangeWidth;
    return this.text.slice(this.rows[row + 3] ?? 0, this.rows[row + 4] ?? 0);
  }
}

/**
 * Adds a member by its name as JSON. An odd name stands in a path as it does in the text, unless it has an escape that
 * is not needed (`\\/`) or may not be (`\\u0041`).
 */
function pathInText(parent: string, quoted: string): string {
  const last = quoted.length - 1;
  let isOdd = false;
  for (let i = 1; i < last; i++) {
    const code = quoted.charCodeAt(i);
    if (code === backslash) {
      const letter = quoted.charCodeAt(++i);
      if (letter === slash || letter === letterU) return memberPath(parent, parsed(quoted));
      isOdd = true;
    }
    // Common in names, and never written without quotes.
    if (code === colon || code === dot || code === slash) isOdd = true;
  }
  return isOdd ? `${parent}[${quoted}]` : memberPath(parent, quoted.slice(1, last));
}

const dot = 0x2e;
const slash = 0x2f;
const colon = 0x3a;
const backslash = 0x5c;
const letterU = 0x75;

function parsed(quoted: string): string {
  const value: unknown = JSON.parse(quoted);
  return typeof value === "string" ? value : "";
}
