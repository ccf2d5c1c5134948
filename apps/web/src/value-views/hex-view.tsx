import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { hexByte } from "../bytes/tokens.ts";
import { useStatusLine } from "../ui/status-line.tsx";
import { useFieldLine } from "./field-line.ts";
import { type Caret, selectionOf } from "./hex-caret.ts";
import { HexGrid } from "./hex-grid.tsx";
import { asciiChar, type Mark } from "./hex-runs.ts";
import { HexTools } from "./hex-tools.tsx";
import { fieldAt, hexOffset } from "./span.ts";
import type { ViewProps } from "./view-props.ts";
import { WithBytes } from "./with-bytes.tsx";
import "./hex-view.css";

/** The stored bytes. */
export function HexView(props: ViewProps) {
  return <WithBytes view={props}>{(bytes) => <HexBytes {...props} bytes={bytes} />}</WithBytes>;
}

/** A caret on the move is written to the address once it rests. */
const restMs = 250;

function HexBytes({ bytes, value, picked, onPick }: ViewProps & { bytes: Uint8Array }) {
  const { t } = useTranslation();
  const first = picked.spans[0]?.[0] ?? 0;
  const [caret, setCaret] = useState<Caret>({ anchor: first, at: first });
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    if (!touched) return;
    const rest = setTimeout(() => onPick({ spans: [selectionOf(caret)] }), restMs);
    return () => clearTimeout(rest);
  }, [caret, touched, onPick]);
  const move = (next: Caret): void => {
    setTouched(true);
    setCaret(next);
  };
  const marks = useMemo(() => {
    const masked = value.masked.map(({ span }): Mark => ({ name: "hex-masked", span }));
    const field = picked.spans.map((span): Mark => ({ name: "hex-picked", span }));
    return [...masked, ...field];
  }, [value.masked, picked.spans]);
  const under = fieldAt(value.fields ?? value.wire, caret.at);
  useStatusLine(useFieldLine(under, caret.at));
  return (
    <>
      <HexTools bytes={bytes} caret={caret} masked={value.masked.length > 0} onMove={move} />
      <HexGrid bytes={bytes} caret={caret} marks={marks} onMove={move} />
      <div className="unseen" role="status" aria-live="polite">
        {touched && spokenCaret()}
      </div>
    </>
  );

  function spokenCaret(): string {
    const byte = bytes[caret.at] ?? 0;
    const char = byte >= 0x20 && byte < 0x7f ? asciiChar(byte) : t("hex.control");
    const spoken = t("hex.caret", { offset: hexOffset(caret.at), hex: hexByte(byte), char });
    return under?.path === undefined ? spoken : `${spoken}, ${under.path}`;
  }
}
