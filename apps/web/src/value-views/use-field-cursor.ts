import type { FieldAnswer } from "@etcdscope/contract";
import { useCallback, useEffect, useState } from "react";
import { litOfField } from "../pointing/lit.ts";
import { usePointed } from "../pointing/pointing.ts";
import { type FieldRow, wayTo } from "./field-rows.ts";
import { useRestingPick } from "./resting-pick.ts";
import { type FieldRowsState, useFieldRows } from "./use-field-rows.ts";
import type { Picked, ViewProps } from "./view-props.ts";

/** The open rows of a tree and the active one among them. */
export interface FieldCursor extends FieldRowsState {
  /** The index of the active row. */
  readonly at: number;
  /** Makes a field active, opening the way to it; by key it is picked only once keys rest. */
  readonly choose: (way: readonly string[], field: FieldAnswer, byKey: boolean) => void;
  readonly toggle: (row: FieldRow) => void;
}

interface FieldCursorOptions extends Pick<ViewProps, "value" | "picked" | "onPick"> {
  readonly fields: readonly FieldAnswer[];
}

export function useFieldCursor({ fields, value, picked, onPick }: FieldCursorOptions): FieldCursor {
  const { pointing } = usePointed();
  const { now, soon, isOwn } = useRestingPick(onPick);
  const state = useFieldRows(fields);
  const { rows, setOpen } = state;
  const [active, setActive] = useState(() => wayOf(fields, picked)?.at(-1) ?? "0");
  const goTo = useCallback(
    (way: readonly string[]) => {
      if (way.length > 1) setOpen(way.slice(0, -1), true);
      setActive(way.at(-1) ?? "0");
    },
    [setOpen],
  );
  useEffect(() => {
    const way = isOwn(picked) ? undefined : wayOf(fields, picked);
    if (way !== undefined) goTo(way);
  }, [fields, picked, goTo, isOwn]);
  const choose = useCallback(
    (way: readonly string[], field: FieldAnswer, byKey: boolean) => {
      goTo(way);
      pointing.point(litOfField(value, field));
      (byKey ? soon : now)(pickOf(field));
    },
    [goTo, pointing, value, soon, now],
  );
  const toggle = useCallback((row: FieldRow) => setOpen([row.id], row.open === false), [setOpen]);
  const at = rows.findIndex((row) => row.id === active);
  return { ...state, at: Math.max(0, at), choose, toggle };
}

const pickOf = ({ path, span }: FieldAnswer): Picked =>
  path === undefined ? { spans: [span] } : { path, spans: [span] };

/** The way to what is picked: to the field of its path, else to the deepest one that holds its bytes. */
function wayOf(
  fields: readonly FieldAnswer[],
  { path, spans: [span] }: Picked,
): readonly string[] | undefined {
  const byPath = path === undefined ? undefined : wayTo(fields, (field) => field.path === path);
  if (byPath !== undefined || span === undefined) return byPath;
  return wayTo(fields, (field) => field.span[0] <= span[0] && span[1] <= field.span[1]);
}
