import { useCallback, useMemo, useRef } from "react";
import { useHints } from "../hints/hint-switch.tsx";
import type { OpenRef } from "../links/open-ref.ts";
import { FilterBox } from "./filter-box.tsx";
import type { Row } from "./rows.ts";
import { TreeHead } from "./tree-head.tsx";
import { TreeList } from "./tree-list.tsx";
import { useFilteredTree } from "./use-filtered-tree.ts";
import { useMatches } from "./use-matches.ts";
import { useOpenedFilter } from "./use-opened-filter.ts";
import { useTree } from "./use-tree.ts";
import "./key-tree.css";

interface KeyTreeProps {
  readonly source: string;
  readonly openRef: OpenRef | undefined;
}

/** Every key of a source as a tree, or those that the filter finds. */
export function KeyTree({ source, openRef }: KeyTreeProps) {
  const whole = useTree(source);
  const { filter, change } = useOpenedFilter(source, whole.rows.wanted);
  const matches = useMatches(source, filter);
  const filtered = useFilteredTree(matches);
  const isFiltered = filter.text !== "";
  const tree = isFiltered ? filtered : whole;
  const hints = useHints();
  const box = useRef<HTMLInputElement>(null);
  const treeRef = useRef<HTMLDivElement>(null);
  const toTree = useCallback(() => treeRef.current?.focus(), []);
  const onFindUnder = useCallback(
    (row: Row) => {
      if (row.kind === "child" && row.prefix !== undefined) change({ prefix: row.prefix });
      box.current?.focus();
    },
    [change],
  );
  const onEscape = useCallback(() => {
    change({ text: "" });
    box.current?.focus();
  }, [change]);
  const first = useMemo(() => (isFiltered ? firstFound(filtered.rows.list) : 0), [isFiltered, filtered]);
  return (
    <>
      <TreeHead source={source} hints={hints} onCollapseAll={tree.closeAll} />
      <FilterBox
        source={source}
        filter={filter}
        change={change}
        matches={matches}
        inputRef={box}
        onDown={toTree}
      />
      <TreeList
        key={isFiltered ? "found" : "whole"}
        source={source}
        tree={tree}
        openRef={openRef}
        isRevealing={!isFiltered}
        first={first}
        hints={hints.shown}
        treeRef={treeRef}
        onFindUnder={onFindUnder}
        onEscape={isFiltered ? onEscape : undefined}
      />
    </>
  );
}

/** The first key that fits: what stands above it is only its way. */
function firstFound(rows: readonly Row[]): number {
  return Math.max(
    0,
    rows.findIndex((row) => row.kind === "child" && row.child.isKey),
  );
}
