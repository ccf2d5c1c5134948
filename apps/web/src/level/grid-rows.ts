import type { ChildAnswer } from "@etcdscope/contract";
import { compareBytes } from "../bytes/order.ts";
import { refId, refOf } from "../links/key-ref.ts";
import type { Level } from "./level.ts";
import type { LevelNote } from "./level-note.tsx";
import { childName } from "./level-windows.ts";

/** A row of a level's table: a child, or what is to be said before or behind the children. */
export type GridRow =
  | { readonly kind: "child"; readonly child: ChildAnswer }
  | { readonly kind: "note"; readonly note: LevelNote; readonly isBefore: boolean };

/** The rows of a level, made when they are asked for: there may be a hundred thousand. */
export interface GridRows {
  readonly count: number;
  readonly at: (index: number) => GridRow | undefined;
  readonly idAt: (index: number) => string;
  /** Where the child of that name stands, or would. */
  readonly placeOf: (name: Uint8Array) => number;
  /** The name of the child in a row. */
  readonly nameAt: (index: number) => Uint8Array | undefined;
  /** Which of all rows there are it is, the head being the first. */
  readonly positionAt: (index: number) => number;
}

export function gridRows(level: Level): GridRows {
  const { children, before } = level;
  const head = noteBefore(level);
  const foot = noteBehind(level);
  const above = head === undefined ? 0 : 1;
  const count = above + children.length + (foot === undefined ? 0 : 1);
  const noteAt = (index: number): GridRow | undefined => {
    const note = index < above ? head : foot;
    return note === undefined || index >= count ? undefined : { kind: "note", note, isBefore: index < above };
  };
  const childAt = (index: number): ChildAnswer | undefined => children[index - above];
  return {
    count,
    at: (index) => {
      const child = childAt(index);
      return child === undefined ? noteAt(index) : { kind: "child", child };
    },
    idAt: (index) => {
      const child = childAt(index);
      return child === undefined ? (index < above ? "before" : "behind") : refId(refOf(child));
    },
    placeOf: (name) => above + placeIn(children, name),
    nameAt: (index) => {
      const child = childAt(index);
      return child === undefined ? undefined : childName(child);
    },
    positionAt: (index) => 2 + before + index - above,
  };
}

function noteBefore({ hasPrevious, before, failureBefore, loadingPrevious }: Level): LevelNote | undefined {
  if (!hasPrevious) return undefined;
  const facts = { loaded: 0, total: before, loadingMore: loadingPrevious, failure: failureBefore };
  return { kind: failureBefore === undefined ? "previous" : "failed", ...facts };
}

function noteBehind({
  hasMore,
  before,
  children,
  total,
  failure,
  loadingMore,
}: Level): LevelNote | undefined {
  if (!hasMore) return undefined;
  const facts = { loaded: before + children.length, total, loadingMore, failure };
  return { kind: failure === undefined ? "more" : "failed", ...facts };
}

/** How many of the children, which stand in the order of their names, come before a name. */
function placeIn(children: readonly ChildAnswer[], name: Uint8Array): number {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const child = children[middle];
    if (child !== undefined && compareBytes(childName(child), name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row that a key press goes to; `undefined` for a key that moves nothing. */
export function rowAfter(key: string, at: number, count: number, page: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
