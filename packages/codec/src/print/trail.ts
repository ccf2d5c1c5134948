import { RangedText, type RangeName, rangeWidth } from "./ranged-text.ts";
import type { MemberName, PrintedText } from "./writer.ts";

/** Notes where each value of a text stands while the text grows. */
export class Trail {
  private readonly rows: number[] = [];
  private readonly names: RangeName[] = [];
  /** How many elements each open list has so far. */
  private readonly counts: number[] = [];
  /** The innermost list or object that is open, -1 around the root. */
  private parent = -1;
  private nextName: RangeName = null;
  private nextFrom = 0;
  private nextTo = 0;

  member(name: MemberName | string): void {
    this.nextName = name;
  }

  /** A member whose name stands in the text, quotes included: it need not be decoded, but can be cut out of it. */
  memberInText(from: number, to: number): void {
    this.nextName = null;
    this.nextFrom = from;
    this.nextTo = to;
  }

  item(): void {
    const last = this.counts.length - 1;
    const index = this.counts[last] ?? 0;
    this.counts[last] = index + 1;
    this.nextName = index;
  }

  scalar(start: number, end: number): void {
    this.rows.push(start, end, this.parent, this.nextFrom, this.nextTo);
    this.names.push(this.nextName);
  }

  begin(start: number): void {
    this.scalar(start, start);
    this.parent = this.names.length - 1;
    this.counts.push(0);
  }

  /** Corrects where the innermost list or object starts, once that is known. */
  enter(at: number): void {
    this.rows[this.parent * rangeWidth] = at;
  }

  end(at: number): void {
    const row = this.parent * rangeWidth;
    this.rows[row + 1] = at;
    this.parent = this.rows[row + 2] ?? -1;
    this.counts.pop();
  }

  /** The text with its ranges, once it is complete. */
  finish(text: string): PrintedText {
    return new RangedText(text, this.rows, this.names);
  }
}
