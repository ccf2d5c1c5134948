import type { KeyRef } from "@etcdscope/contract";
import { useCallback, useMemo, useState } from "react";
import { refId } from "../links/key-ref.ts";
import { matchRows } from "./match-rows.ts";
import type { Matches } from "./use-matches.ts";
import { changed, type TreeState } from "./use-tree.ts";

const none: ReadonlySet<string> = new Set();

/** What was found always begins with the first. */
const nothing = (): void => undefined;

/** The tree of what the filter found: everything is open until it is closed. */
export function useFilteredTree(matches: Matches): TreeState {
  const [closed, setClosed] = useState(none);
  const rows = useMemo(() => matchRows(matches, closed), [matches, closed]);
  const setOpen = useCallback((prefixes: readonly KeyRef[], open: boolean) => {
    setClosed((before) => changed(before, prefixes.map(refId), !open));
  }, []);
  const closeAll = useCallback(() => {
    const prefixes = rows.list.flatMap((row) =>
      row.kind === "child" && row.prefix ? [refId(row.prefix)] : [],
    );
    setClosed(new Set(prefixes));
  }, [rows]);
  const { loadMore, retry } = matches;
  return useMemo(
    () => ({ rows, setOpen, closeAll, loadMore, retry, loadPrevious: nothing, lookAround: nothing }),
    [rows, setOpen, closeAll, loadMore, retry],
  );
}
