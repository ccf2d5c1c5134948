import { IconChevronRight, IconDots } from "@tabler/icons-react";
import { type CSSProperties, type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { LevelNoteContent } from "../level/level-note.tsx";
import type { Glow } from "../live/pulse.ts";
import { ChildContent } from "./child-content.tsx";
import type { NoteRow, Row } from "./rows.ts";
import type { RowEvents } from "./use-row-events.ts";

interface TreeRowProps extends RowEvents {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly selected: boolean;
  /** It changed a moment ago; another turn begins the glow anew. */
  readonly glow: Glow["turn"] | undefined;
  /** Changes a second below it, where they are many. */
  readonly rate: number | undefined;
  readonly hints: boolean;
  readonly source: string;
}

/** One row. The tree itself has the focus and the keyboard; rows answer to the mouse. */
export const TreeRow = memo(DrawnRow, isDrawnAlike);

/** What follows from a row's child, or is not drawn. */
const undrawn: ReadonlySet<string> = new Set(["ref", "prefix", "above", "parent"]);

/** A list that is made anew has new rows of the same children. */
function isDrawnAlike(before: TreeRowProps, after: TreeRowProps): boolean {
  const { row: rowBefore, ...restBefore } = before;
  const { row: rowAfter, ...restAfter } = after;
  return isAlike(restBefore, restAfter) && isAlike(rowBefore, rowAfter);
}

function isAlike<Parts extends object>(one: Parts, other: Parts): boolean {
  const names = Object.keys(one);
  const alike = (name: string): boolean => Object.is(Reflect.get(one, name), Reflect.get(other, name));
  return (
    names.length === Object.keys(other).length && names.every((name) => undrawn.has(name) || alike(name))
  );
}

function DrawnRow(props: TreeRowProps) {
  const { row, index, top, active, selected, onActivate, onOpen } = props;
  const child = row.kind === "child" ? row : undefined;
  const onClick = (event: MouseEvent): void => {
    // A new tab or window is the link's own business.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onActivate(index);
    onOpen(index);
  };
  const style: CSSProperties = {
    transform: `translateY(${top}px)`,
    ["--depth" as string]: row.depth - 1,
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keyboard.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row.
    <div
      id={`tree-${index}`}
      className="tree-row"
      role="treeitem"
      data-kind={row.kind}
      data-active={active}
      data-glow={props.glow}
      aria-level={row.depth}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-selected={selected}
      aria-expanded={child?.prefix === undefined ? undefined : child.open}
      aria-busy={child?.busy}
      style={style}
      onClick={onClick}
    >
      <Twisty {...props} />
      {child === undefined ? (
        row.kind !== "child" && <Note row={row} />
      ) : (
        <ChildContent row={child} source={props.source} hints={props.hints} rate={props.rate} />
      )}
      {child !== undefined && <MenuButton {...props} />}
    </div>
  );
}

function Note({ row }: { row: NoteRow }) {
  const { t } = useTranslation();
  const more = row.of === "part" ? t("unindexed.goOn") : undefined;
  return <LevelNoteContent note={row} empty={t(emptyText(row))} more={more} />;
}

function emptyText({ of, depth }: NoteRow) {
  if (of === "part") return "unindexed.nothing";
  if (of === "matches") return "filter.nothing";
  return depth === 1 ? "tree.emptySource" : "tree.empty";
}

function Twisty({ row, index, onToggle, onActivate }: TreeRowProps) {
  if (row.kind !== "child" || row.prefix === undefined) return <span className="tree-twisty" />;
  const onClick = (event: MouseEvent): void => {
    event.stopPropagation();
    onActivate(index);
    onToggle(index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: a larger mouse target of the row's own expansion.
    <span className="tree-twisty" data-open={row.open} onClick={onClick}>
      <IconChevronRight size={14} stroke={2} aria-hidden />
    </span>
  );
}

function MenuButton({ row, index, onActivate, onMenu }: TreeRowProps) {
  const { t } = useTranslation();
  if (row.kind !== "child") return null;
  const onClick = (event: MouseEvent): void => {
    event.stopPropagation();
    onActivate(index);
    onMenu(index);
  };
  return (
    <button
      type="button"
      className="tree-menu"
      tabIndex={-1}
      aria-label={t("tree.menu", { name: row.child.name })}
      onClick={onClick}
    >
      <IconDots size={15} aria-hidden />
    </button>
  );
}
