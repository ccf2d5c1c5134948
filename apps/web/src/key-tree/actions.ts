import { useNavigate } from "@tanstack/react-router";
import { keyTarget, prefixTarget } from "../links/targets.ts";
import type { ChildRow } from "./rows.ts";
import type { TreeState } from "./use-tree.ts";

/** What can be done with the row at an index. */
export interface Actions {
  readonly open: (at: number) => void;
  readonly expand: (at: number) => void;
  readonly collapse: (at: number) => void;
  readonly toggle: (at: number) => void;
  readonly "expand-siblings": (at: number) => void;
}

/** `openId`: the row whose page is open now. */
export function useActions(source: string, tree: TreeState, openId: string | undefined): Actions {
  const navigate = useNavigate();
  const { rows, setOpen } = tree;
  const childAt = (at: number): ChildRow | undefined => {
    const row = rows.list[at];
    return row?.kind === "child" ? row : undefined;
  };
  const setAt = (at: number, open: boolean): void => {
    const prefix = childAt(at)?.prefix;
    if (prefix !== undefined) setOpen([prefix], open);
  };
  const openChild = ({ child, ref, prefix, id, open }: ChildRow): void => {
    if (child.isKey) void navigate(keyTarget(source, ref));
    else if (prefix !== undefined) {
      // The page is there already: the same press folds the row, as it unfolded it.
      setOpen([prefix], !(open && id === openId));
      void navigate(prefixTarget(source, prefix));
    }
  };
  return {
    open: (at) => {
      const row = rows.list[at];
      if (row?.kind === "child") openChild(row);
      if (row?.kind === "more") tree.loadMore(row.levelId);
      if (row?.kind === "failed") tree.retry(row.levelId);
    },
    expand: (at) => setAt(at, true),
    collapse: (at) => setAt(at, false),
    toggle: (at) => setAt(at, childAt(at)?.open === false),
    "expand-siblings": (at) => setOpen(siblingPrefixes(tree, at), true),
  };
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
