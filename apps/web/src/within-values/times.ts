import { useMemo } from "react";
import { useTranslation } from "react-i18next";

const units = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** Times as the language tells them from now: `in 3 months`. */
export function useTimes(): { readonly relative: (time: number) => string } {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.RelativeTimeFormat(i18n.language, { numeric: "auto" });
    return { relative: (time) => relativeTime(format, (time - Date.now()) / 1000) };
  }, [i18n.language]);
}

function relativeTime(format: Intl.RelativeTimeFormat, seconds: number): string {
  const found = units.find(([, size]) => Math.abs(seconds) >= size);
  if (found === undefined) return format.format(Math.trunc(seconds), "second");
  const [unit, size] = found;
  return format.format(Math.trunc(seconds / size), unit);
}
