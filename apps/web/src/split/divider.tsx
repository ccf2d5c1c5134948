import type { KeyboardEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { movedShare, shares, usualShare } from "./share.ts";

interface DividerProps {
  readonly share: number;
  readonly stacked: boolean;
  readonly onResize: (share: number) => void;
}

/** The border between two panes: dragged, or moved by arrow keys; a double click puts it in the middle. */
export function Divider({ share, stacked, onResize }: DividerProps) {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = movedShare(event.key, share, stacked);
    if (next === undefined) return;
    event.preventDefault();
    onResize(next);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const room = event.currentTarget.parentElement?.getBoundingClientRect();
    if (room === undefined) return;
    const part = stacked
      ? (event.clientY - room.top) / room.height
      : (event.clientX - room.left) / room.width;
    onResize(part * 100);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, an hr is not.
    <div
      className="divider"
      role="separator"
      aria-orientation={stacked ? "horizontal" : "vertical"}
      aria-label={t("split.resize")}
      aria-valuenow={Math.round(share)}
      aria-valuemin={shares.least}
      aria-valuemax={shares.most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onResize(usualShare)}
    />
  );
}
