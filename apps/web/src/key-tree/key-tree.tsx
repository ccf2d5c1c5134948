import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isStale, useSourceStatus } from "../api/source-status.ts";
import { refId } from "../links/key-ref.ts";
import type { OpenRef } from "../links/open-ref.ts";
import { useActions } from "./actions.ts";
import { useHints } from "./hint-switch.ts";
import { rowRefOf, useReveal } from "./reveal.ts";
import { RowMenu } from "./row-menu.tsx";
import { TreeHead } from "./tree-head.tsx";
import { TreeRow } from "./tree-row.tsx";
import { useActiveRow } from "./use-active-row.ts";
import { useTree } from "./use-tree.ts";
import { useTreeKeys } from "./use-tree-keys.ts";
import "./key-tree.css";

const rowHeight = 26;

interface KeyTreeProps {
  readonly source: string;
  readonly openRef: OpenRef | undefined;
}

/** Every key of a source as a tree; only the rows on the screen exist. */
export function KeyTree({ source, openRef }: KeyTreeProps) {
  const { t } = useTranslation();
  const status = useSourceStatus(source);
  const tree = useTree(source);
  const rows = tree.rows.list;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useRowVirtualizer(rows, scroller);
  const { active, setActive } = useActiveRow(tree.rows);
  const go = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row === undefined) return;
      setActive(row.id, index);
      virtualizer.scrollToIndex(index, { align: "auto" });
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
  useReveal(tree, openRef, show);
  const [menuAt, setMenuAt] = useState<number | undefined>();
  const hints = useHints();
  const openId = openRef === undefined ? undefined : refId(rowRefOf(openRef));
  const actions = useActions(source, tree, openId);
  const page = (): number => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
  const onKeyDown = useTreeKeys({ rows, active, page, go, actions, onMenu: setMenuAt });
  return (
    <>
      <TreeHead hints={hints} onCollapseAll={tree.closeAll} />
      <div ref={scroller} className="tree-scroll" data-stale={isStale(status)}>
        <div
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
            const place = { row, index, top: start, active: index === active, selected: row.id === openId };
            const events = { actions, onActivate: go, onMenu: setMenuAt };
            return <TreeRow key={key} {...place} {...events} hints={hints.shown} source={source} />;
          })}
        </div>
        <RowMenu
          source={source}
          row={menuAt === undefined ? undefined : rows[menuAt]}
          top={(menuAt ?? 0) * rowHeight}
          onClose={() => setMenuAt(undefined)}
        />
      </div>
    </>
  );
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
  return useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
}
