import { IconArrowsExchange, IconLayoutColumns, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { IconAction } from "../ui/icon-action.tsx";

/** Opens a second view beside the first, and closes it. */
export function SplitToggle({ on, onToggle }: { on: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="split-actions">
      <button
        type="button"
        className="split-toggle"
        aria-pressed={on}
        aria-keyshortcuts="Alt+S"
        aria-label={t("split.open")}
        title={t(on ? "split.close" : "split.openLabel")}
        onClick={onToggle}
      >
        <IconLayoutColumns size={15} stroke={1.75} aria-hidden />
        {/* Beside another view there is less room, and what it does is seen. */}
        {!on && <span>{t("split.open")}</span>}
      </button>
    </div>
  );
}

export function SplitActions({ onSwap, onClose }: { onSwap: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="split-actions">
      <IconAction icon={IconArrowsExchange} label={t("split.swap")} onClick={onSwap} />
      <IconAction icon={IconX} label={t("split.close")} onClick={onClose} />
    </div>
  );
}
