import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useMemo,
  useRef,
} from "react";
import { useTranslation } from "react-i18next";
import { type Caret, moved, selectionOf } from "./hex-caret.ts";
import { asHex } from "./hex-copy.ts";
import { HexRow } from "./hex-row.tsx";
import { columnAt, hexWidth, type Mark } from "./hex-runs.ts";
import { useRoom } from "./use-room.ts";

const rowHeight = 20;
/** Offset, sixteen bytes and their text, in characters. */
const roomForSixteen = 84;

interface HexGridProps {
  readonly bytes: Uint8Array;
  readonly caret: Caret;
  readonly marks: readonly Mark[];
  readonly onMove: (caret: Caret) => void;
}

/** Rows of bytes: offset, hex, text. One tab stop; the caret is moved by keys or the mouse. */
export function HexGrid({ bytes, caret, marks, onMove }: HexGridProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useRoom(scroller) < roomForSixteen ? 8 : 16;
  const count = Math.ceil(bytes.length / columns);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const caretRow = Math.floor(caret.at / columns);
  const shown = useRef(false);
  useEffect(() => {
    virtualizer.scrollToIndex(caretRow, { align: shown.current ? "auto" : "center" });
    shown.current = true;
  }, [virtualizer, caretRow]);
  const all = useMemo((): readonly Mark[] => {
    const selection: Mark = { name: "hex-selected", span: selectionOf(caret) };
    return [...marks, selection, { name: "hex-caret", span: [caret.at, caret.at + 1] }];
  }, [marks, caret]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const next = moved(event, caret, { size: bytes.length, columns, page });
    if (next === undefined) return;
    event.preventDefault();
    onMove(next);
  };
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData.setData("text/plain", asHex(bytes.subarray(...selectionOf(caret))));
    event.preventDefault();
  };
  const pointer = usePointer(columns, bytes.length, caret, onMove);
  return (
    <div ref={scroller} className="hex-scroll">
      {/* biome-ignore lint/a11y/useSemanticElements: a grid of bytes with a caret is a widget. */}
      <div
        className="hex code"
        role="grid"
        aria-label={t("hex.label")}
        aria-rowcount={count}
        aria-readonly
        aria-activedescendant={`hex-row-${caretRow}`}
        tabIndex={0}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
        onCopy={onCopy}
        {...pointer}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <HexRow key={index} bytes={bytes} index={index} top={start} columns={columns} marks={all} />
        ))}
      </div>
    </div>
  );
}

/** Press sets the caret, drag and Shift+press extend. Positions are counted in characters of the fixed-width font. */
function usePointer(columns: number, size: number, caret: Caret, onMove: (caret: Caret) => void) {
  const offsetAt = (event: PointerEvent<HTMLElement>): number | undefined => {
    const grid = event.currentTarget;
    const row = Math.floor((event.clientY - grid.getBoundingClientRect().top) / rowHeight);
    const column = columnUnder(grid, event.clientX, columns);
    const offset = row * columns + (column ?? 0);
    return column === undefined || offset < 0 ? undefined : Math.min(size - 1, offset);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const at = event.button === 0 ? offsetAt(event) : undefined;
      if (at === undefined) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      onMove({ anchor: event.shiftKey ? caret.anchor : at, at });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const at = event.currentTarget.hasPointerCapture(event.pointerId) ? offsetAt(event) : undefined;
      if (at !== undefined && at !== caret.at) onMove({ anchor: caret.anchor, at });
    },
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
