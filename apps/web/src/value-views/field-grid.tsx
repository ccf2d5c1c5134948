import type { FieldAnswer, MaskedAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { litIn } from "../pointing/lit.ts";
import { isFrozen, usePointed } from "../pointing/pointing.ts";
import { StateNote } from "../ui/state.tsx";
import { FieldCutNote } from "./field-cut-note.tsx";
import { fieldMove } from "./field-keys.ts";
import { cutNear } from "./field-parts.ts";
import { FieldGridRow } from "./field-row.tsx";
import type { Guessing } from "./guess-select.tsx";
import { type FieldCursor, useFieldCursor } from "./use-field-cursor.ts";
import type { FieldParts } from "./use-field-parts.ts";
import type { ViewProps } from "./view-props.ts";
import "./field-grid.css";

const rowHeight = 24;

interface FieldGridProps extends ViewProps {
  readonly parts: FieldParts;
  readonly label: string;
  /** Of the wire: what a person takes its bytes for. */
  readonly guessing?: Guessing;
}

/** The annotated tree as a grid of name, number, type, value, offset and size. */
export function FieldGrid(props: FieldGridProps) {
  const { t } = useTranslation();
  const { parts } = props;
  const { tree } = parts;
  const cursor = useFieldCursor({ ...props, fields: tree.fields });
  const { rows, at, setAll } = cursor;
  const cut = cutNear(rows, at, tree);
  if (rows.length === 0) return <StateNote state="empty">{t("fields.empty")}</StateNote>;
  return (
    <>
      <div className="view-tools">
        <Button size="compact-xs" variant="default" onClick={() => setAll(true)}>
          {t("fields.expandAll")}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => setAll(false)}>
          {t("fields.collapseAll")}
        </Button>
        <span className="muted numeric">{t("fields.entries", { count: rows.length })}</span>
      </div>
      {cut !== undefined && <FieldCutNote cut={cut} parts={parts} />}
      <FieldRows {...props} cursor={cursor} />
    </>
  );
}

function FieldRows({ parts, label, value, guessing, cursor }: FieldGridProps & { cursor: FieldCursor }) {
  const { fields } = parts.tree;
  const id = useId();
  const { pointing, pinned } = usePointed();
  const { rows, at, choose, toggle, setOpen } = cursor;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useFieldRowsInSight(scroller, rows.length, at);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const move = fieldMove(event, { fields, rows, at, page, value });
    if (move === undefined) return;
    event.preventDefault();
    if (move.do === "guess")
      scroller.current?.querySelector<HTMLElement>("[data-active=true] .guess")?.focus();
    else if (move.do === "go") choose(move.way, move.field, true);
    else setOpen([rows[at]?.id ?? ""], move.do === "open");
  };
  const held = litIn(pinned, value);
  return (
    <div ref={scroller} className="fields-scroll">
      <div
        className="fields"
        data-guessing={guessing !== undefined}
        role="treegrid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={`${id}-${at}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerLeave={(event) => {
          if (!isFrozen(event)) pointing.point(undefined);
        }}
      >
        <FieldHead />
        {/* biome-ignore lint/a11y: rows of a virtual grid are placed one by one. */}
        <div role="rowgroup" className="fields-body" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <FieldGridRow
                key={row.id}
                id={`${id}-${index}`}
                row={row}
                parent={rows[row.parent]?.field.span}
                value={value}
                pinned={held}
                index={index}
                top={start}
                active={index === at}
                masked={maskOf(row.field, value.masked)}
                guessing={guessing}
                choose={choose}
                toggle={toggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The rows that are drawn; the active one is scrolled to when it is out of sight. */
function useFieldRowsInSight(scroller: RefObject<HTMLDivElement | null>, count: number, at: number) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: rowHeight,
  });
  const shown = useRef(false);
  useEffect(() => {
    virtualizer.scrollToIndex(at, { align: shown.current ? "auto" : "center" });
    shown.current = true;
  }, [virtualizer, at]);
  return virtualizer;
}

function FieldHead() {
  const { t } = useTranslation();
  const names = ["name", "number", "type", "value", "offset", "size"] as const;
  const right: readonly string[] = ["number", "offset", "size"];
  return (
    // biome-ignore lint/a11y: see the grid.
    <div role="row" className="field-head" aria-rowindex={1}>
      {names.map((name) => (
        // biome-ignore lint/a11y: see the grid.
        <span key={name} role="columnheader" className={right.includes(name) ? "field-right" : undefined}>
          {t(`fields.${name}`)}
        </span>
      ))}
    </div>
  );
}

function maskOf(field: FieldAnswer, masked: readonly MaskedAnswer[]): MaskedAnswer | undefined {
  if (field.masked !== true) return undefined;
  return masked.find(({ span }) => span[0] >= field.span[0] && span[1] <= field.span[1]);
}
