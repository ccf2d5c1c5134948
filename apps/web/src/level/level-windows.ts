import { type ChildAnswer, type ChildrenAnswer, toBase64Url } from "@etcdscope/contract";
import { compareBytes } from "../bytes/order.ts";
import { nameBytes } from "../links/key-ref.ts";

/** Names from one on, included, up to another, included; to the end of the level where there is none. */
export interface NameRange {
  readonly from: Uint8Array;
  readonly until?: Uint8Array;
}

const firstOfAll = new Uint8Array();

/** The exact name of a child within its level. */
export const childName = ({ name, nameb }: ChildAnswer): Uint8Array => nameBytes(name, nameb);

/** The name of the last child of a page. */
export function lastNameOf({ children }: ChildrenAnswer): Uint8Array | undefined {
  const last = children.at(-1);
  return last === undefined ? undefined : childName(last);
}

/** The least name behind another. */
export function nameBehind(name: Uint8Array): Uint8Array {
  const behind = new Uint8Array(name.length + 1);
  behind.set(name);
  return behind;
}

/** The names as the API takes them. */
export function partOf({ from, until }: NameRange): { from: string; until?: string } {
  return { from: toBase64Url(from), ...(until !== undefined && { until: toBase64Url(until) }) };
}

/**
 * Which names each of a level's pages answers for. They follow each other without a gap: a child that comes between
 * two pages belongs to the later one, and behind the level's last child to the last.
 */
export function rangesOf(pages: readonly ChildrenAnswer[]): NameRange[] {
  let from = beginningOf(pages[0]);
  return pages.map((page, at) => {
    const last = lastNameOf(page);
    const isEnd = at === pages.length - 1 && page.next === null;
    const range = isEnd ? { from } : { from, until: last ?? from };
    if (last !== undefined) from = nameBehind(last);
    return range;
  });
}

function beginningOf(page: ChildrenAnswer | undefined): Uint8Array {
  const [first] = page?.children ?? [];
  return first === undefined || (page?.before ?? 0) === 0 ? firstOfAll : childName(first);
}

/** Whether a name is one of a range. */
export function isInRange(name: Uint8Array, { from, until }: NameRange): boolean {
  return compareBytes(name, from) >= 0 && (until === undefined || compareBytes(name, until) <= 0);
}

/** The child of that name; `null` where the pages show that there is none, `undefined` where they do not reach it. */
export function childIn(pages: readonly ChildrenAnswer[], name: Uint8Array): ChildAnswer | null | undefined {
  const at = rangesOf(pages).findIndex((range) => isInRange(name, range));
  if (at === -1) return undefined;
  return pages[at]?.children.find((child) => compareBytes(childName(child), name) === 0) ?? null;
}

/** The name of the child that a key is, or lies under, in the level of a prefix of it. */
export function nameUnder(key: Uint8Array, prefix: Uint8Array): Uint8Array {
  // At the root a leading slash belongs to the first name.
  const slash = key.indexOf(0x2f, prefix.length === 0 ? 1 : prefix.length);
  return key.slice(prefix.length, slash === -1 ? key.length : slash);
}
