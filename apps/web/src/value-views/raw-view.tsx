import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isPlainText } from "../bytes/tokens.ts";
import { TokenText } from "../ui/byte-text.tsx";
import { rawRows, rowTokens } from "./raw-rows.ts";
import { hexOffset } from "./span.ts";
import type { ViewProps } from "./view-props.ts";
import { WithBytes } from "./with-bytes.tsx";
import "./raw-view.css";

/** Bytes a row at most; a longer line goes on in the next row. */
const width = 128;
const rowHeight = 20;

export function RawView(props: ViewProps) {
  return <WithBytes view={props}>{(bytes) => <RawText bytes={bytes} />}</WithBytes>;
}

function RawText({ bytes }: { bytes: Uint8Array }) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rawRows(bytes, width), [bytes]);
  const plain = useMemo(() => isPlainText(bytes), [bytes]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  return (
    <>
      <div className="view-note">
        {plain ? t("raw.wasText") : t("raw.wasBinary")} · {t("raw.marks")}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard. */}
      <section ref={scroller} className="raw-scroll code" tabIndex={0} aria-label={t("raw.label")}>
        <div className="raw-rows" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div key={index} className="raw-row" style={{ transform: `translateY(${start}px)` }}>
                <span className="raw-offset" aria-hidden>
                  {hexOffset(row.start)}
                </span>
                <span className="raw-text">
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
