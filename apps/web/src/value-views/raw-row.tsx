import { memo } from "react";
import { type Run, runsOf } from "./hex-runs.ts";
import { type StandingMarks, useMarks } from "./lit-marks.ts";
import { type RawRow, rowTokens, wholeCharacters } from "./raw-rows.ts";
import { hexOffset } from "./span.ts";
import type { ShownValue } from "./view-props.ts";

/** The offset at the left, in characters. */
export const gutter = 12;

interface RawRowProps {
  readonly bytes: Uint8Array;
  readonly value: ShownValue;
  readonly row: RawRow;
  readonly top: number;
  readonly marks: StandingMarks;
}

export const RawTextRow = memo(function RawTextRow({ bytes, value, row, top, marks }: RawRowProps) {
  const here = useMarks(value, marks, row.start, row.end);
  const whole = here.map(({ name, span }) => ({ name, span: wholeCharacters(bytes, row, span) }));
  return (
    <div className="raw-row" style={{ transform: `translateY(${top}px)` }}>
      <span className="raw-offset" style={{ width: `${gutter}ch` }} aria-hidden>
        {hexOffset(row.start)}
      </span>
      <span>
        {runsOf(row.start, row.end, whole).map((run) => (
          <RawRun key={run.start} bytes={bytes} run={run} />
        ))}
      </span>
    </div>
  );
});

/** Each token knows its first byte, so that a place on the screen leads back to it. */
function RawRun({ bytes, run }: { bytes: Uint8Array; run: Run }) {
  const tokens = rowTokens(bytes, run).map(({ kind, text, start }) => (
    <span
      key={start}
      className={kind === "text" ? undefined : "byte-mark"}
      data-kind={kind}
      data-byte={start}
    >
      {text}
    </span>
  ));
  return run.marks === "" ? tokens : <span className={run.marks}>{tokens}</span>;
}

/** Where the token at this byte starts, going by what is under the mouse. */
export function byteUnder(event: { readonly clientX: number; readonly clientY: number }): number | undefined {
  const place = caretAt(event.clientX, event.clientY);
  const token = place?.node.parentElement?.closest<HTMLElement>("[data-byte]");
  if (place === undefined || token?.dataset["byte"] === undefined) return undefined;
  const start = Number(token.dataset["byte"]);
  if (token.dataset["kind"] !== "text") return start;
  return start + utf8.encode(place.node.data.slice(0, place.offset)).length;
}

const utf8 = new TextEncoder();

/** The character under a point of the window; browsers tell the gap between two characters that is nearest. */
function caretAt(x: number, y: number): { node: Text; offset: number } | undefined {
  const position = document.caretPositionFromPoint?.(x, y);
  const node = position?.offsetNode;
  if (position === null || position === undefined || !(node instanceof Text)) return undefined;
  const range = document.createRange();
  range.setStart(node, Math.max(0, position.offset - 1));
  range.setEnd(node, position.offset);
  const { left, right } = range.getBoundingClientRect();
  const before = position.offset > 0 && left <= x && x < right;
  return { node, offset: before ? position.offset - 1 : position.offset };
}
