import { useCallback, useState } from "react";
import type { Rows } from "./rows.ts";

/** The row that has the tree's focus. When it vanishes its place is kept: the neighbour has the focus then. */
export function useActiveRow(rows: Rows): {
  active: number;
  setActive: (id: string, index: number) => void;
} {
  const [at, setAt] = useState({ id: "", index: 0 });
  const setActive = useCallback((id: string, index: number) => setAt({ id, index }), []);
  const inPlace = rows.list[at.index]?.id === at.id;
  const found = inPlace ? at.index : rows.indexOf(at.id);
  return { active: found ?? Math.max(0, Math.min(at.index, rows.list.length - 1)), setActive };
}
