import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { StateIcon, type StateId, toneOf } from "./state.tsx";
import "./skeleton.css";
import "./state-row.css";

interface StateRowProps {
  readonly state: StateId;
  readonly text: string;
  /** What a press on the row does about it. */
  readonly action?: string;
}

/** A state in place of a row of a list; the row itself answers to mouse and keyboard. */
export function StateRow({ state, text, action }: StateRowProps) {
  return (
    <span className="state-row" data-state={state} data-tone={toneOf(state)} title={text}>
      <StateIcon state={state} size={15} />
      <span className="state-row-text">{text}</span>
      {action !== undefined && (
        <span className="state-row-action">
          <IconRefresh size={14} aria-hidden /> {action}
        </span>
      )}
    </span>
  );
}

/** Stands where a row will be; unseen for the first 150 ms. */
export function LoadingRow() {
  const { t } = useTranslation();
  return (
    <span className="loading-row" data-state="loading">
      <span className="unseen">{t("app.loading")}</span>
    </span>
  );
}
