import type { ChildAnswer, KeyRef } from "@etcdscope/contract";
import { prefixUnder, refId, refOf, rootPrefix } from "../links/key-ref.ts";
import type { Level } from "./level.ts";
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

export interface ChildRow extends Placed {
  readonly kind: "child";
  readonly child: ChildAnswer;
  readonly ref: KeyRef;
  /** What it opens into; absent for a key with nothing below. */
  readonly prefix: KeyRef | undefined;
  readonly open: boolean;
  readonly busy: boolean;
}

/** A row that says something of the level it closes. */
export interface NoteRow extends Placed {
  readonly kind: "more" | "failed" | "pending" | "empty";
  readonly level: Level | undefined;
  readonly levelId: string;
}

export type Row = ChildRow | NoteRow;

export interface Rows {
  readonly list: readonly Row[];
  /** Where a row stands; made when it is first asked for, because most changes never ask. */
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
    level?.children.forEach((child, at) => {
      addChild(child, { depth, parent, position: at + 1, setSize });
    });
    const kind = noteOf(level);
    if (kind === undefined) return;
    const position = (level?.children.length ?? 0) + 1;
    list.push({ kind, id: `${kind} ${levelId}`, depth, parent, position, setSize, level, levelId });
  };

  const addChild = (child: ChildAnswer, place: Omit<Placed, "id">): void => {
    const ref = refOf(child);
    const prefix = child.isPrefix ? prefixUnder(ref) : undefined;
    const isOpen = prefix !== undefined && open.has(refId(prefix));
    const busy = isOpen && (levels.get(refId(prefix))?.pending ?? true);
    const index =
      list.push({ kind: "child", id: refId(ref), ...place, child, ref, prefix, open: isOpen, busy }) - 1;
    if (isOpen) addLevel(prefix, place.depth + 1, index);
  };

  addLevel(rootPrefix, 1, -1);
  return { list, wanted, indexOf: indexOf(list) };
}

function indexOf(list: readonly Row[]): Rows["indexOf"] {
  let known: Map<string, number> | undefined;
  return (id) => {
    known ??= new Map(list.map((row, index) => [row.id, index]));
    return known.get(id);
  };
}

function noteOf(level: Level | undefined): NoteRow["kind"] | undefined {
  if (level === undefined || level.pending) return "pending";
  if (level.failure !== undefined) return "failed";
  if (level.hasMore) return "more";
  return level.children.length === 0 ? "empty" : undefined;
}
