import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isStale, useSourceStatus } from "../api/source-status.ts";
import { refId } from "../links/key-ref.ts";
import type { OpenRef } from "../links/open-ref.ts";
import { type Pulse, usePulse } from "../live/pulse.ts";
import { useActions } from "./actions.ts";
import { rowRefOf, useReveal } from "./reveal.ts";
import { RowMenu } from "./row-menu.tsx";
import { idsOf, type Row } from "./rows.ts";
import { TreeRow } from "./tree-row.tsx";
import { useActiveRow } from "./use-active-row.ts";
import { useRowEvents } from "./use-row-events.ts";
import { useSteadyScroll } from "./use-steady-scroll.ts";
import type { TreeState } from "./use-tree.ts";
import { useTreeKeys } from "./use-tree-keys.ts";

const rowHeight = 26;

interface TreeListProps {
  readonly source: string;
  readonly tree: TreeState;
  readonly openRef: OpenRef | undefined;
  /** Whether the row of what is open is looked for; a filtered tree has what was found, wherever that is. */
  readonly isRevealing: boolean;
  /** The row that has the focus first. */
  readonly first: number;
  readonly hints: boolean;
  readonly treeRef: RefObject<HTMLDivElement | null>;
  readonly onFindUnder: (row: Row) => void;
  readonly onEscape?: (() => void) | undefined;
}

/** Rows of keys as a tree; only those on the screen exist. */
export function TreeList(props: TreeListProps) {
  const { source, tree, openRef, isRevealing, first, hints, treeRef, onFindUnder, onEscape } = props;
  const { t } = useTranslation();
  const status = useSourceStatus(source);
  const pulse = usePulse(source);
  const rows = tree.rows.list;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useRowVirtualizer(rows, scroller);
  useSteadyScroll(tree.rows, scroller, rowHeight);
  const { active, setActive } = useActiveRow(tree.rows, first);
  const go = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row === undefined) return;
      setActive(row.id, index);
      // Where the last scroll led, the virtualizer learns a frame later: it would scroll from where it was.
      if (!isInSight(scroller.current, index)) virtualizer.scrollToIndex(index, { align: "auto" });
    },
    [rows, setActive, virtualizer],
  );
  const show = useCallback(
    (index: number) => {
      setActive(rows[index]?.id ?? "", index);
      if (!isInSight(scroller.current, index)) virtualizer.scrollToIndex(index, { align: "center" });
    },
    [rows, setActive, virtualizer],
  );
  useReveal(tree, isRevealing ? openRef : undefined, show);
  const menu = useRowMenu(treeRef, onFindUnder);
  const openId = openRef === undefined ? undefined : refId(rowRefOf(openRef));
  const actions = useActions(source, tree, openId);
  const events = useRowEvents({ actions, go, openMenu: menu.open });
  const page = (): number => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
  const onTreeKey = useTreeKeys({ rows, active, page, go, actions, onMenu: menu.open });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && onEscape !== undefined) {
      event.stopPropagation();
      onEscape();
    } else onTreeKey(event);
  };
  return (
    <div ref={scroller} className="tree-scroll" data-stale={isStale(status)}>
      <div
        ref={treeRef}
        className="tree"
        role="tree"
        aria-label={t("tree.label", { name: status.source?.name ?? source })}
        aria-activedescendant={rows.length === 0 ? undefined : `tree-${active}`}
        tabIndex={0}
        data-region-focus
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().flatMap(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return [];
          const selected = openId !== undefined && idsOf(row).includes(openId);
          const place = { row, index, top: start, active: index === active, selected };
          const life = lifeOf(row, pulse);
          return <TreeRow key={key} {...place} {...life} {...events} hints={hints} source={source} />;
        })}
      </div>
      <RowMenu
        source={source}
        row={menu.at === undefined ? undefined : rows[menu.at]}
        top={(menu.at ?? 0) * rowHeight}
        onFindUnder={menu.findUnder}
        onClose={menu.close}
      />
    </div>
  );
}

/** What happens to a row, and under it. */
function lifeOf(row: Row, { glowing, rates }: Pulse) {
  const prefix = row.kind === "child" ? row.prefix : undefined;
  return {
    glow: glowing.get(row.id)?.turn,
    rate: prefix === undefined ? undefined : rates.get(refId(prefix)),
  };
}

/** Which row's menu is open. When it closes the focus goes back to the tree, or on to the filter. */
function useRowMenu(tree: RefObject<HTMLElement | null>, onFindUnder: (row: Row) => void) {
  const [at, setAt] = useState<number | undefined>();
  const isOpen = useRef(false);
  const sought = useRef<Row>(undefined);
  const open = (index: number): void => {
    isOpen.current = true;
    setAt(index);
  };
  const close = (): void => {
    // One choice closes it more than once.
    if (!isOpen.current) return;
    isOpen.current = false;
    setAt(undefined);
    if (sought.current === undefined) tree.current?.focus();
    else onFindUnder(sought.current);
    sought.current = undefined;
  };
  const findUnder = (row: Row): void => {
    sought.current = row;
  };
  return { at, open, close, findUnder };
}

function isInSight(scroller: HTMLElement | null, index: number): boolean {
  if (scroller === null) return false;
  const top = index * rowHeight - scroller.scrollTop;
  return top >= 0 && top + rowHeight <= scroller.clientHeight;
}

function useRowVirtualizer(
  rows: readonly { readonly id: string }[],
  scroller: { readonly current: HTMLDivElement | null },
) {
  // Another function would have the places of all rows reckoned anew.
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
  return useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey,
  });
}
