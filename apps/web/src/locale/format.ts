import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Numbers, sizes and times as the language writes them. */
export interface Format {
  readonly number: (value: number) => string;
  /** `5.3 kB`; exact below a thousand. */
  readonly size: (bytes: number) => string;
  readonly share: (part: number, whole: number) => string;
  readonly clock: (time: number) => string;
  /** Seconds as `40 sec` or `3 min`. */
  readonly duration: (seconds: number) => string;
}

export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  return useMemo(() => makeFormat(i18n.language, t), [i18n.language, t]);
}

const units = ["kilobyte", "megabyte", "gigabyte", "terabyte"];

function makeFormat(language: string, t: TFunction): Format {
  const number = new Intl.NumberFormat(language);
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumSignificantDigits: 3,
    }).format(value);
  return {
    number: (value) => number.format(value),
    size: (bytes) => {
      if (bytes < 1000) return t("format.bytes", { count: bytes });
      const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
      return unit(bytes / 1000 ** power, units[power - 1] ?? "byte");
    },
    share: (part, whole) => shareOf(part, whole, language),
    clock: (time) => clock.format(time),
    duration: (seconds) =>
      seconds < 90 ? unit(seconds, "second") : unit(Math.round(seconds / 60), "minute"),
  };
}

/** Never rounded up to everything: 100% means every byte. */
function shareOf(part: number, whole: number, language: string): string {
  const share = whole === 0 ? 1 : Math.floor((part / whole) * 1000) / 1000;
  const style = { style: "percent", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, style).format(share);
}
