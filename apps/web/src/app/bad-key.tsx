import { useTranslation } from "react-i18next";
import { StateNotice } from "../ui/state.tsx";

/** The address names no key. */
export function BadKey() {
  const { t } = useTranslation();
  return (
    <StateNotice alone state="notFound" title={t("state.badKey")}>
      {t("state.badKeyText")}
    </StateNotice>
  );
}
