import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useCallback, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isStale, useSourceStatus } from "../api/source-status.ts";
import { compareBytes } from "../bytes/order.ts";
import { useGo } from "../ui/quick-link.tsx";
import { type PlaceKeeper, useGridPlace } from "./grid-place.ts";
import { type GridRow, type GridRows, gridRows, rowAfter } from "./grid-rows.ts";
import { ChildGridRow, hrefOfChild, NoteGridRow } from "./level-grid-row.tsx";
import type { LevelState } from "./use-level.ts";
import "./level-grid.css";

const rowHeight = 30;

interface LevelGridProps {
  readonly source: string;
  readonly state: LevelState;
  readonly label: string;
  readonly keeper: PlaceKeeper;
}

/** Children of a prefix as a table: name, what each is, and how many keys it holds. Only rows in sight exist. */
export function LevelGrid({ source, state, label, keeper }: LevelGridProps) {
  const { level } = state;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => gridRows(level), [level]);
  const { active, setActive } = useActiveRow(rows, keeper.before.focused);
  const virtualizer = useRowsInSight(rows, scroller, active);
  const onScroll = useGridPlace({ rows, active, scroller, rowHeight, keeper });
  const act = useActions(source, state);
  const stale = isStale(useSourceStatus(source));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const to = rowAfter(event.key, active, rows.count, page);
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (to === undefined) act(rows.at(active));
    else {
      setActive(to);
      virtualizer.scrollToIndex(to, { align: "auto" });
    }
  };
  return (
    <div ref={scroller} className="level-scroll" data-stale={stale} onScroll={onScroll}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table that is a widget with a focus of its own. */}
      <div
        className="level-grid"
        role="grid"
        aria-label={label}
        aria-rowcount={level.total === null ? -1 : level.total + 1}
        aria-activedescendant={`${id}-${active}`}
        tabIndex={0}
        data-region-focus
        onKeyDown={onKeyDown}
      >
        <LevelGridHead />
        {/* biome-ignore lint/a11y: rows of a virtual grid are placed one by one. */}
        <div role="rowgroup" className="level-body" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start, key }) => {
            const row = rows.at(index);
            if (row === undefined) return null;
            const place = { id: `${id}-${index}`, position: rows.positionAt(index), top: start - rowHeight };
            const events = { active: index === active, onActivate: () => setActive(index) };
            return row.kind === "child" ? (
              <ChildGridRow key={key} {...place} {...events} source={source} child={row.child} />
            ) : (
              <NoteGridRow key={key} {...place} {...events} note={row.note} onAct={() => act(row)} />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function LevelGridHead() {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y: see the grid.
    <div role="row" className="level-row level-head" aria-rowindex={1}>
      {(["name", "type", "keys"] as const).map((name) => (
        // biome-ignore lint/a11y: see the grid.
        <span key={name} role="columnheader" className={`level-${name}`}>
          {t(`prefix.${name}`)}
        </span>
      ))}
    </div>
  );
}

/** What Enter does in a row. */
function useActions(source: string, { loadMore, loadPrevious }: LevelState) {
  const go = useGo();
  return (row: GridRow | undefined): void => {
    if (row?.kind === "child") go(hrefOfChild(source, row.child));
    else if (row?.isBefore === true) loadPrevious();
    else if (row !== undefined) loadMore();
  };
}

/** The row that has the table's focus. When its child vanishes the neighbour in its place has it. */
function useActiveRow(rows: GridRows, before: Uint8Array | undefined) {
  const [at, setAt] = useState<{ name: Uint8Array | undefined; index: number } | undefined>(
    () => before && { name: before, index: rows.placeOf(before) },
  );
  const setActive = useCallback((index: number) => setAt({ name: rows.nameAt(index), index }), [rows]);
  if (at === undefined) return { active: firstChild(rows), setActive };
  const inPlace = rows.nameAt(at.index);
  const isThere = at.name === undefined || (inPlace !== undefined && compareBytes(inPlace, at.name) === 0);
  const index = isThere || at.name === undefined ? at.index : rows.placeOf(at.name);
  return { active: Math.max(0, Math.min(index, rows.count - 1)), setActive };
}

const firstChild = (rows: GridRows): number => (rows.nameAt(0) === undefined && rows.count > 1 ? 1 : 0);

/** The rows that are drawn: those in sight, and the one that the table names as active. */
function useRowsInSight(rows: GridRows, scroller: RefObject<HTMLDivElement | null>, active: number) {
  return useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: rows.idAt,
    overscan: 10,
    // The head stands before the rows, and stays over them.
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
  });
}
