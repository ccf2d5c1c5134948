import { type KeyRef, toBase64Url } from "@etcdscope/contract";
import { useEffect, useRef } from "react";
import { keyAbove, pathSteps, refId, rootPrefix } from "../links/key-ref.ts";
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

/**
 * Opens the tree down to what the address names and calls `onFound` with its row, once per address.
 * A row beyond the loaded pages has its level begun anew around it.
 */
export function useReveal(
  tree: TreeState,
  open: OpenRef | undefined,
  onFound: (index: number) => void,
): void {
  const { rows, setOpen, lookAround } = tree;
  const sought = useRef<OpenRef | undefined>(undefined);
  const looked = useRef(new Set<string>());
  useEffect(() => {
    sought.current = open;
    looked.current = new Set();
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
    const next = placeToLook(rows, sought.current);
    // A key that is not there is not found around its place either.
    if (next === undefined || looked.current.has(next.levelId)) return;
    looked.current.add(next.levelId);
    lookAround(next.levelId, next.name);
  }, [rows, lookAround, onFound]);
}

interface LevelPlace {
  readonly levelId: string;
  /** Of the child to look for, base64url. */
  readonly name: string;
}

/** The deepest level on the way that is there only in part, and the child on the way in it. */
function placeToLook(rows: Rows, open: OpenRef): LevelPlace | undefined {
  const partly = new Set(
    rows.list.flatMap((row) => (row.kind === "more" || row.kind === "previous" ? [row.levelId] : [])),
  );
  const steps = pathSteps(rowRefOf(open));
  const levels = [rootPrefix, ...steps.map((step) => step.prefix)].map(refId);
  const at = steps.findLastIndex((_, index) => partly.has(levels[index] ?? ""));
  const step = steps[at];
  const levelId = levels[at];
  if (step === undefined || levelId === undefined || rows.indexOf(refId(step.key)) !== undefined)
    return undefined;
  return { levelId, name: toBase64Url(step.name) };
}
