import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { isRefused, isSeen, type SourceStatus, useSourceStatus } from "../api/source-status.ts";
import { useFormat } from "../locale/format.ts";
import { StateBanner } from "../ui/state.tsx";

/** Says that the source is away, why, and since when; the page below keeps what it had. */
export function SourceBanner({ source }: { source: string }) {
  const { t } = useTranslation();
  const status = useSourceStatus(source);
  if (status.standing === "failed") {
    return (
      <StateBanner state="failed" title={t("away.failed")}>
        <Cause status={status} /> {t("away.keptFailed")}
      </StateBanner>
    );
  }
  if (status.standing !== "away" && status.standing !== "server-away") return null;
  const isEmpty = status.standing === "away" && !isSeen(status.source);
  return (
    <StateBanner state={refuses(status) ? "forbidden" : "unreachable"} title={titleOf(status, t)}>
      <Cause status={status} /> {isEmpty ? t("away.unseen") : <Kept status={status} />}
    </StateBanner>
  );
}

const refuses = ({ standing, source }: SourceStatus): boolean =>
  standing === "away" && source !== undefined && isRefused(source);

function titleOf(status: SourceStatus, t: TFunction): string {
  if (status.standing === "server-away") return t("away.server");
  if (!refuses(status)) return t("away.source");
  return status.source?.problem?.code === "permission_denied" ? t("away.denied") : t("state.unauthenticated");
}

/** As of when the source says that it was alive; a server that is away says nothing newer. */
function Kept({ status: { source } }: { status: SourceStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  const heardAt = source?.heardAt;
  if (heardAt == null) return t("away.kept");
  return t("away.keptFrom", { time: format.clock(Date.parse(heardAt)) });
}

function Cause({ status }: { status: SourceStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  const since = status.since === undefined ? "" : t("away.since", { time: format.clock(status.since) });
  return (
    <>
      {since} · {sentence(status.message)}
    </>
  );
}

/** A server's message is a sentence, a browser's ("Failed to fetch") is not. */
function sentence(message: string | undefined): string {
  if (message === undefined) return "";
  return /[.!?。)]$/.test(message) ? message : `${message}.`;
}
