import type { ChildrenAnswer } from "@etcdscope/contract";
import type { InfiniteData } from "@tanstack/react-query";
import type { ChildrenPage, LevelPart } from "../api/client.ts";
import { compareBytes } from "../bytes/order.ts";
import {
  childName,
  isInRange,
  lastNameOf,
  type NameRange,
  nameBehind,
  partOf,
  rangesOf,
} from "./level-windows.ts";

export type LevelPages = InfiniteData<ChildrenAnswer, LevelPart>;

/** Asks for a part of the level; the answer is as new as the changes that were told. */
export type AskLevel = (page: ChildrenPage) => Promise<ChildrenAnswer>;

/** As many children as the server gives at once. */
const mostAtOnce = 1000;

/** What was read anew of one page's names; more than one page where they no longer fit in. */
interface Renewed {
  readonly at: number;
  readonly pages: readonly ChildrenAnswer[];
}

/** Where the level stands: how many children come before the first page, and how many there are. */
interface Standing {
  readonly before: number;
  readonly total: number;
}

/**
 * A level's pages after children of these names came, went or changed, up to a revision. Only the pages that have such
 * a name in their range are read anew; of others the positions alone change. `undefined`: the level must be read whole.
 */
export async function renewedLevel(
  { pages }: LevelPages,
  names: readonly Uint8Array[],
  revision: bigint,
  ask: AskLevel,
): Promise<LevelPages | undefined> {
  const ranges = rangesOf(pages);
  const renewed: Renewed[] = [];
  for (const [at, range] of ranges.entries()) {
    const page = pages[at];
    if (page === undefined || BigInt(page.revision) >= revision) continue;
    if (names.some((name) => isInRange(name, range)))
      renewed.push({ at, pages: await readRange(range, lastNameOf(page), ask) });
  }
  const standing = renewed.length === 0 ? await standingNow(ranges, ask) : standingOf(pages, renewed);
  const merged = merge(pages, renewed);
  if (standing === undefined || merged.length === 0) return undefined;
  return finished(await withEnd(merged, standing, ask), standing, revision);
}

/** Reads a range; to the end of the level only as far as was seen before. */
async function readRange({ from, until }: NameRange, seen: Uint8Array | undefined, ask: AskLevel) {
  const pages: ChildrenAnswer[] = [];
  for (let start = from; ; ) {
    const page = await ask({ ...partOf({ from: start, ...(until && { until }) }), limit: mostAtOnce });
    pages.push(page);
    const last = lastNameOf(page);
    const isSeen = until === undefined && last !== undefined && (!seen || compareBytes(last, seen) >= 0);
    if (page.next === null || last === undefined || isSeen) return pages;
    start = nameBehind(last);
  }
}

/** Nothing that is shown has changed, but how much there is besides. */
async function standingNow([first]: readonly NameRange[], ask: AskLevel): Promise<Standing | undefined> {
  const { before, total } = await ask({ ...partOf({ from: first?.from ?? new Uint8Array() }), limit: 1 });
  return before === undefined || total === null ? undefined : { before, total };
}

function standingOf(pages: readonly ChildrenAnswer[], renewed: readonly Renewed[]): Standing | undefined {
  const [first] = renewed;
  const total = renewed.at(-1)?.pages.at(-1)?.total ?? null;
  const behind = first?.pages[0]?.before;
  if (first === undefined || behind === undefined || total === null) return undefined;
  const above = pages.slice(0, first.at).reduce((sum, { children }) => sum + children.length, 0);
  return { before: Math.max(0, behind - above), total };
}

/** The pages with those that were read anew in their places; pages without a child are left out. */
function merge(pages: readonly ChildrenAnswer[], renewed: readonly Renewed[]): ChildrenAnswer[] {
  const news = new Map(renewed.map(({ at, pages }) => [at, pages]));
  const all = pages.flatMap((page, at) => news.get(at) ?? [page]);
  const full = all.filter(({ children }) => children.length > 0);
  const kept = full.length === 0 && isWhole(pages) ? all.slice(0, 1) : full;
  const next = nextOf(pages, all);
  return kept.map((page, at) => (at === kept.length - 1 ? { ...page, next } : page));
}

const isWhole = (pages: readonly ChildrenAnswer[]): boolean =>
  (pages[0]?.before ?? 0) === 0 && pages.at(-1)?.next === null;

/** A page that was read up to a name does not tell what follows: the one before it did. */
function nextOf(before: readonly ChildrenAnswer[], after: readonly ChildrenAnswer[]): string | null {
  return before.at(-1)?.next ?? after.at(-1)?.next ?? null;
}

/** Where all that is known to be there is loaded, the server says whether anything follows. */
async function withEnd(pages: readonly ChildrenAnswer[], { before, total }: Standing, ask: AskLevel) {
  const last = pages.at(-1);
  const name = last && lastNameOf(last);
  const loaded = pages.reduce((sum, { children }) => sum + children.length, before);
  if (last === undefined || name === undefined || last.next === null || loaded < total) return pages;
  const { children } = await ask({ ...partOf({ from: nameBehind(name) }), limit: 1 });
  return children.length > 0 ? pages : [...pages.slice(0, -1), { ...last, next: null }];
}

function finished(
  pages: readonly ChildrenAnswer[],
  { before, total }: Standing,
  revision: bigint,
): LevelPages {
  const stamped = pages.map((page, at): ChildrenAnswer => {
    const { before: _, ...rest } = page;
    const newest = BigInt(page.revision) >= revision ? page.revision : String(revision);
    return { ...rest, revision: newest, total, ...(at === 0 && before > 0 && { before }) };
  });
  return { pages: stamped, pageParams: stamped.map((page, at) => paramOf(page, at === 0 && before === 0)) };
}

/** Where a page begins, for when the level is read whole. */
function paramOf({ children: [first] }: ChildrenAnswer, isFirst: boolean): LevelPart {
  return isFirst || first === undefined ? {} : partOf({ from: childName(first) });
}
