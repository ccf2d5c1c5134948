import { type KeyboardEvent, type PointerEvent, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { recall, remember } from "../ui/remember.ts";

const least = 240;
const most = 640;
const usual = 320;
const storedAs = "tree-width";

const clamp = (width: number): number => Math.min(most, Math.max(least, Math.round(width)));

/** The width of the tree, kept for the next visit. */
export function useTreeWidth(): { width: number; resize: (width: number) => void } {
  const [width, setWidth] = useState(() => clamp(Number(recall(storedAs)) || usual));
  const resize = useCallback((next: number) => {
    const width = clamp(next);
    setWidth(width);
    remember(storedAs, String(width));
  }, []);
  return { width, resize };
}

const steps: Readonly<Record<string, (width: number) => number>> = {
  ArrowLeft: (width) => width - 16,
  ArrowRight: (width) => width + 16,
  Home: () => least,
  End: () => most,
};

/** The border between tree and page: dragged, or moved by arrow keys; a double click puts it back. */
export function Splitter({ width, onResize }: { width: number; onResize: (width: number) => void }) {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onResize(step(width));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onResize(event.clientX);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, an hr is not.
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={t("app.resizeTree")}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onResize(usual)}
    />
  );
}
