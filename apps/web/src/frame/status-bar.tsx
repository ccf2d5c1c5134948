import { useTranslation } from "react-i18next";
import { isSeen, useSourceStatus } from "../api/source-status.ts";
import { useStatusText } from "../ui/status-line.tsx";
import { useStandingText } from "./standing.ts";

/** Revision, keys and state of the source, and what is under the cursor. */
export function StatusBar({ source }: { source: string | undefined }) {
  const under = useStatusText();
  return (
    <footer className="status-bar">
      {source !== undefined && <SourceFacts source={source} />}
      <span className="status-under code">{under}</span>
    </footer>
  );
}

function SourceFacts({ source }: { source: string }) {
  const { t } = useTranslation();
  const status = useSourceStatus(source);
  const text = useStandingText(status);
  const answer = status.source;
  return (
    <>
      <span className="status-standing" data-standing={status.standing}>
        {text}
      </span>
      {answer?.damage !== undefined && <span className="status-damage">{t("damage.standing")}</span>}
      {answer !== undefined && isSeen(answer) && (
        <span className="numeric">{t("source.revision", { revision: answer.revision })}</span>
      )}
      {typeof answer?.keyCount === "number" && (
        <span className="numeric">{t("source.keys", { count: answer.keyCount })}</span>
      )}
    </>
  );
}
