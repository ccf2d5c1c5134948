import type { KeyRef } from "@etcdscope/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { refId } from "../links/key-ref.ts";
import { LevelStore } from "./level-store.ts";
import { type Rows, rowsOf } from "./rows.ts";

export interface TreeState {
  readonly rows: Rows;
  /** Opens prefixes, or closes them. */
  readonly setOpen: (prefixes: readonly KeyRef[], open: boolean) => void;
  readonly closeAll: () => void;
  readonly loadMore: (levelId: string) => void;
  readonly loadPrevious: (levelId: string) => void;
  /** Begins a level anew around the child of this name, base64url. */
  readonly lookAround: (levelId: string, name: string) => void;
  readonly retry: (levelId: string) => void;
}

const none: ReadonlySet<string> = new Set();

/** The rows of one source's tree: which prefixes are open is state, everything else is the query cache's. */
export function useTree(source: string): TreeState {
  const queries = useQueryFactory();
  const client = useQueryClient();
  const [store] = useState(
    () => new LevelStore(client, (prefix, around) => queries.children(source, prefix, around)),
  );
  const levels = useSyncExternalStore(store.subscribe, store.levels);
  const [open, setOpenIds] = useState(none);
  const rows = useMemo(() => rowsOf(levels, open), [levels, open]);
  useEffect(() => store.watch(rows.wanted), [store, rows.wanted]);
  useEffect(() => () => store.watch(new Map()), [store]);
  const setOpen = useCallback((prefixes: readonly KeyRef[], open: boolean) => {
    setOpenIds((before) => changed(before, prefixes.map(refId), open));
  }, []);
  const closeAll = useCallback(() => setOpenIds(none), []);
  const { loadMore, loadPrevious, lookAround, retry } = store;
  return { rows, setOpen, closeAll, loadMore, loadPrevious, lookAround, retry };
}

/** The very same set where nothing changes, so that nothing is drawn anew. */
export function changed(
  before: ReadonlySet<string>,
  ids: readonly string[],
  open: boolean,
): ReadonlySet<string> {
  if (ids.every((id) => before.has(id) === open)) return before;
  const after = new Set(before);
  for (const id of ids) {
    if (open) after.add(id);
    else after.delete(id);
  }
  return after;
}
