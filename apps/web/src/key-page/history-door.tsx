import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Where the versions of a key will be: it stays in sight with its reason, like every view that cannot apply. */
export function HistoryDoor() {
  const { t } = useTranslation();
  const reason = t("history.later");
  return (
    <Tooltip label={reason}>
      <button
        type="button"
        className="view-tab"
        role="tab"
        aria-selected={false}
        aria-disabled
        aria-description={reason}
        tabIndex={-1}
      >
        {t("history.title")}
      </button>
    </Tooltip>
  );
}
