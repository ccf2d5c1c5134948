import { useNavigate } from "@tanstack/react-router";
import { keyHref, prefixHref } from "../links/href.ts";
import { useOpenBeside } from "../links/open-beside.ts";
import { keyTarget, prefixTarget } from "../links/targets.ts";
import type { ChildRow, NoteRow } from "./rows.ts";
import type { TreeState } from "./use-tree.ts";

/** What can be done with the row at an index. */
export interface Actions {
  readonly open: (at: number) => void;
  /** Beside the key that is open; a prefix in a tab of its own. */
  readonly "open-beside": (at: number) => void;
  readonly "open-tab": (at: number) => void;
  readonly expand: (at: number) => void;
  readonly collapse: (at: number) => void;
  readonly toggle: (at: number) => void;
  readonly "expand-siblings": (at: number) => void;
}

/** `openId`: the row whose page is open now. */
export function useActions(source: string, tree: TreeState, openId: string | undefined): Actions {
  const navigate = useNavigate();
  const openBeside = useOpenBeside(source);
  const { rows, setOpen } = tree;
  const childAt = (at: number): ChildRow | undefined => {
    const row = rows.list[at];
    return row?.kind === "child" ? row : undefined;
  };
  const setAt = (at: number, open: boolean): void => {
    const prefix = childAt(at)?.prefix;
    const above = childAt(at)?.above ?? [];
    if (prefix !== undefined) setOpen([...above.map((part) => part.prefix), prefix], open);
  };
  const openTab = (row: ChildRow | undefined): void => {
    if (row !== undefined) window.open(hrefOf(source, row), "_blank", "noopener");
  };
  const openChild = (row: ChildRow, at: number): void => {
    const { child, ref, prefix, id, open } = row;
    if (child.isKey) void navigate(keyTarget(source, ref));
    else if (prefix !== undefined) {
      // The page is there already: the same press folds the row, as it unfolded it.
      setAt(at, !(open && id === openId));
      void navigate(prefixTarget(source, prefix));
    }
  };
  // What failed is asked for again, and not what is there already.
  const retry = ({ levelId, isBefore, loaded }: NoteRow): void => {
    if (isBefore) tree.loadPrevious(levelId);
    else if (loaded > 0) tree.loadMore(levelId);
    else tree.retry(levelId);
  };
  return {
    open: (at) => {
      const row = rows.list[at];
      if (row?.kind === "child") openChild(row, at);
      if (row?.kind === "more") tree.loadMore(row.levelId);
      if (row?.kind === "previous") tree.loadPrevious(row.levelId);
      if (row?.kind === "failed") retry(row);
    },
    "open-beside": (at) => {
      const row = childAt(at);
      if (row?.child.isKey === true) openBeside(row.ref);
      else openTab(row);
    },
    "open-tab": (at) => openTab(childAt(at)),
    expand: (at) => setAt(at, true),
    collapse: (at) => setAt(at, false),
    toggle: (at) => setAt(at, childAt(at)?.open === false),
    "expand-siblings": (at) => setOpen(siblingPrefixes(tree, at), true),
  };
}

/** The address of a row's page. */
function hrefOf(source: string, { child, ref, prefix }: ChildRow): string {
  return child.isKey || prefix === undefined ? keyHref(source, ref) : prefixHref(source, prefix);
}

/** Opening thousands at once would ask thousands of questions; the next press opens the next ones. */
const mostAtOnce = 100;

function siblingPrefixes(tree: TreeState, at: number) {
  const { list } = tree.rows;
  const parent = list[at]?.parent;
  return list
    .flatMap((row) =>
      row.kind === "child" && row.parent === parent && !row.open && row.prefix ? [row.prefix] : [],
    )
    .slice(0, mostAtOnce);
}
