import { toBase64Url } from "@etcdscope/contract";
import { useRouter } from "@tanstack/react-router";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { nameBytes } from "../links/key-ref.ts";
import type { GridRows } from "./grid-rows.ts";

/** Where a person is in a table. */
export interface GridPlace {
  /** The child at its upper edge, and how much of that is out of sight; absent at the top. */
  readonly edge?: { readonly name: Uint8Array; readonly offset: number };
  /** The child that had the focus; absent where that was elsewhere or out of sight. */
  readonly focused?: Uint8Array;
}

/** Where the table is in the page's history; what is kept is for the way back to it. */
export interface PlaceKeeper {
  readonly before: GridPlace;
  readonly keep: (place: GridPlace) => void;
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
  const keep = useCallback((place: GridPlace) => rememberPlace(entry.current, place), []);
  return { before, keep };
}

function recallPlace(entry: string): GridPlace {
  try {
    const [name, offset, focused]: unknown[] = JSON.parse(sessionStorage.getItem(storedAs(entry)) ?? "[]");
    return {
      ...(typeof name === "string" &&
        typeof offset === "number" && { edge: { name: nameBytes("", name), offset } }),
      ...(typeof focused === "string" && { focused: nameBytes("", focused) }),
    };
  } catch {
    return {};
  }
}

function rememberPlace(entry: string, { edge, focused }: GridPlace): void {
  try {
    const kept = [
      edge === undefined ? null : toBase64Url(edge.name),
      edge?.offset ?? null,
      focused === undefined ? null : toBase64Url(focused),
    ];
    sessionStorage.setItem(storedAs(entry), JSON.stringify(kept));
  } catch {
    // Storage is full or forbidden.
  }
}

interface Placing {
  readonly rows: GridRows;
  readonly active: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rowHeight: number;
  readonly keeper: PlaceKeeper;
}

/**
 * Keeps what is seen in its place when rows come or go above it, and for when the person comes back. To be called when
 * the table was scrolled.
 */
export function useGridPlace({ rows, active, scroller, rowHeight, keeper }: Placing): () => void {
  const { before, keep } = keeper;
  const held = useRef(before.edge);
  const focused = useRef({ rows, active });
  useLayoutEffect(() => {
    focused.current = { rows, active };
  }, [rows, active]);
  useLayoutEffect(() => {
    if (scroller.current === null || held.current === undefined) return;
    const { name, offset } = held.current;
    scroller.current.scrollTop = rows.placeOf(name) * rowHeight + offset;
  }, [rows, scroller, rowHeight]);
  // The table is still there when a layout effect ends, and its focus.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (before.focused !== undefined)
      box?.querySelector<HTMLElement>("[data-region-focus]")?.focus({ preventScroll: true });
    const leave = (): void => {
      const name =
        box?.contains(document.activeElement) === true ? inSight(focused.current, box, rowHeight) : undefined;
      keep({ ...(held.current && { edge: held.current }), ...(name && { focused: name }) });
    };
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [before, keep, scroller, rowHeight]);
  return useCallback(() => {
    held.current = edgeAt(rows, scroller.current?.scrollTop ?? 0, rowHeight);
  }, [rows, scroller, rowHeight]);
}

/** The name of the active row's child, where the row can be seen. */
function inSight({ rows, active }: Pick<Placing, "rows" | "active">, box: HTMLElement, rowHeight: number) {
  const top = active * rowHeight - box.scrollTop;
  return top > -rowHeight && top < box.clientHeight ? rows.nameAt(active) : undefined;
}

/** The child that must be loaded for a place to be found again. */
export const soughtAt = ({ edge, focused }: GridPlace): Uint8Array | undefined => focused ?? edge?.name;

function edgeAt(rows: GridRows, top: number, rowHeight: number): GridPlace["edge"] {
  const index = Math.floor(top / rowHeight);
  // A note keeps its place while what it stands for changes.
  const at = rows.nameAt(index) === undefined ? index + 1 : index;
  const name = rows.nameAt(at);
  // At the top what comes is to be seen.
  return top === 0 || name === undefined ? undefined : { name, offset: top - at * rowHeight };
}
