import { type RefObject, useLayoutEffect, useState } from "react";

/** Sixteen bytes a row, eight where there is no room for sixteen. */
export function useColumns(element: RefObject<HTMLElement | null>): 8 | 16 {
  const [columns, setColumns] = useState<8 | 16>(16);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null || typeof ResizeObserver === "undefined") return;
    const measure = (): void => setColumns(current.clientWidth < 620 ? 8 : 16);
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return columns;
}
