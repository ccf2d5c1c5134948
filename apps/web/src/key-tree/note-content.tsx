import { IconAlertTriangle, IconDots, IconRefresh } from "@tabler/icons-react";
import type { TFunction } from "i18next";
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
      return <span className="tree-note">{t(emptyText(row))}</span>;
    case "failed":
      return (
        <>
          <IconAlertTriangle className="tree-icon" size={15} aria-hidden />
          <span className="tree-note" title={row.failure?.message}>
            {t("tree.failed", { cause: row.failure?.message ?? "" })}
          </span>
          <span className="tree-act">
            <IconRefresh size={14} aria-hidden /> {t("app.retry")}
          </span>
        </>
      );
    case "previous":
    case "more":
      return <MoreContent row={row} />;
  }
}

function emptyText({ of, depth }: NoteRow) {
  if (of === "part") return "unindexed.nothing";
  if (of === "matches") return "filter.nothing";
  return depth === 1 ? "tree.emptySource" : "tree.empty";
}

function MoreContent({ row: { kind, of, loaded, total, loadingMore } }: { row: NoteRow }) {
  const { t } = useTranslation();
  const page = total === null ? childrenPageSize : Math.min(childrenPageSize, total - loaded);
  const text = of === "part" ? t("unindexed.goOn") : moreText(t, kind === "previous", page, total);
  return (
    <>
      <IconDots className="tree-icon" size={15} aria-hidden />
      <span className="tree-act">{loadingMore ? t("tree.loadingMore") : text}</span>
    </>
  );
}

function moreText(t: TFunction, isBefore: boolean, page: number, total: number | null): string {
  if (total === null) return t("tree.moreUnknown", { page });
  return isBefore ? t("tree.previous", { page, total }) : t("tree.more", { page, total });
}
