import { useCallback, useState } from "react";
import type { Rows } from "./rows.ts";

/**
 * The row that has the tree's focus; the one at `first` until another was chosen. When it vanishes its place is kept:
 * the neighbour has the focus then.
 */
export function useActiveRow(
  rows: Rows,
  first: number,
): {
  active: number;
  setActive: (id: string, index: number) => void;
} {
  const [at, setAt] = useState<{ id: string; index: number }>();
  const setActive = useCallback((id: string, index: number) => setAt({ id, index }), []);
  const { id, index } = at ?? { id: "", index: first };
  const inPlace = rows.list[index]?.id === id;
  const found = inPlace ? index : rows.indexOf(id);
  return { active: found ?? Math.max(0, Math.min(index, rows.list.length - 1)), setActive };
}
