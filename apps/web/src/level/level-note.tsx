import { IconDots } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { ApiFailure } from "../api/client.ts";
import { childrenPageSize } from "../api/level-queries.ts";
import { stateOfFailure } from "../ui/failure-notice.tsx";
import { LoadingRow, StateRow } from "../ui/state-row.tsx";
import "./level-note.css";

/** What a row says that is no child: more to load on either side, loading, failed, or nothing there. */
export interface LevelNote {
  readonly kind: "previous" | "more" | "failed" | "pending" | "empty";
  /** Children known so far, of those that the note counts. */
  readonly loaded: number;
  /** Null when not known. */
  readonly total: number | null;
  readonly loadingMore: boolean;
  readonly failure: ApiFailure | undefined;
}

interface LevelNoteProps {
  readonly note: LevelNote;
  /** What is missing, in a sentence. */
  readonly empty: string;
  /** In place of how much there is to load. */
  readonly more?: string | undefined;
}

/** The row's content. */
export function LevelNoteContent({ note, empty, more }: LevelNoteProps) {
  switch (note.kind) {
    case "pending":
      return <LoadingRow />;
    case "empty":
      return <StateRow state="empty" text={empty} />;
    case "failed":
      return <FailedRow failure={note.failure} />;
    case "previous":
    case "more":
      return <MoreRow note={note} text={more} />;
  }
}

function FailedRow({ failure }: { failure: ApiFailure | undefined }) {
  const { t } = useTranslation();
  const state = failure === undefined ? "failed" : stateOfFailure(failure);
  const text = t("tree.failed", { cause: failure?.message ?? "" });
  return <StateRow state={state} text={text} action={t("app.retry")} />;
}

function MoreRow({
  note: { kind, loaded, total, loadingMore },
  text,
}: {
  note: LevelNote;
  text: string | undefined;
}) {
  const { t } = useTranslation();
  const page = total === null ? childrenPageSize : Math.min(childrenPageSize, total - loaded);
  return (
    <span className="level-more">
      <IconDots size={15} aria-hidden />
      {loadingMore ? t("tree.loadingMore") : (text ?? moreText(t, kind === "previous", page, total))}
    </span>
  );
}

function moreText(t: TFunction, isBefore: boolean, page: number, total: number | null): string {
  if (total === null) return t("tree.moreUnknown", { page });
  return isBefore ? t("tree.previous", { page, total }) : t("tree.more", { page, total });
}
