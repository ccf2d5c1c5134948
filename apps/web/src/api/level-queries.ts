import { type ChildrenAnswer, type KeyRef, toBase64Url } from "@etcdscope/contract";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { nameBytes, refId } from "../links/key-ref.ts";
import { cacheKeys } from "./cache-keys.ts";
import type { ApiClient, ChildrenPage, LevelPart } from "./client.ts";

/** Children come in pages of this many. */
export const childrenPageSize = 500;

/** Questions about the children of a prefix. */
export function levelQueries(api: ApiClient) {
  return {
    /** `around`: the name of a child that the first page is to have in it. */
    children: (source: string, prefix: KeyRef, around?: string) =>
      infiniteQueryOptions({
        queryKey: levelKey(source, prefix, around),
        queryFn: ({ signal, pageParam }) =>
          api.children(source, prefix, { limit: childrenPageSize, ...pageParam }, signal),
        initialPageParam: firstPart(around),
        // The live stream says what of it is no longer true; without one the source's revision does.
        staleTime: Number.POSITIVE_INFINITY,
        getNextPageParam: nextPart,
        getPreviousPageParam: previousPart,
      }),
    /** The one child of a level that has a name, in base64url, if there is one. */
    child: (source: string, level: KeyRef, key: KeyRef, name: string) =>
      queryOptions({
        queryKey: [...cacheKeys.newest(source), "child", refId(key)],
        queryFn: ({ signal }) => api.children(source, level, { from: name, until: name, limit: 1 }, signal),
      }),
    /** Some of a level, to bring what is in the cache up to date: not a question of its own for it. */
    partOfLevel: (source: string, prefix: KeyRef, page: ChildrenPage) => api.children(source, prefix, page),
  };
}

function levelKey(source: string, prefix: KeyRef, around: string | undefined) {
  const key = [...cacheKeys.newest(source), "children", refId(prefix)] as const;
  return around === undefined ? key : ([...key, around] as const);
}

const firstPart = (around: string | undefined): LevelPart => (around === undefined ? {} : { around });

const nextPart = ({ next }: ChildrenAnswer): LevelPart | null => (next === null ? null : { cursor: next });

function previousPart(
  { before = 0, children: [first] }: ChildrenAnswer,
  _: readonly ChildrenAnswer[],
  { from }: LevelPart,
): LevelPart | null {
  if (before === 0) return null;
  // A page whose children are all gone still has a place.
  const name = first === undefined ? from : toBase64Url(nameBytes(first.name, first.nameb));
  return name === undefined ? null : { before: name };
}
