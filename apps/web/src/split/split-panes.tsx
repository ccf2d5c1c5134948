import { type ReactNode, type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { recall, remember } from "../ui/remember.ts";
import { Divider } from "./divider.tsx";
import { clampShare, usualShare } from "./share.ts";
import "./split-panes.css";

/** Narrower than this, the panes stand one above the other, in pixels. */
const narrow = 640;

/** Of a pane that is scrolled to, in pixels. */
const leastHeight = 560;

const storedAs = "split-share";

interface SplitPanesProps {
  readonly first: ReactNode;
  /** Beside the first; alone it has all the room. */
  readonly second: ReactNode;
  /** Panes one above the other are no smaller than can be read, and scrolled. */
  readonly isScrolled?: boolean;
}

/** One pane or two, with a border between them that can be moved. */
export function SplitPanes({ first, second, isScrolled = false }: SplitPanesProps) {
  const panes = useRef<HTMLDivElement>(null);
  const stacked = useStacked(panes);
  const [share, resize] = useShare();
  const isSplit = second !== undefined && second !== null && second !== false;
  const track = (part: number): string => `minmax(${isScrolled && stacked ? leastHeight : 0}px, ${part}fr)`;
  const tracks = `${track(share)} auto ${track(100 - share)}`;
  const style = stacked ? { gridTemplateRows: tracks } : { gridTemplateColumns: tracks };
  return (
    <div
      ref={panes}
      className="split-panes"
      data-stacked={stacked}
      data-scrolled={isSplit && isScrolled && stacked}
      style={isSplit ? style : undefined}
    >
      {first}
      {isSplit && (
        <>
          <Divider share={share} stacked={stacked} onResize={resize} />
          {second}
        </>
      )}
    </div>
  );
}

/** The first pane's share of the room in percent, kept for the next visit. */
function useShare(): readonly [number, (share: number) => void] {
  const [share, setShare] = useState(() => clampShare(Number(recall(storedAs)) || usualShare));
  const resize = useCallback((next: number) => {
    const share = clampShare(next);
    setShare(share);
    remember(storedAs, String(share));
  }, []);
  return [share, resize];
}

function useStacked(element: RefObject<HTMLElement | null>): boolean {
  const [stacked, setStacked] = useState(false);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null || typeof ResizeObserver === "undefined") return;
    const measure = (): void => setStacked(current.clientWidth < narrow);
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return stacked;
}
