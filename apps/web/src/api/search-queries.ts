import type { KeyRef } from "@etcdscope/contract";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { refId } from "../links/key-ref.ts";
import { cacheKeys } from "./cache-keys.ts";
import type { ApiClient, SearchQuestion } from "./client.ts";

/** What a search finds comes in pages of this many. */
const pageSize = 500;

const cursorOf = (cursor: string): { cursor?: string } => (cursor === "" ? {} : { cursor });

/**
 * Whether a search walks over keys without an index. It is not asked for again whenever keys change: its answer is of
 * the revision that it names, and each costs etcd as much as the first.
 */
export const isWalk = ({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean =>
  queryKey[2] === "search" && queryKey[6] !== undefined;

/** Questions for keys that fit a pattern. */
export function searchQueries(api: ApiClient) {
  return {
    /** `opened`: the prefixes that are searched, none of them empty; absent where there is an index. */
    search: (
      source: string,
      q: string,
      mode: SearchQuestion["mode"],
      prefix: KeyRef,
      opened: string | undefined,
    ) =>
      infiniteQueryOptions({
        queryKey: [
          ...cacheKeys.newest(source),
          "search",
          refId(prefix),
          mode,
          q,
          ...(opened === undefined ? [] : [opened]),
        ],
        queryFn: ({ signal, pageParam }) => {
          const page = { limit: pageSize, ...cursorOf(pageParam) };
          const where = opened === undefined || opened === "" ? {} : { opened };
          return api.search(source, { q, mode, prefix, ...where, ...page }, signal);
        },
        initialPageParam: "",
        getNextPageParam: (page) => page.next,
      }),
  };
}
