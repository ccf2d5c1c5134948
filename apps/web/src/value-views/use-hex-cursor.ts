import type { FieldAnswer, SpanPair } from "@etcdscope/contract";
import { useEffect, useState } from "react";
import { nextUnexplained, type Region } from "../pointing/coverage.ts";
import { litOfBytes, litOfField, treeOf } from "../pointing/lit.ts";
import { fieldBeside, fieldStep, type StepPress } from "../pointing/neighbours.ts";
import { usePointed } from "../pointing/pointing.ts";
import { type Caret, caretOver, selectionOf } from "./hex-caret.ts";
import { useRestingPick } from "./resting-pick.ts";
import type { ViewProps } from "./view-props.ts";

/** The caret in the bytes, what it points at, and what the address says of it. */
export interface HexCursor {
  readonly caret: Caret;
  /** Whether a person has moved it. */
  readonly touched: boolean;
  readonly move: (caret: Caret) => void;
  /** Selects bytes. */
  readonly goTo: (span: SpanPair) => void;
  /** Does what a key says of fields; false when it says nothing of them. */
  readonly step: (press: StepPress) => boolean;
}

type HexCursorOptions = Pick<ViewProps, "value" | "picked" | "onPick">;

export function useHexCursor(
  { value, picked, onPick }: HexCursorOptions,
  regions: readonly Region[],
): HexCursor {
  const { pointing } = usePointed();
  const { soon, isOwn } = useRestingPick(onPick);
  const [caret, setCaret] = useState<Caret>(() => caretOver(picked.spans[0] ?? [0, 1]));
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    const [span] = picked.spans;
    if (isOwn(picked)) return;
    setCaret(({ at }) => (span === undefined ? { anchor: at, at } : caretOver(span)));
  }, [picked, isOwn]);
  const put = (next: Caret): void => {
    setTouched(true);
    setCaret(next);
  };
  const move = (next: Caret): void => {
    const span = selectionOf(next);
    put(next);
    pointing.point(litOfBytes(value, span));
    soon({ spans: [span] });
  };
  const select = (field: FieldAnswer): void => {
    put(caretOver(field.span));
    pointing.point(litOfField(value, field));
    soon({ ...(field.path !== undefined && { path: field.path }), spans: [field.span] });
  };
  const goTo = (span: SpanPair): void => move(caretOver(span));
  const step = (press: StepPress): boolean => {
    const way = fieldStep(press);
    if (way !== undefined) {
      const field = fieldBeside(treeOf(value), selectionOf(caret), way);
      if (field !== undefined) select(field);
      return true;
    }
    if (press.key !== "u" || press.altKey || press.ctrlKey || press.metaKey) return false;
    const span = nextUnexplained(regions, caret.at);
    if (span !== undefined) move(caretOver(span));
    return true;
  };
  return { caret, touched, move, goTo, step };
}
