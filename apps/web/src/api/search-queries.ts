import type { KeyRef } from "@etcdscope/contract";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { refId } from "../links/key-ref.ts";
import type { ApiClient, SearchQuestion } from "./client.ts";
import { cacheKeys, childrenPageSize } from "./queries.ts";

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
          const page = { limit: childrenPageSize, ...cursorOf(pageParam) };
          const where = opened === undefined || opened === "" ? {} : { opened };
          return api.search(source, { q, mode, prefix, ...where, ...page }, signal);
        },
        initialPageParam: "",
        getNextPageParam: (page) => page.next,
      }),
  };
}
