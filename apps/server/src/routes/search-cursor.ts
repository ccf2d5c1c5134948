import { fromBase64Url, toBase64Url } from "@etcdscope/contract";
import type { SearchCursor } from "../explorer/key-searches.ts";
import type { WalkPlace } from "../explorer/key-walk.ts";
import { Refusal } from "../explorer/refusal.ts";

/** What a cursor begins with that tells how far a walk has come; the others are the last key given. */
const walkMark = "walk.";

/** The place of a walk as it travels: short names, for it goes into an address. */
interface TravellingPlace {
  readonly r: string;
  readonly d: number;
  readonly a?: string;
  readonly t: number;
  readonly s: number;
  readonly c: readonly number[];
  readonly i?: { readonly k: number; readonly u: string };
}

export function searchCursorText(cursor: SearchCursor): string {
  if ("after" in cursor) return toBase64Url(cursor.after);
  const { revision, done, after, total, searched, counts, indexed } = cursor.place;
  const place: TravellingPlace = {
    r: String(revision ?? 0n),
    d: done,
    ...(after === undefined ? {} : { a: toBase64Url(after) }),
    t: total,
    s: searched,
    c: counts,
    ...(indexed === undefined ? {} : { i: { k: indexed.keys, u: toBase64Url(indexed.until) } }),
  };
  return walkMark + toBase64Url(new TextEncoder().encode(JSON.stringify(place)));
}

/** Refuses what is no `next` of a search. */
export function searchCursorOf(text: string): SearchCursor {
  const isWalk = text.startsWith(walkMark);
  const bytes = fromBase64Url(isWalk ? text.slice(walkMark.length) : text);
  if (bytes === undefined) throw notOurs();
  return isWalk ? { place: placeOf(new TextDecoder().decode(bytes)) } : { after: bytes };
}

function placeOf(json: string): WalkPlace {
  const { r, d, a, t, s, c, i } = parsed(json);
  if (!isRevision(r) || !isCount(d) || !isCount(t) || !isCount(s)) throw notOurs();
  if (!Array.isArray(c) || !c.every(isCount)) throw notOurs();
  return {
    revision: r === "0" ? undefined : BigInt(r),
    done: d,
    ...(a === undefined ? {} : { after: bytesOf(a) }),
    total: t,
    searched: s,
    counts: c,
    ...(i === undefined ? {} : { indexed: indexedOf(i) }),
  };
}

function indexedOf(told: unknown): NonNullable<WalkPlace["indexed"]> {
  if (!isRecord(told) || !isCount(told["k"])) throw notOurs();
  return { keys: told["k"], until: bytesOf(told["u"]) };
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    const place: unknown = JSON.parse(json);
    if (isRecord(place)) return place;
  } catch {
    // No JSON: told below.
  }
  throw notOurs();
}

function bytesOf(text: unknown): Uint8Array {
  const bytes = typeof text === "string" ? fromBase64Url(text) : undefined;
  if (bytes === undefined) throw notOurs();
  return bytes;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isRevision = (value: unknown): value is string =>
  typeof value === "string" && /^(0|[1-9]\d{0,18})$/.test(value) && BigInt(value) < 2n ** 63n;

const notOurs = (): Refusal =>
  new Refusal("invalid_request", "cursor must be the `next` of an earlier answer.");
