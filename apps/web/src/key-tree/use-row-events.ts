import { useRef, useState } from "react";
import type { Actions } from "./actions.ts";

/** What the mouse does to a row. */
export interface RowEvents {
  readonly onActivate: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onToggle: (index: number) => void;
  readonly onMenu: (index: number) => void;
}

interface Doers {
  readonly actions: Actions;
  readonly go: (index: number) => void;
  readonly openMenu: (index: number) => void;
}

/** The very same functions for as long as the tree stands, so that a row is drawn anew only for what it shows. */
export function useRowEvents(doers: Doers): RowEvents {
  const latest = useRef(doers);
  latest.current = doers;
  const [events] = useState<RowEvents>(() => ({
    onActivate: (index) => latest.current.go(index),
    onOpen: (index) => latest.current.actions.open(index),
    onToggle: (index) => latest.current.actions.toggle(index),
    onMenu: (index) => latest.current.openMenu(index),
  }));
  return events;
}
