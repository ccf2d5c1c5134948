import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isPlainText } from "../bytes/tokens.ts";
import { TokenText } from "../ui/byte-text.tsx";
import { rawRows, rowTokens } from "./raw-rows.ts";
import { hexOffset } from "./span.ts";
import { useRoom } from "./use-room.ts";
import type { ViewProps } from "./view-props.ts";
import { WithBytes } from "./with-bytes.tsx";
import "./raw-view.css";

const rowHeight = 20;
/** The offset at the left, in characters. */
const gutter = 12;

export function RawView(props: ViewProps) {
  return <WithBytes view={props}>{(bytes) => <RawText bytes={bytes} />}</WithBytes>;
}

function RawText({ bytes }: { bytes: Uint8Array }) {
  const { t } = useTranslation();
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
  return (
    <>
      <div className="view-note">{plain ? t("raw.wasText") : t("raw.wasBinary")}</div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard. */}
      <section ref={scroller} className="raw-scroll code" tabIndex={0} aria-label={t("raw.label")}>
        <div className="raw-rows" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div key={index} className="raw-row" style={{ transform: `translateY(${start}px)` }}>
                <span className="raw-offset" style={{ width: `${gutter}ch` }} aria-hidden>
                  {hexOffset(row.start)}
                </span>
                <span>
                  <TokenText tokens={rowTokens(bytes, row)} />
                </span>
              </div>
            );
          })}
        </div>
      </section>
    </>
  );
}
