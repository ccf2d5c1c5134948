import type { ValueAnswer } from "@etcdscope/contract";
import { Tooltip } from "@mantine/core";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Side } from "../links/panes.ts";
import type { ViewId } from "../links/view-state.ts";
import { HistoryDoor } from "./history-door.tsx";
import { unfit, views } from "./views.ts";

interface ViewTabsProps {
  readonly side: Side;
  readonly value: ValueAnswer;
  readonly view: ViewId;
  readonly onChoose: (view: ViewId) => void;
}

/** One tab a view; one that cannot apply stays, and says why. */
export function ViewTabs({ side, value, view, onChoose }: ViewTabsProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const choose = (id: ViewId): void => {
    if (unfit(id, value) === undefined) onChoose(id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = neighbour(event.key, list.current);
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
  };
  return (
    <div
      ref={list}
      className="view-tabs"
      role="tablist"
      aria-label={t(side === "first" ? "view.label" : "split.second")}
      onKeyDown={onKeyDown}
    >
      {views.map(({ id, digit }) => {
        const reason = unfit(id, value);
        const label = reason === undefined ? `Alt+${digit}` : t(`view.${reason}`);
        return (
          <Tooltip key={id} label={label} openDelay={reason === undefined ? 800 : 200}>
            <button
              type="button"
              id={`view-tab-${side}-${id}`}
              className="view-tab"
              role="tab"
              aria-selected={id === view}
              aria-controls={id === view ? `view-panel-${side}` : undefined}
              aria-disabled={reason !== undefined}
              aria-description={reason === undefined ? undefined : t(`view.${reason}`)}
              aria-keyshortcuts={`Alt+${digit}`}
              tabIndex={id === view ? 0 : -1}
              onClick={() => choose(id)}
            >
              {t(`view.${id}`)}
            </button>
          </Tooltip>
        );
      })}
      {side === "first" && <HistoryDoor />}
    </div>
  );
}

function neighbour(key: string, list: HTMLElement | null): HTMLElement | undefined {
  const tabs = [...(list?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
  const here = tabs.findIndex((tab) => tab.contains(document.activeElement));
  if (key === "ArrowRight") return tabs[(here + 1) % tabs.length];
  if (key === "ArrowLeft") return tabs.at(here - 1);
  if (key === "Home") return tabs[0];
  return key === "End" ? tabs.at(-1) : undefined;
}
