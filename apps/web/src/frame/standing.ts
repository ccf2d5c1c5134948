import { useTranslation } from "react-i18next";
import { isRefused, type SourceStatus, type Standing } from "../api/source-status.ts";
import { useLiveState } from "../live/live-state.ts";

/** The state of a source in a word or two. */
export function useStandingText(status: SourceStatus): string {
  const { t } = useTranslation();
  const live = useLiveState(status.source?.id ?? "");
  const progress = status.source?.progress;
  if (status.standing === "indexing" && progress !== undefined) {
    const { keys, total } = progress;
    const some =
      total === null ? t("standing.indexingSome", { keys }) : t("standing.indexingOf", { keys, total });
    return `${t("standing.indexing")} · ${some}`;
  }
  if (status.standing === "ready" && status.source?.can.follow === false) return t("standing.readySnapshot");
  if (status.standing === "ready" && live.phase === "reconnecting")
    return t("standing.reconnecting", { seconds: live.seconds ?? 0 });
  if (status.standing === "ready" && live.phase === "resyncing") return t("standing.resyncing");
  return t(`standing.${refusedOr(status)}`);
}

/** A source that denies access is not away. */
function refusedOr({ standing, source }: SourceStatus): Standing | "refused" {
  return standing === "away" && source !== undefined && isRefused(source) ? "refused" : standing;
}
