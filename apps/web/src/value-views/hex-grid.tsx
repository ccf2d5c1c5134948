import type { SpanPair } from "@etcdscope/contract";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useId,
  useRef,
} from "react";
import { useTranslation } from "react-i18next";
import type { ByteWindow } from "./byte-window.ts";
import { type Caret, moved, selectionOf } from "./hex-caret.ts";
import { asHex } from "./hex-copy.ts";
import { HexRow } from "./hex-row.tsx";
import { columnAt, hexWidth } from "./hex-runs.ts";
import type { StandingMarks } from "./lit-marks.ts";
import { useRoom } from "./use-room.ts";
import type { ShownValue } from "./view-props.ts";

const rowHeight = 20;
/** Offset, sixteen bytes and their text, in characters. */
const roomForSixteen = 84;

interface HexGridProps {
  readonly bytes: ByteWindow;
  readonly value: ShownValue;
  readonly caret: Caret;
  readonly marks: StandingMarks;
  readonly onMove: (caret: Caret) => void;
  /** Called with the byte under the mouse, and without when it leaves. */
  readonly onPoint: (offset: number | undefined, event: PointerEvent<HTMLElement>) => void;
  /** Called for keys that do not move the caret. */
  readonly onKey: (event: KeyboardEvent) => void;
}

/** Rows of bytes: offset, hex, text. One tab stop; the caret is moved by keys or the mouse. */
export function HexGrid({ bytes, value, caret, marks, onMove, onPoint, onKey }: HexGridProps) {
  const { t } = useTranslation();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useRoom(scroller) < roomForSixteen ? 8 : 16;
  const count = Math.ceil(bytes.size / columns);
  const caretRow = Math.floor(caret.at / columns);
  const virtualizer = useRowsInSight(scroller, { count, caretRow, columns });
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const next = event.altKey ? undefined : moved(event, caret, { size: bytes.size, columns, page });
    if (next === undefined) {
      onKey(event);
      return;
    }
    event.preventDefault();
    onMove(next);
  };
  const onCopy = (event: ClipboardEvent): void => {
    const selected = bytes.slice(...selectionOf(caret));
    if (selected === undefined) return;
    event.clipboardData.setData("text/plain", asHex(selected));
    event.preventDefault();
  };
  const pointer = usePointer({ columns, size: bytes.size, caret, onMove, onPoint });
  const items = virtualizer.getVirtualItems();
  useNeed(bytes, (items[0]?.index ?? 0) * columns, ((items.at(-1)?.index ?? 0) + 1) * columns);
  const selection = selectionOf(caret);
  return (
    <div ref={scroller} className="hex-scroll">
      {/* biome-ignore lint/a11y/useSemanticElements: a grid of bytes with a caret is a widget. */}
      <div
        className="hex code"
        role="grid"
        aria-label={t("hex.label")}
        aria-rowcount={count}
        aria-readonly
        aria-activedescendant={`${id}-${caretRow}`}
        tabIndex={0}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
        onCopy={onCopy}
        {...pointer}
      >
        {items.map(({ index, start }) => (
          <HexRow
            key={index}
            id={`${id}-${index}`}
            bytes={bytes}
            value={value}
            index={index}
            top={start}
            columns={columns}
            marks={marks}
            {...partOf(index * columns, columns, selection, caret.at)}
          />
        ))}
      </div>
    </div>
  );
}

/** What a row sees of the selection: rows outside of it stay as they are when it changes. */
function partOf(start: number, columns: number, selection: SpanPair, caret: number) {
  const from = Math.max(start, selection[0]);
  const to = Math.min(start + columns, selection[1]);
  return {
    selectedFrom: from < to ? from : -1,
    selectedTo: from < to ? to : -1,
    caret: caret >= start && caret < start + columns ? caret : -1,
  };
}

interface Rows {
  readonly count: number;
  readonly caretRow: number;
  readonly columns: number;
}

/** The rows that are drawn; the caret's is scrolled to when it is out of sight. */
function useRowsInSight(scroller: RefObject<HTMLDivElement | null>, { count, caretRow, columns }: Rows) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: rowHeight * 2,
  });
  const shownIn = useRef(0);
  useEffect(() => {
    virtualizer.scrollToIndex(caretRow, { align: shownIn.current === columns ? "auto" : "center" });
    shownIn.current = columns;
  }, [virtualizer, caretRow, columns]);
  return virtualizer;
}

/** Has the bytes fetched that are to be drawn. */
function useNeed({ need }: ByteWindow, start: number, end: number): void {
  useEffect(() => need?.(start, end), [need, start, end]);
}

interface PointerOptions extends Pick<HexGridProps, "caret" | "onMove" | "onPoint"> {
  readonly columns: number;
  readonly size: number;
}

/** Press sets the caret, drag and Shift+press extend. Positions are counted in characters of the fixed-width font. */
function usePointer({ columns, size, caret, onMove, onPoint }: PointerOptions) {
  const under = useRef<number>(undefined);
  const offsetAt = (event: PointerEvent<HTMLElement>): number | undefined => {
    const grid = event.currentTarget;
    const row = Math.floor((event.clientY - grid.getBoundingClientRect().top) / rowHeight);
    const column = columnUnder(grid, event.clientX, columns);
    const offset = row * columns + (column ?? 0);
    return column === undefined || offset < 0 ? undefined : Math.min(size - 1, offset);
  };
  const point = (offset: number | undefined, event: PointerEvent<HTMLElement>): void => {
    if (under.current === offset) return;
    under.current = offset;
    onPoint(offset, event);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const at = event.button === 0 ? offsetAt(event) : undefined;
      if (at === undefined) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      onMove({ anchor: event.shiftKey ? caret.anchor : at, at });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const at = offsetAt(event);
      const drags = event.currentTarget.hasPointerCapture(event.pointerId);
      if (!drags) point(at, event);
      else if (at !== undefined && at !== caret.at) onMove({ anchor: caret.anchor, at });
    },
    onPointerLeave: (event: PointerEvent<HTMLElement>) => point(undefined, event),
  };
}

function columnUnder(grid: HTMLElement, x: number, columns: number): number | undefined {
  const hex = grid.querySelector(".hex-bytes")?.getBoundingClientRect();
  const ascii = grid.querySelector(".hex-ascii")?.getBoundingClientRect();
  if (hex === undefined || ascii === undefined) return undefined;
  if (x >= ascii.left - 6) {
    return Math.max(0, Math.min(columns - 1, Math.floor(((x - ascii.left) / ascii.width) * columns)));
  }
  return columnAt(((x - hex.left) / hex.width) * hexWidth(columns), columns);
}
