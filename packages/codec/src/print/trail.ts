import { itemPath, memberPath } from "../field/path.ts";
import type { MemberName, TextRange } from "./writer.ts";

/** UTF-16 units that the paths of one text may have together; behind that, nothing more is noted. */
const pathBudget = 64 * 1024 * 1024;

/** Notes the path and the range of each value while a text grows. */
export class Trail {
  readonly ranges: TextRange[] = [];
  private readonly open: TextRange[] = [];
  private readonly counts: number[] = [];
  private parent = "";
  private path = "";
  private left = pathBudget;

  member({ step, rootStep }: MemberName): void {
    this.path = this.parent === "" ? rootStep : this.parent + step;
  }

  memberText(name: string): void {
    this.path = memberPath(this.parent, name);
  }

  item(): void {
    const last = this.counts.length - 1;
    const index = this.counts[last] ?? 0;
    this.counts[last] = index + 1;
    this.path = itemPath(this.parent, index);
  }

  scalar(start: number, end: number): void {
    this.note([this.path, start, end]);
  }

  begin(start: number): void {
    const range: TextRange = [this.path, start, start];
    this.note(range);
    this.open.push(range);
    this.counts.push(0);
    this.parent = this.path;
  }

  /** Corrects where the innermost list or object starts, once that is known. */
  enter(at: number): void {
    const range = this.open.at(-1);
    if (range !== undefined) range[1] = at;
  }

  end(at: number): void {
    const range = this.open.pop();
    if (range !== undefined) range[2] = at;
    this.counts.pop();
    this.parent = this.open.at(-1)?.[0] ?? "";
  }

  private note(range: TextRange): void {
    this.left -= range[0].length;
    if (this.left > 0) this.ranges.push(range);
  }
}
