import { type ChildAnswer, keyNameOf, type SearchMatchAnswer } from "@etcdscope/contract";
import { compareBytes } from "../bytes/order.ts";
import { type PathStep, pathSteps, refBytes, refId, refOf } from "../links/key-ref.ts";
import type { ChainPart } from "./chain.ts";
import { type ChildRow, indexOf, type Mark, type NoteRow, type Row, type Rows } from "./rows.ts";
import type { Matches } from "./use-matches.ts";

/** A key that was found, or a prefix on the way to one. */
interface Branch {
  readonly step: PathStep;
  readonly marks: readonly Mark[];
  isFound: boolean;
  /** Keys found at or under it. */
  count: number;
  readonly branches: Map<string, Branch>;
}

type Branches = ReadonlyMap<string, Branch>;

/** The level that the notes of a filtered tree belong to: there is one. */
const matchesLevel = "matches";

/** What was found as rows of a tree, with the prefixes above; all open but those that were closed. */
export function matchRows(matches: Matches, closed: ReadonlySet<string>): Rows {
  const list: Row[] = [];
  const exact = !matches.hasMore;
  const addBranches = (branches: Branches, depth: number, parent: number): void => {
    const setSize = exact ? branches.size : -1;
    let position = 1;
    for (const branch of sorted(branches)) {
      const row = rowOf(branch, { depth, parent, setSize, position: position++ }, closed, exact);
      const index = list.push(row) - 1;
      if (row.open) addBranches(chainEnd(branch).branches, depth + 1, index);
    }
  };
  addBranches(branchesOf(matches.found), 1, -1);
  const kind = noteKind(matches);
  if (kind !== undefined) list.push(noteOf(kind, matches));
  return { list, wanted: new Map(), indexOf: indexOf(list) };
}

function noteOf(kind: NoteRow["kind"], { found, answer, loadingMore, failure }: Matches): NoteRow {
  const place = { depth: 1, parent: -1, position: 1, setSize: -1 };
  const facts = { loaded: found.length, total: answer?.total ?? null, loadingMore, failure };
  const of = answer?.isWhole === false ? "part" : "matches";
  return {
    kind,
    of,
    isBefore: false,
    id: `${kind} ${matchesLevel}`,
    levelId: matchesLevel,
    ...place,
    ...facts,
  };
}

function noteKind(matches: Matches): NoteRow["kind"] | undefined {
  if (matches.failure !== undefined) return "failed";
  if (matches.answer === undefined) return "pending";
  if (matches.hasMore) return "more";
  return matches.found.length === 0 ? "empty" : undefined;
}

function branchesOf(found: readonly SearchMatchAnswer[]): Branches {
  const top = new Map<string, Branch>();
  for (const match of found) {
    const steps = pathSteps(refOf(match));
    let at = 0;
    let branches = top;
    for (const [index, step] of steps.entries()) {
      const { id, units } = nameOf(step);
      const branch = branches.get(id) ?? newBranch(step, match, at, units);
      branches.set(id, branch);
      branch.count++;
      branch.isFound ||= index === steps.length - 1;
      branches = branch.branches;
      at += units + 1;
    }
  }
  return top;
}

/** `at`: where the step's name begins in the key's text. A key that is no text is marked as a whole by its row. */
function newBranch(step: PathStep, { keyb, ranges }: SearchMatchAnswer, at: number, units: number): Branch {
  const marks =
    keyb === undefined
      ? ranges.flatMap(([start, end]): Mark[] => {
          const from = Math.max(0, start - at);
          const to = Math.min(units, end - at);
          return from < to ? [[from, to]] : [];
        })
      : [];
  return { step, marks, isFound: false, count: 0, branches: new Map() };
}

const utf8 = new TextDecoder();

function nameOf(step: PathStep): { id: string; units: number } {
  return { id: refId(step.key), units: utf8.decode(step.name).length };
}

/** In byte order of the names, as every level is. */
function sorted(branches: Branches): Branch[] {
  return [...branches.values()].sort((left, right) => compareBytes(left.step.name, right.step.name));
}

/** The last of the prefixes that have one child each, and this a prefix. */
function chainEnd(branch: Branch): Branch {
  const [only, ...others] = branch.branches.values();
  if (only === undefined || others.length > 0 || branch.isFound || only.isFound) return branch;
  return only.branches.size === 0 ? branch : chainEnd(only);
}

function partsAbove(branch: Branch, end: Branch): ChainPart[] {
  if (branch === end) return [];
  const { step, marks } = branch;
  const [next] = branch.branches.values();
  const part = { id: refId(step.key), name: step.name, prefix: step.prefix, marks };
  return next === undefined ? [part] : [part, ...partsAbove(next, end)];
}

type Place = Pick<ChildRow, "depth" | "parent" | "setSize" | "position">;

function rowOf(branch: Branch, place: Place, closed: ReadonlySet<string>, exact: boolean): ChildRow {
  const end = chainEnd(branch);
  const { step, marks, count, isFound } = end;
  const hasChildren = end.branches.size > 0;
  const named = keyNameOf(branch.step.name);
  const child: ChildAnswer = {
    name: named.key,
    ...(named.keyb !== undefined && { nameb: named.keyb }),
    ...keyNameOf(refBytes(branch.step.key)),
    isKey: isFound,
    isPrefix: hasChildren,
    count,
    countExact: exact,
  };
  return {
    kind: "child",
    id: refId(step.key),
    ...place,
    child,
    ref: step.key,
    prefix: hasChildren ? step.prefix : undefined,
    above: partsAbove(branch, end),
    marks,
    open: hasChildren && !closed.has(refId(step.prefix)),
    busy: false,
  };
}
