import { createContext, useContext } from "react";

/** What the pane is called in which a part of the page stands, where there are two. */
export const PaneNameContext = createContext<string | undefined>(undefined);

/** The name of a landmark: two panes may have the same ones, and nobody could tell them apart by ear. */
export function usePaneLabel(label: string): string {
  const pane = useContext(PaneNameContext);
  return pane === undefined ? label : `${label} · ${pane}`;
}
