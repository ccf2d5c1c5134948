import type { KeyboardEvent } from "react";
import type { Actions } from "./actions.ts";
import { type Intent, intentOf } from "./keyboard.ts";
import type { Row } from "./rows.ts";
import { useTypeAhead } from "./use-type-ahead.ts";

interface TreeKeys {
  readonly rows: readonly Row[];
  readonly active: number;
  /** Rows that a page has. */
  readonly page: () => number;
  readonly go: (index: number) => void;
  readonly actions: Actions;
  readonly onMenu: (index: number) => void;
}

/** The tree's keyboard. Presses with a modifier are the browser's, but for Alt+Enter and Ctrl+Enter. */
export function useTreeKeys({ rows, active, page, go, actions, onMenu }: TreeKeys) {
  const typed = useTypeAhead(rows, active, go);
  const perform = (intent: Intent): void => {
    if (intent.do === "nothing") return;
    if (intent.do === "go") go(intent.to);
    else if (intent.do === "menu") onMenu(intent.at);
    else actions[intent.do](intent.at);
  };
  return (event: KeyboardEvent): void => {
    const intent = intentOf(event, rows, active, page());
    const isModified = event.altKey || event.ctrlKey || event.metaKey;
    if (intent !== undefined) perform(intent);
    else if (isModified || !typed(event.key)) return;
    event.preventDefault();
  };
}
