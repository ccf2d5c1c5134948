import type { FieldAnswer, MaskedAnswer } from "@etcdscope/contract";
import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStatusLine } from "../ui/status-line.tsx";
import { useFieldLine } from "./field-line.ts";
import { FieldGridRow } from "./field-row.tsx";
import { type FieldRow, wayTo } from "./field-rows.ts";
import { useFieldRows } from "./use-field-rows.ts";
import type { Picked, ViewProps } from "./view-props.ts";
import "./field-grid.css";

const rowHeight = 24;

interface FieldGridProps extends ViewProps {
  readonly fields: readonly FieldAnswer[];
  readonly label: string;
}

/** The annotated tree as a grid of name, number, type, value, offset and size. */
export function FieldGrid({ fields, label, value, picked, onPick }: FieldGridProps) {
  const { t } = useTranslation();
  const { rows, setOpen, setAll } = useFieldRows(fields);
  const [active, setActive] = useState(() => wayOf(fields, picked)?.at(-1) ?? "0");
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight,
  });
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === active),
  );
  useEffect(() => setOpen(wayOf(fields, picked)?.slice(0, -1) ?? [], true), [fields, picked, setOpen]);
  const shown = useRef(false);
  useEffect(() => {
    virtualizer.scrollToIndex(at, { align: shown.current ? "auto" : "center" });
    shown.current = true;
  }, [virtualizer, at]);
  useStatusLine(useFieldLine(rows[at]?.field));
  const go = (to: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (row === undefined) return;
    setActive(row.id);
    onPick(pickOf(row.field));
  };
  const toggle = (row: FieldRow): void => setOpen([row.id], row.open === false);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const act = actionOf(event.key, rows, at, page);
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (typeof act === "number") go(act);
    else setOpen([rows[at]?.id ?? ""], act === "open");
  };
  if (rows.length === 0) return <div className="view-note">{t("fields.empty")}</div>;
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
      <div ref={scroller} className="fields-scroll">
        <div
          className="fields"
          role="treegrid"
          aria-label={label}
          aria-rowcount={rows.length + 1}
          aria-activedescendant={`field-${at}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
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
                  row={row}
                  index={index}
                  top={start}
                  active={index === at}
                  masked={maskOf(row.field, value.masked)}
                  onGo={go}
                  onToggle={toggle}
                />
              );
            })}
          </div>
        </div>
      </div>
    </>
  );
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

/** A row to go to, or what to do with the row that is active. */
function actionOf(
  key: string,
  rows: readonly FieldRow[],
  at: number,
  page: number,
): number | "open" | "close" | undefined {
  const row = rows[at];
  const steps: Readonly<Record<string, number | "open" | "close">> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: rows.length - 1,
    ArrowRight: row?.open === false ? "open" : at + Number(row?.open === true),
    ArrowLeft: row?.open === true ? "close" : Math.max(0, row?.parent ?? 0),
    Enter: row?.open === true ? "close" : "open",
    " ": row?.open === true ? "close" : "open",
  };
  return Object.hasOwn(steps, key) ? steps[key] : undefined;
}

const pickOf = ({ path, span }: FieldAnswer): Picked =>
  path === undefined ? { spans: [span] } : { path, spans: [span] };

function wayOf(
  fields: readonly FieldAnswer[],
  { path, spans: [span] }: Picked,
): readonly string[] | undefined {
  const byPath = path === undefined ? undefined : wayTo(fields, (field) => field.path === path);
  if (byPath !== undefined || span === undefined) return byPath;
  return wayTo(fields, (field) => field.span[0] <= span[0] && span[1] <= field.span[1]);
}

function maskOf(field: FieldAnswer, masked: readonly MaskedAnswer[]): MaskedAnswer | undefined {
  if (field.masked !== true) return undefined;
  return masked.find(({ span }) => span[0] >= field.span[0] && span[1] <= field.span[1]);
}
