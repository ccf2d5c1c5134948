import type { ChildAnswer } from "@etcdscope/contract";
import { type CSSProperties, memo } from "react";
import { useTranslation } from "react-i18next";
import { useHints } from "../hints/hint-switch.tsx";
import { iconOf } from "../hints/icons.ts";
import { hintOf } from "../hints/kubernetes.ts";
import { keyHref, prefixHref } from "../links/href.ts";
import { nameBytes, prefixUnder, refOf } from "../links/key-ref.ts";
import { NameText } from "../ui/byte-text.tsx";
import { QuickLink } from "../ui/quick-link.tsx";
import { type LevelNote, LevelNoteContent } from "./level-note.tsx";

interface PlacedRow {
  readonly id: string;
  /** Which of all rows it is, the head being the first. */
  readonly position: number;
  readonly top: number;
  readonly active: boolean;
  readonly onActivate: () => void;
}

/** Where a child leads: to what lies under it, or to itself. */
export function hrefOfChild(source: string, child: ChildAnswer): string {
  const ref = refOf(child);
  return child.isPrefix ? prefixHref(source, prefixUnder(ref)) : keyHref(source, ref);
}

const placed = (top: number): CSSProperties => ({ transform: `translateY(${top}px)` });

interface ChildGridRowProps extends PlacedRow {
  readonly source: string;
  readonly child: ChildAnswer;
}

export const ChildGridRow = memo(ChildRow, isSameRow);

/** What a press does is the same while the row is. */
function isSameRow(before: ChildGridRowProps, after: ChildGridRowProps): boolean {
  const names = ["id", "position", "top", "active", "source", "child"] as const;
  return names.every((name) => before[name] === after[name]);
}

function ChildRow({ id, position, top, active, onActivate, source, child }: ChildGridRowProps) {
  const { i18n } = useTranslation();
  return (
    // biome-ignore lint/a11y: the grid has the focus and the keyboard, and names the active row.
    <div
      id={id}
      role="row"
      className="level-row"
      data-active={active}
      aria-rowindex={position}
      style={placed(top)}
      onClick={onActivate}
    >
      <NameCell source={source} child={child} />
      <TypeCell source={source} child={child} />
      {/* biome-ignore lint/a11y: see the grid. */}
      <span role="gridcell" className="level-keys numeric">
        {child.countExact ? new Intl.NumberFormat(i18n.language).format(child.count) : "~"}
      </span>
    </div>
  );
}

interface CellProps {
  readonly source: string;
  readonly child: ChildAnswer;
}

function NameCell({ source, child }: CellProps) {
  const { t } = useTranslation();
  const ref = refOf(child);
  const { shown } = useHints();
  const Shape = iconOf(shown ? ref.key : undefined, child.isKey);
  const hint = shown ? hintOf(ref.key) : undefined;
  const bytes = nameBytes(child.name, child.nameb);
  return (
    // biome-ignore lint/a11y: see the grid.
    <span role="gridcell" className="level-name" title={child.key}>
      <Shape size={15} stroke={1.6} aria-hidden />
      <span className="level-text code">
        <QuickLink href={hrefOfChild(source, child)} tabIndex={-1}>
          {bytes.length === 0 ? <em>{t("tree.emptyName")}</em> : <NameText bytes={bytes} />}
          {child.isPrefix ? "/" : ""}
        </QuickLink>
      </span>
      {hint !== undefined && (
        <span className="level-hint muted">{"name" in hint ? hint.name : t(`hint.${hint.note}`)}</span>
      )}
    </span>
  );
}

function TypeCell({ source, child }: CellProps) {
  const { t } = useTranslation();
  const { isKey, isPrefix } = child;
  return (
    // biome-ignore lint/a11y: see the grid.
    <span role="gridcell" className="level-type muted">
      {isKey && isPrefix ? (
        <QuickLink href={keyHref(source, refOf(child))} tabIndex={-1}>
          {t("prefix.typeBoth")}
        </QuickLink>
      ) : (
        t(isKey ? "prefix.typeKey" : "prefix.typePrefix")
      )}
    </span>
  );
}

interface NoteGridRowProps extends PlacedRow {
  readonly note: LevelNote;
  readonly onAct: () => void;
}

export function NoteGridRow({ id, position, top, active, onActivate, note, onAct }: NoteGridRowProps) {
  const { t } = useTranslation();
  const onClick = (): void => {
    onActivate();
    onAct();
  };
  return (
    // biome-ignore lint/a11y: see the grid.
    <div
      id={id}
      role="row"
      className="level-row"
      data-kind="note"
      data-active={active}
      aria-rowindex={position}
      style={placed(top)}
      onClick={onClick}
    >
      {/* biome-ignore lint/a11y: see the grid. */}
      <span role="gridcell" className="level-name" aria-colspan={3}>
        <LevelNoteContent note={note} empty={t("prefix.empty")} />
      </span>
    </div>
  );
}
