import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useQueryFactory } from "../api/api-context.tsx";
import { StateBanner } from "../ui/state.tsx";

/** Says on every page that the server hides nothing. It cannot be closed. */
export function UnmaskedBanner() {
  const { t } = useTranslation();
  const { data } = useQuery(useQueryFactory().sources());
  if (data === undefined || data.masksSecrets) return null;
  return (
    <StateBanner state="unmasked" title={t("unmasked.title")}>
      {t("unmasked.text")}
    </StateBanner>
  );
}
