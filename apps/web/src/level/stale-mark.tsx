import { IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isStale, useSourceStatus } from "../api/source-status.ts";
import "./stale-mark.css";

/** Says beside a level that it is as it was when the source last answered. */
export function StaleMark({ source }: { source: string }) {
  const { t } = useTranslation();
  if (!isStale(useSourceStatus(source))) return null;
  return (
    <span className="stale-mark">
      <IconClock size={13} stroke={1.75} aria-hidden /> {t("tree.stale")}
    </span>
  );
}
