import type { KeyRef } from "@etcdscope/contract";
import { useEffect, useRef } from "react";
import { keyAbove, pathSteps, refId } from "../links/key-ref.ts";
import type { OpenRef } from "../links/open-ref.ts";
import type { Rows } from "./rows.ts";
import type { TreeState } from "./use-tree.ts";

/** The key of the row that stands for what is open. */
export function rowRefOf({ kind, ref }: OpenRef): KeyRef {
  return kind === "prefix" ? keyAbove(ref) : ref;
}

/** Every prefix that must be open for the row to be seen; a prefix that is open itself shows its children. */
function prefixesToOpen(open: OpenRef): readonly KeyRef[] {
  const steps = pathSteps(rowRefOf(open));
  const above = steps.slice(0, -1).map((step) => step.prefix);
  return open.kind === "prefix" ? [...above, open.ref] : above;
}

/** How many rows are loaded in search of one; a key further down is opened without its row. */
const mostRows = 10_000;

/**
 * Opens the tree down to what the address names and calls `onFound` with its row, once per address.
 * A row beyond the loaded pages has its level loaded on, page by page.
 */
export function useReveal(
  tree: TreeState,
  open: OpenRef | undefined,
  onFound: (index: number) => void,
): void {
  const { rows, setOpen, loadMore } = tree;
  const sought = useRef<OpenRef | undefined>(undefined);
  useEffect(() => {
    sought.current = open;
    if (open !== undefined) setOpen(prefixesToOpen(open), true);
  }, [open, setOpen]);
  useEffect(() => {
    if (sought.current === undefined) return;
    const found = rows.indexOf(refId(rowRefOf(sought.current)));
    if (found !== undefined) {
      sought.current = undefined;
      onFound(found);
      return;
    }
    const next = levelToLoad(rows, sought.current);
    if (next !== undefined) loadMore(next);
  }, [rows, loadMore, onFound]);
}

/** The deepest level on the way that is there, lacks the next step and has more to load. */
function levelToLoad(rows: Rows, open: OpenRef): string | undefined {
  const ways = [{ key: "" } as KeyRef, ...prefixesToOpen(open)].map(refId);
  const notes = rows.list.filter((row) => row.kind === "more" && ways.includes(row.levelId));
  const deepest = notes.reduce<(typeof notes)[number] | undefined>(
    (best, row) => (best === undefined || row.depth > best.depth ? row : best),
    undefined,
  );
  if (deepest === undefined || deepest.kind === "child") return undefined;
  const { level, levelId } = deepest;
  const further = level !== undefined && !level.loadingMore && level.children.length < mostRows;
  return further ? levelId : undefined;
}
