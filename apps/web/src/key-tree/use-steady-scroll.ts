import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { Rows } from "./rows.ts";

/** Keeps what is seen in its place when rows come or go above it. */
export function useSteadyScroll(
  rows: Rows,
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
): void {
  const held = useRef<{ id: string; index: number }>(undefined);
  useLayoutEffect(() => {
    const before = held.current;
    if (before === undefined || scroller.current === null) return;
    if (rows.list[before.index]?.id === before.id) return;
    const now = rows.indexOf(before.id);
    if (now !== undefined) scroller.current.scrollTop += (now - before.index) * rowHeight;
  }, [rows, scroller, rowHeight]);
  useEffect(() => {
    const element = scroller.current;
    const hold = (): void => {
      held.current = heldRow(rows, element?.scrollTop ?? 0, rowHeight);
    };
    hold();
    // Scrolling by less than a row renders nothing.
    element?.addEventListener("scroll", hold, { passive: true });
    return () => element?.removeEventListener("scroll", hold);
  });
}

/** The row to keep in its place; undefined at the top, where what comes is to be seen. */
function heldRow(rows: Rows, top: number, rowHeight: number): { id: string; index: number } | undefined {
  const index = firstChild(rows, Math.ceil(top / rowHeight));
  const row = rows.list[index];
  return top === 0 || row === undefined ? undefined : { id: row.id, index };
}

/** Notes keep their place while what they stand for changes. */
function firstChild({ list }: Rows, from: number): number {
  return list[from]?.kind === "child" ? from : from + 1;
}
