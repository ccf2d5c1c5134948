import { IconAlertTriangle, IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isSeen, type SourceStatus, useSourceStatus } from "../api/source-status.ts";
import { useFormat } from "../locale/format.ts";
import { Banner } from "../ui/notice.tsx";

/** Says that the source is away, why, and since when; the page below keeps what it had. */
export function SourceBanner({ source }: { source: string }) {
  const { t } = useTranslation();
  const status = useSourceStatus(source);
  if (status.standing === "failed") {
    return (
      <Banner icon={IconAlertTriangle} tone="bad" title={t("away.failed")}>
        <Cause status={status} /> {t("away.keptFailed")}
      </Banner>
    );
  }
  if (status.standing !== "away" && status.standing !== "server-away") return null;
  const isEmpty = status.standing === "away" && !isSeen(status.source);
  return (
    <Banner
      icon={IconPlugConnectedX}
      tone="warn"
      title={status.standing === "away" ? t("away.source") : t("away.server")}
    >
      <Cause status={status} /> {t(isEmpty ? "away.unseen" : "away.kept")}
    </Banner>
  );
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
  return /[.!?。]$/.test(message) ? message : `${message}.`;
}
