import { Fragment, memo } from "react";
import type { ByteWindow } from "./byte-window.ts";
import { asciiText, gapAfter, hexText, hexWidth, type Mark, type Run, runsOf } from "./hex-runs.ts";
import { type StandingMarks, useMarks } from "./lit-marks.ts";
import type { ShownValue } from "./view-props.ts";

interface HexRowProps {
  readonly id: string;
  readonly bytes: ByteWindow;
  readonly value: ShownValue;
  readonly index: number;
  readonly top: number;
  readonly columns: number;
  readonly marks: StandingMarks;
  /** The part of the selection in this row; -1 without one. */
  readonly selectedFrom: number;
  readonly selectedTo: number;
  /** The caret, if it is in this row; else -1. */
  readonly caret: number;
}

export const HexRow = memo(function HexRow(props: HexRowProps) {
  const { id, bytes, index, top, columns } = props;
  const start = index * columns;
  const end = Math.min(bytes.size, start + columns);
  const own = bytes.slice(start, end);
  const runs = useRuns(props, start, end);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the row of the caret.
    <div
      id={id}
      className="hex-row"
      role="row"
      aria-rowindex={index + 1}
      aria-busy={own === undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y: see the row. */}
      <span className="hex-offset" role="rowheader">
        {start.toString(16).padStart(8, "0")}
      </span>
      {/* biome-ignore lint/a11y: see the row. */}
      <span className="hex-bytes" role="gridcell" style={{ width: `${hexWidth(columns)}ch` }}>
        {own !== undefined &&
          runs.map((run) => (
            <Fragment key={run.start}>
              <span className={run.marks || undefined}>{hexText(own, run, columns)}</span>
              {run.end < own.length && gapAfter(run.end - 1, columns)}
            </Fragment>
          ))}
      </span>
      {/* biome-ignore lint/a11y: see the row. */}
      <span className="hex-ascii" role="gridcell" style={{ width: `${columns}ch` }}>
        {own !== undefined &&
          runs.map((run) => (
            <span key={run.start} className={run.marks || undefined}>
              {asciiText(own, run)}
            </span>
          ))}
      </span>
    </div>
  );
});

/** The runs of the row, counted from its own first byte. */
function useRuns(props: HexRowProps, start: number, end: number): readonly Run[] {
  const { value, marks, selectedFrom, selectedTo, caret } = props;
  const drawn: Mark[] = [...useMarks(value, marks, start, end)];
  if (selectedFrom >= 0) drawn.push({ name: "hex-selected", span: [selectedFrom, selectedTo] });
  if (caret >= 0) drawn.push({ name: "hex-caret", span: [caret, caret + 1] });
  const own = drawn.map(({ name, span }): Mark => ({ name, span: [span[0] - start, span[1] - start] }));
  return runsOf(0, end - start, own);
}
