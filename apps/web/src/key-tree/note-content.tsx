import { IconAlertTriangle, IconDots, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { childrenPageSize } from "../api/queries.ts";
import type { NoteRow } from "./rows.ts";

/** A row that is no child: more to load, loading, failed, or nothing there. */
export function NoteContent({ row }: { row: NoteRow }) {
  const { t } = useTranslation();
  switch (row.kind) {
    case "pending":
      return <span className="tree-pending" role="presentation" title={t("app.loading")} />;
    case "empty":
      return <span className="tree-note">{t(row.depth === 1 ? "tree.emptySource" : "tree.empty")}</span>;
    case "failed":
      return (
        <>
          <IconAlertTriangle className="tree-icon" size={15} aria-hidden />
          <span className="tree-note" title={row.level?.failure?.message}>
            {t("tree.failed", { cause: row.level?.failure?.message ?? "" })}
          </span>
          <span className="tree-act">
            <IconRefresh size={14} aria-hidden /> {t("app.retry")}
          </span>
        </>
      );
    case "more":
      return <MoreContent row={row} />;
  }
}

function MoreContent({ row }: { row: NoteRow }) {
  const { t } = useTranslation();
  const loaded = row.level?.children.length ?? 0;
  const total = row.level?.total ?? null;
  const page = total === null ? childrenPageSize : Math.min(childrenPageSize, total - loaded);
  const text = total === null ? t("tree.moreUnknown", { page }) : t("tree.more", { page, total });
  return (
    <>
      <IconDots className="tree-icon" size={15} aria-hidden />
      <span className="tree-act">{row.level?.loadingMore === true ? t("tree.loadingMore") : text}</span>
    </>
  );
}
