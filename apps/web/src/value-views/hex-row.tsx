import { Fragment, memo } from "react";
import { asciiText, gapAfter, hexText, hexWidth, type Mark, runsOf } from "./hex-runs.ts";

interface HexRowProps {
  readonly bytes: Uint8Array;
  readonly index: number;
  readonly top: number;
  readonly columns: number;
  readonly marks: readonly Mark[];
}

export const HexRow = memo(function HexRow({ bytes, index, top, columns, marks }: HexRowProps) {
  const start = index * columns;
  const end = Math.min(bytes.length, start + columns);
  const runs = runsOf(start, end, marks);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the row of the caret.
    <div
      id={`hex-row-${index}`}
      className="hex-row"
      role="row"
      aria-rowindex={index + 1}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y: see the row. */}
      <span className="hex-offset" role="rowheader">
        {start.toString(16).padStart(8, "0")}
      </span>
      {/* biome-ignore lint/a11y: see the row. */}
      <span className="hex-bytes" role="gridcell" style={{ width: `${hexWidth(columns)}ch` }}>
        {runs.map((run) => (
          <Fragment key={run.start}>
            <span className={run.marks || undefined}>{hexText(bytes, run, columns)}</span>
            {run.end < end && gapAfter(run.end - 1, columns)}
          </Fragment>
        ))}
      </span>
      {/* biome-ignore lint/a11y: see the row. */}
      <span className="hex-ascii" role="gridcell" style={{ width: `${columns}ch` }}>
        {runs.map((run) => (
          <span key={run.start} className={run.marks || undefined}>
            {asciiText(bytes, run)}
          </span>
        ))}
      </span>
    </div>
  );
});
