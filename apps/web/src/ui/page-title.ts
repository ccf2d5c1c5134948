import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** Names the page in the browser's tab and history. */
export function usePageTitle(...parts: readonly string[]): void {
  const { t } = useTranslation();
  const title = [...parts.filter((part) => part !== ""), t("app.name")].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
