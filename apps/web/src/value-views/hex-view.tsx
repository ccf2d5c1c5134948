import { type KeyboardEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { hexByte } from "../bytes/tokens.ts";
import { coverageOf } from "../pointing/coverage.ts";
import { fieldAt } from "../pointing/field-tree.ts";
import { litIn, litOfBytes, treeOf } from "../pointing/lit.ts";
import { isFrozen, usePointed } from "../pointing/pointing.ts";
import type { ByteWindow } from "./byte-window.ts";
import { CoverageBar } from "./coverage-bar.tsx";
import { HexGrid } from "./hex-grid.tsx";
import { HexInspector } from "./hex-inspector.tsx";
import { asciiChar } from "./hex-runs.ts";
import { HexTools } from "./hex-tools.tsx";
import { hexOffset } from "./span.ts";
import { type HexCursor, useHexCursor } from "./use-hex-cursor.ts";
import type { ViewProps } from "./view-props.ts";
import { WithWindow } from "./with-window.tsx";
import "./hex-view.css";

/** The stored bytes. */
export default function HexView(props: ViewProps) {
  return <WithWindow view={props}>{(bytes, view) => <HexBytes {...view} bytes={bytes} />}</WithWindow>;
}

function HexBytes(props: ViewProps & { bytes: ByteWindow }) {
  const { bytes, value } = props;
  const { pointing, pinned } = usePointed();
  const regions = useMemo(() => coverageOf(value), [value]);
  const marks = useMemo(() => ({ regions, pinned: litIn(pinned, value) }), [regions, pinned, value]);
  const cursor = useHexCursor(props, regions);
  const { caret, move } = cursor;
  const onPoint = (offset: number | undefined, event: { ctrlKey: boolean; metaKey: boolean }): void => {
    if (isFrozen(event)) return;
    pointing.point(offset === undefined ? undefined : litOfBytes(value, [offset, offset + 1]));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (cursor.step(event)) event.preventDefault();
  };
  return (
    <>
      <HexTools bytes={bytes} caret={caret} masked={value.masked.length > 0} onMove={move} />
      <CoverageBar regions={regions} size={bytes.size} at={caret.at} onGo={cursor.goTo} />
      <HexGrid
        bytes={bytes}
        value={value}
        caret={caret}
        marks={marks}
        onMove={move}
        onPoint={onPoint}
        onKey={onKey}
      />
      <HexInspector bytes={bytes} at={caret.at} />
      <SpokenCaret bytes={bytes} value={value} cursor={cursor} />
    </>
  );
}

function SpokenCaret({
  bytes,
  value,
  cursor: { caret, touched },
}: Pick<ViewProps, "value"> & { bytes: ByteWindow; cursor: HexCursor }) {
  const { t } = useTranslation();
  const byte = bytes.slice(caret.at, caret.at + 1)?.[0] ?? 0;
  const char = byte >= 0x20 && byte < 0x7f ? asciiChar(byte) : t("hex.control");
  const spoken = t("hex.caret", { offset: hexOffset(caret.at), hex: hexByte(byte), char });
  const under = fieldAt(treeOf(value), caret.at)?.path;
  return (
    <div className="unseen" role="status" aria-live="polite">
      {touched && (under === undefined ? spoken : `${spoken}, ${under}`)}
    </div>
  );
}
