import { useTranslation } from "react-i18next";
import { overlaysId } from "../theme/theme.ts";

/** Where menus and tooltips are drawn. */
export function Overlays() {
  const { t } = useTranslation();
  return <section id={overlaysId} aria-label={t("app.overlays")} />;
}
