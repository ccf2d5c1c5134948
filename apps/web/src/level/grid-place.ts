import { toBase64Url } from "@etcdscope/contract";
import { useRouter } from "@tanstack/react-router";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { nameBytes } from "../links/key-ref.ts";
import type { GridRows } from "./grid-rows.ts";

/** Where a person is in a table: the child at its upper edge, and how much of that is out of sight. */
export interface GridPlace {
  readonly name: Uint8Array;
  readonly offset: number;
}

/** Where the table is in the page's history; what is kept is for the way back to it. */
export interface PlaceKeeper {
  readonly before: GridPlace | undefined;
  readonly keep: (place: GridPlace | undefined) => void;
}

const storedAs = (entry: string): string => `etcdscope.place.${entry}`;

/** Keeps a place with the entry of the browser's history that the table is opened with. */
export function usePlaceKeeper(): PlaceKeeper {
  const { history } = useRouter();
  const entry = useRef(history.location.state.__TSR_key ?? "");
  const before = useState(() => recallPlace(entry.current))[0];
  useEffect(
    () =>
      history.subscribe(({ location, action }) => {
        // Typing into the filter puts another entry in this one's place.
        if (action.type === "REPLACE") entry.current = location.state.__TSR_key ?? "";
      }),
    [history],
  );
  const keep = useCallback((place: GridPlace | undefined) => rememberPlace(entry.current, place), []);
  return { before, keep };
}

function recallPlace(entry: string): GridPlace | undefined {
  try {
    const [name, offset]: unknown[] = JSON.parse(sessionStorage.getItem(storedAs(entry)) ?? "[]");
    if (typeof name !== "string" || typeof offset !== "number") return undefined;
    return { name: nameBytes("", name), offset };
  } catch {
    return undefined;
  }
}

function rememberPlace(entry: string, place: GridPlace | undefined): void {
  try {
    if (place === undefined) sessionStorage.removeItem(storedAs(entry));
    else sessionStorage.setItem(storedAs(entry), JSON.stringify([toBase64Url(place.name), place.offset]));
  } catch {
    // Storage is full or forbidden.
  }
}

/** Keeps what is seen in its place when rows come or go above it, and for when the person comes back. */
export function useGridPlace(
  rows: GridRows,
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  { before, keep }: PlaceKeeper,
): () => void {
  const held = useRef(before);
  useLayoutEffect(() => {
    if (scroller.current === null || held.current === undefined) return;
    const { name, offset } = held.current;
    scroller.current.scrollTop = rows.placeOf(name) * rowHeight + offset;
  }, [rows, scroller, rowHeight]);
  useEffect(() => {
    const leave = (): void => keep(held.current);
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [keep]);
  return useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    const index = Math.floor(top / rowHeight);
    // A note keeps its place while what it stands for changes.
    const at = rows.nameAt(index) === undefined ? index + 1 : index;
    const name = rows.nameAt(at);
    // At the top what comes is to be seen.
    held.current = top === 0 || name === undefined ? undefined : { name, offset: top - at * rowHeight };
  }, [rows, scroller, rowHeight]);
}
