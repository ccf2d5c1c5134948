import { useTranslation } from "react-i18next";
import "./skeleton.css";

const widths = [62, 38, 74, 51, 44, 68, 33, 57];

/** Stands where lines will be; unseen for the first 150 ms, because most answers are quicker. */
export function Skeleton({ lines }: { lines: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" data-state="loading" role="status">
      <span className="unseen">{t("app.loading")}</span>
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <div key={line} className="skeleton-line" style={{ width: `${widths[line % widths.length]}%` }} />
      ))}
    </div>
  );
}

/** The same for a page whose script is on its way: every page has a heading. */
export function PageSkeleton({ lines }: { lines: number }) {
  const { t } = useTranslation();
  return (
    <>
      <h1 className="unseen">{t("app.loading")}</h1>
      <Skeleton lines={lines} />
    </>
  );
}
