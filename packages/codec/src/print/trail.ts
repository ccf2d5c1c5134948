import { itemPath, memberPath } from "../field/path.ts";
import type { MemberName, TextRange } from "./writer.ts";

/** UTF-16 units that the paths of one text may have together; behind that, nothing more is told. */
const pathBudget = 64 * 1024 * 1024;

/**
 * Notes where each value of a text stands while the text grows. Paths are made at the end: names that were copied
 * from stored bytes need not be decoded, as they can be cut out of the text.
 */
export class Trail {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly parents: number[] = [];
  /** What a value is called in its parent; null where `from` is -1 and `to` an index, or both tell where its name stands. */
  private readonly names: (MemberName | string | null)[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly counts: number[] = [];
  /** The innermost list or object that is open, -1 around the root. */
  private parent = -1;
  private nextName: MemberName | string | null = null;
  private nextFrom = 0;
  private nextTo = 0;

  member(name: MemberName | string): void {
    this.nextName = name;
  }

  /** A member whose name stands in the text, quotes included. */
  memberInText(from: number, to: number): void {
    this.nextName = null;
    this.nextFrom = from;
    this.nextTo = to;
  }

  item(): void {
    const last = this.counts.length - 1;
    const index = this.counts[last] ?? 0;
    this.counts[last] = index + 1;
    this.nextName = null;
    this.nextFrom = -1;
    this.nextTo = index;
  }

  scalar(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
    this.parents.push(this.parent);
    this.names.push(this.nextName);
    this.from.push(this.nextFrom);
    this.to.push(this.nextTo);
  }

  begin(start: number): void {
    this.scalar(start, start);
    this.parent = this.starts.length - 1;
    this.counts.push(0);
  }

  /** Corrects where the innermost list or object starts, once that is known. */
  enter(at: number): void {
    this.starts[this.parent] = at;
  }

  end(at: number): void {
    this.ends[this.parent] = at;
    this.parent = this.parents[this.parent] ?? -1;
    this.counts.pop();
  }

  /** The ranges, once the text is complete. */
  ranges(text: string): TextRange[] {
    const ranges: TextRange[] = [];
    let left = pathBudget;
    for (let at = 0; at < this.starts.length && left > 0; at++) {
      const parent = ranges[this.parents[at] ?? -1]?.[0];
      const path = parent === undefined ? "" : this.path(at, parent, text);
      left -= path.length;
      ranges.push([path, this.starts[at] ?? 0, this.ends[at] ?? 0]);
    }
    return ranges;
  }

  private path(at: number, parent: string, text: string): string {
    const name = this.names[at];
    if (typeof name === "string") return memberPath(parent, name);
    if (name != null) return parent === "" ? name.rootStep : parent + name.step;
    const from = this.from[at] ?? 0;
    const to = this.to[at] ?? 0;
    return from < 0 ? itemPath(parent, to) : pathInText(parent, text.slice(from, to));
  }
}

/** Adds a member by its name as JSON; odd names stand in a path just so, unless an escape is one that is not needed. */
function pathInText(parent: string, quoted: string): string {
  let isOdd = false;
  for (let i = 1; i < quoted.length; i++) {
    const code = quoted.charCodeAt(i);
    if (code === backslash) return memberPath(parent, parsed(quoted));
    // Common in names, and never written without quotes.
    if (code === colon || code === dot || code === slash) isOdd = true;
  }
  return isOdd ? `${parent}[${quoted}]` : memberPath(parent, quoted.slice(1, -1));
}

const backslash = 0x5c;
const colon = 0x3a;
const dot = 0x2e;
const slash = 0x2f;

function parsed(quoted: string): string {
  const value: unknown = JSON.parse(quoted);
  return typeof value === "string" ? value : "";
}
