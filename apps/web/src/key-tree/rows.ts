import type { ChildAnswer, KeyRef } from "@etcdscope/contract";
import type { Level } from "../level/level.ts";
import type { LevelNote } from "../level/level-note.tsx";
import { prefixUnder, refId, rootPrefix } from "../links/key-ref.ts";
import { type ChainPart, chainOf } from "./chain.ts";
import type { Levels } from "./level-store.ts";

interface Placed {
  readonly id: string;
  /** 1 at the top. */
  readonly depth: number;
  readonly position: number;
  /** Siblings in all; -1 when not known. */
  readonly setSize: number;
  /** Index of the row it lies under; -1 at the top. */
  readonly parent: number;
}

/** A part of a name that the filter found, in UTF-16 units. */
export type Mark = readonly [start: number, end: number];

export interface ChildRow extends Placed {
  readonly kind: "child";
  readonly child: ChildAnswer;
  readonly ref: KeyRef;
  /** Prefixes that have this row's child as their only one, and no row of their own. */
  readonly above: readonly ChainPart[];
  /** What it opens into; absent for a key with nothing below. */
  readonly prefix: KeyRef | undefined;
  readonly open: boolean;
  readonly busy: boolean;
  readonly marks?: readonly Mark[];
}

/** A row that says something of the level that it opens or closes. */
export interface NoteRow extends Placed, LevelNote {
  /** What is missing or lacking: children of a prefix, or keys that fit a filter, in all keys or in those searched so far. */
  readonly of: "children" | "matches" | "part";
  readonly levelId: string;
  /** Whether it stands before what is loaded. */
  readonly isBefore: boolean;
}

export type Row = ChildRow | NoteRow;

export interface Rows {
  readonly list: readonly Row[];
  /** Where a row stands, also one that is folded into another; made when it is first asked for. */
  readonly indexOf: (id: string) => number | undefined;
  /** The prefixes whose children are on the screen, known or not. */
  readonly wanted: ReadonlyMap<string, KeyRef>;
}

/** Prefixes that are open, by identity; the root always is. */
export type OpenPrefixes = ReadonlySet<string>;

/** Every visible row, top to bottom. */
export function rowsOf(levels: Levels, open: OpenPrefixes): Rows {
  const list: Row[] = [];
  const wanted = new Map<string, KeyRef>();

  const addLevel = (prefix: KeyRef, depth: number, parent: number): void => {
    const levelId = refId(prefix);
    wanted.set(levelId, prefix);
    const level = levels.get(levelId);
    const setSize = level?.total ?? -1;
    const before = level?.before ?? 0;
    const addNote = (kind: NoteRow["kind"], position: number, isBefore = false): void => {
      list.push({
        ...noteOf(kind, level, isBefore),
        levelId,
        id: `${kind} ${isBefore ? "before " : ""}${levelId}`,
        depth,
        parent,
        position,
        setSize,
      });
    };
    if (level?.hasPrevious === true)
      addNote(level.failureBefore === undefined ? "previous" : "failed", before, true);
    level?.children.forEach((child, at) => {
      addChild(child, { depth, parent, position: before + at + 1, setSize });
    });
    const kind = noteKind(level);
    if (kind !== undefined) addNote(kind, before + (level?.children.length ?? 0) + 1);
  };

  const addChild = (child: ChildAnswer, place: Omit<Placed, "id">): void => {
    const { ref, above } = chainOf(child);
    const prefix = child.isPrefix ? prefixUnder(ref) : undefined;
    const isOpen = prefix !== undefined && open.has(refId(prefix));
    const busy = isOpen && (levels.get(refId(prefix))?.pending ?? true);
    const row: ChildRow = {
      kind: "child",
      id: refId(ref),
      ...place,
      child,
      ref,
      above,
      prefix,
      open: isOpen,
      busy,
    };
    const index = list.push(row) - 1;
    if (isOpen) addLevel(prefix, place.depth + 1, index);
  };

  addLevel(rootPrefix, 1, -1);
  return { list, wanted, indexOf: indexOf(list) };
}

/** Where rows stand, by identity; of a folded row also by those of the prefixes above. */
export function indexOf(list: readonly Row[]): Rows["indexOf"] {
  let known: Map<string, number> | undefined;
  return (id) => {
    known ??= new Map(list.flatMap((row, index) => idsOf(row).map((one) => [one, index] as const)));
    return known.get(id);
  };
}

/** The row's own identity, and those of the prefixes that are folded into it. */
export function idsOf(row: Row): readonly string[] {
  return row.kind === "child" && row.above.length > 0 ? [row.id, ...row.above.map(({ id }) => id)] : [row.id];
}

function noteOf(
  kind: NoteRow["kind"],
  level: Level | undefined,
  isBefore: boolean,
): LevelNote & Pick<NoteRow, "of" | "isBefore"> {
  return {
    kind,
    of: "children",
    isBefore,
    // What is left lies on one side of what is loaded.
    loaded: isBefore ? 0 : (level?.before ?? 0) + (level?.children.length ?? 0),
    total: isBefore ? (level?.before ?? null) : (level?.total ?? null),
    loadingMore: (isBefore ? level?.loadingPrevious : level?.loadingMore) ?? false,
    failure: isBefore ? level?.failureBefore : level?.failure,
  };
}

function noteKind(level: Level | undefined): NoteRow["kind"] | undefined {
  if (level === undefined || level.pending) return "pending";
  if (level.failure !== undefined) return "failed";
  if (level.hasMore) return "more";
  return level.children.length === 0 ? "empty" : undefined;
}
