import { useVirtualizer } from "@tanstack/react-virtual";
import { type PointerEvent, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isPlainText } from "../bytes/tokens.ts";
import { coverageOf } from "../pointing/coverage.ts";
import { litIn, litOfBytes } from "../pointing/lit.ts";
import { isFrozen, usePointed } from "../pointing/pointing.ts";
import { usePaneLabel } from "../ui/pane-label.ts";
import { byteUnder, gutter, RawTextRow } from "./raw-row.tsx";
import { type RawRow, rawRows, rowOf, wholeCharacters } from "./raw-rows.ts";
import { useRestingPick } from "./resting-pick.ts";
import { useRoom } from "./use-room.ts";
import type { ViewProps } from "./view-props.ts";
import { WithBytes } from "./with-bytes.tsx";
import "./raw-view.css";

const rowHeight = 20;

export default function RawView(props: ViewProps) {
  return <WithBytes view={props}>{(bytes, view) => <RawText {...view} bytes={bytes} />}</WithBytes>;
}

function RawText({ bytes, value, picked, onPick }: ViewProps & { bytes: Uint8Array }) {
  const { t } = useTranslation();
  const label = usePaneLabel(t("raw.label"));
  const { pinned } = usePointed();
  const pick = useRestingPick(onPick);
  const scroller = useRef<HTMLElement>(null);
  const room = useRoom(scroller);
  const plain = useMemo(() => isPlainText(bytes), [bytes]);
  const columns = Math.max(32, Math.min(160, room - gutter - 2));
  const rows = useMemo(() => rawRows(bytes, { columns, atBreaks: plain }), [bytes, columns, plain]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const marks = useMemo(
    () => ({ regions: coverageOf(value), pinned: litIn(pinned, value) }),
    [value, pinned],
  );
  const first = pick.isOwn(picked) ? undefined : picked.spans[0]?.[0];
  useEffect(() => {
    if (first !== undefined) virtualizer.scrollToIndex(rowOf(rows, first), { align: "auto" });
  }, [virtualizer, rows, first]);
  const pointer = useRawPointer(bytes, rows, value, pick.now);
  return (
    <>
      <div className="view-note">{plain ? t("raw.wasText") : t("raw.wasBinary")}</div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard. */}
      <section ref={scroller} className="raw-scroll code" tabIndex={0} aria-label={label}>
        <div className="raw-rows" style={{ height: virtualizer.getTotalSize() }} {...pointer}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return <RawTextRow key={index} bytes={bytes} value={value} row={row} top={start} marks={marks} />;
          })}
        </div>
      </section>
    </>
  );
}

/** Points at the character under the mouse; a click picks its bytes, unless text was selected. */
function useRawPointer(
  bytes: Uint8Array,
  rows: readonly RawRow[],
  value: ViewProps["value"],
  pick: ViewProps["onPick"],
) {
  const { pointing } = usePointed();
  const under = useRef<number>(undefined);
  const point = (offset: number | undefined, event: PointerEvent): void => {
    if (isFrozen(event) || under.current === offset) return;
    under.current = offset;
    pointing.point(offset === undefined ? undefined : litOfBytes(value, [offset, offset + 1]));
  };
  return {
    onPointerMove: (event: PointerEvent) => point(byteUnder(event), event),
    onPointerLeave: (event: PointerEvent) => point(undefined, event),
    onPointerUp: (event: PointerEvent) => {
      const offset = byteUnder(event);
      const row = offset === undefined ? undefined : rows[rowOf(rows, offset)];
      if (offset === undefined || row === undefined || document.getSelection()?.isCollapsed === false) return;
      pick({ spans: [wholeCharacters(bytes, row, [offset, offset + 1])] });
    },
  };
}
