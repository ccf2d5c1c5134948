import type { Row } from "./rows.ts";

/** What a key press asks of the tree. */
export type Intent =
  | { readonly do: "go"; readonly to: number }
  | {
      readonly do:
        | "expand"
        | "collapse"
        | "toggle"
        | "open"
        | "open-beside"
        | "open-tab"
        | "menu"
        | "expand-siblings";
      readonly at: number;
    }
  | { readonly do: "nothing" };

export interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const nothing: Intent = { do: "nothing" };

/** The tree's keys, after the ARIA authoring practices; `undefined` for a key that is not one of them. */
export function intentOf(press: Press, rows: readonly Row[], at: number, page: number): Intent | undefined {
  if (press.ctrlKey || press.metaKey) return press.key === "Enter" ? { do: "open-tab", at } : undefined;
  if (press.altKey) return press.key === "Enter" ? { do: "open-beside", at } : undefined;
  const go = (to: number): Intent => ({ do: "go", to: Math.min(rows.length - 1, Math.max(0, to)) });
  switch (press.key) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "PageDown":
      return go(at + page);
    case "PageUp":
      return go(at - page);
    case "Home":
      return go(0);
    case "End":
      return go(rows.length - 1);
    case "ArrowRight":
      return inward(rows[at], at);
    case "ArrowLeft":
      return outward(rows[at], at);
    default:
      return actionOf(press, at);
  }
}

function actionOf(press: Press, at: number): Intent | undefined {
  switch (press.key) {
    case "Enter":
      return { do: "open", at };
    case " ":
      return { do: "toggle", at };
    case "*":
      return { do: "expand-siblings", at };
    case "ContextMenu":
      return { do: "menu", at };
    case "F10":
      return press.shiftKey ? { do: "menu", at } : undefined;
    default:
      return undefined;
  }
}

function inward(row: Row | undefined, at: number): Intent {
  if (row?.kind !== "child" || row.prefix === undefined) return nothing;
  return row.open ? { do: "go", to: at + 1 } : { do: "expand", at };
}

function outward(row: Row | undefined, at: number): Intent {
  if (row?.kind === "child" && row.open) return { do: "collapse", at };
  return row === undefined || row.parent < 0 ? nothing : { do: "go", to: row.parent };
}

/** The next row whose name begins with what was typed, going round; one letter moves on, more letters may stay. */
export function typeAhead(rows: readonly Row[], at: number, typed: string): number | undefined {
  const wanted = typed.toLowerCase();
  const first = typed.length > 1 ? 0 : 1;
  for (let step = first; step < rows.length + first; step++) {
    const index = (at + step) % rows.length;
    const row = rows[index];
    if (row?.kind !== "child") continue;
    const name = row.child.name.toLowerCase();
    if (name.startsWith(wanted) || name.startsWith(`/${wanted}`)) return index;
  }
  return undefined;
}
