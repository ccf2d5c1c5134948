import type { FieldAnswer } from "@etcdscope/contract";
import { useCallback, useMemo, useState } from "react";
import { countFields, type FieldRow, fieldRows } from "./field-rows.ts";

/** Up to this many fields all are open from the start; beyond it the upper levels are. */
const openWhole = 600;
const openDepth = 3;

export interface FieldRowsState {
  readonly rows: readonly FieldRow[];
  readonly setOpen: (ids: readonly string[], open: boolean) => void;
  readonly setAll: (open: boolean) => void;
}

interface Opened {
  /** What the rest is: as at the start, all open, or all closed. */
  readonly rest: "start" | boolean;
  readonly own: ReadonlyMap<string, boolean>;
}

export function useFieldRows(fields: readonly FieldAnswer[]): FieldRowsState {
  const [opened, setOpened] = useState<Opened>({ rest: "start", own: new Map() });
  const whole = useMemo(() => countFields(fields, openWhole) < openWhole, [fields]);
  const rows = useMemo(() => {
    const atStart = (depth: number): boolean => whole || depth < openDepth;
    return fieldRows(fields, (id, depth) => {
      return opened.own.get(id) ?? (opened.rest === "start" ? atStart(depth) : opened.rest);
    });
  }, [fields, opened, whole]);
  const setOpen = useCallback((ids: readonly string[], open: boolean) => {
    setOpened(({ rest, own }) => ({ rest, own: new Map([...own, ...ids.map((id) => [id, open] as const)]) }));
  }, []);
  const setAll = useCallback((open: boolean) => setOpened({ rest: open, own: new Map() }), []);
  return { rows, setOpen, setAll };
}
