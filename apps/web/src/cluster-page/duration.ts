import type { TFunction } from "i18next";

/** A time in its two largest units. */
export function durationText(seconds: number, t: TFunction): string {
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit));
  if (days !== undefined && days > 0) return t("duration.days", { days, hours: (hours ?? 0) % 24 });
  if (hours !== undefined && hours > 0) return t("duration.hours", { hours, minutes: (minutes ?? 0) % 60 });
  if (minutes !== undefined && minutes > 0)
    return t("duration.minutes", { minutes, seconds: Math.floor(seconds % 60) });
  return t("duration.seconds", { seconds: Math.max(0, Math.floor(seconds)) });
}
