import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnnounce } from "./announce.tsx";

/** Copies text and says so; `copied` is true for a moment after. */
export function useCopy(): { copy: (text: string) => void; copied: boolean } {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  const copy = useCallback(
    (text: string) => {
      void write(text).then((done) => {
        announce(done ? t("app.copied") : t("app.copyFailed"));
        if (!done) return;
        setCopied(true);
        setTimeout(() => setCopied(false), 1500);
      });
    },
    [announce, t],
  );
  return { copy, copied };
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeBySelection(text);
  }
}

/** The clipboard API is missing on plain HTTP from another host. */
function writeBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
