import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { OpenRef } from "../links/open-ref.ts";
import { searchField } from "../shortcuts/search-field.ts";
import { enter } from "./regions.ts";

/** What of the drawer has the focus when it opens. */
type Entrance = "tree" | "filter";

export interface Drawer {
  readonly isOpen: boolean;
  readonly open: (at: Entrance) => void;
  readonly close: () => void;
  readonly toggle: () => void;
}

/**
 * The tree as a drawer: the focus goes into it, and back when it closes. Opening a key closes it, because the key is
 * what was wanted: the focus goes on to that then.
 */
export function useDrawer(
  openRef: OpenRef | undefined,
  tree: RefObject<HTMLElement | null>,
  main: RefObject<HTMLElement | null>,
): Drawer {
  const [entrance, setEntrance] = useState<Entrance>();
  const before = useRef<HTMLElement>(null);
  const opened = openRef?.kind === "key" ? openRef : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes because another key is open now.
  useEffect(() => {
    if (before.current !== null) before.current = main.current;
    setEntrance(undefined);
  }, [opened]);
  useEffect(() => {
    if (entrance === undefined) {
      before.current?.focus();
      before.current = null;
      return;
    }
    const active = document.activeElement;
    before.current ??= active instanceof HTMLElement && active !== document.body ? active : main.current;
    if (entrance === "filter") searchField()?.focus();
    else enter(tree.current);
  }, [entrance, tree, main]);
  return {
    isOpen: entrance !== undefined,
    open: setEntrance,
    close: useCallback(() => setEntrance(undefined), []),
    toggle: useCallback(() => setEntrance((was) => (was === undefined ? "tree" : undefined)), []),
  };
}
