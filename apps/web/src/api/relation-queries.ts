import type { KeyRef } from "@etcdscope/contract";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { refId } from "../links/key-ref.ts";
import { type ApiClient, ApiFailure } from "./client.ts";

/** What is asked of the objects that belong together with one. */
export function relationQueries(api: ApiClient) {
  return {
    /** Of the newest state they are asked for anew when the value has changed, not whenever anything does. */
    relations: (source: string, key: KeyRef, rev: string | undefined, modRevision: string) =>
      queryOptions({
        queryKey: ["relations", source, refId(key), rev ?? `of ${modRevision}`],
        queryFn: ({ signal }) => api.relations(source, key, { rev }, signal),
      }),
    /** What was found of one relation, and what is found further on. */
    moreRelated: (source: string, key: KeyRef, rev: string, relation: string) =>
      infiniteQueryOptions({
        queryKey: ["relations", source, refId(key), rev, relation],
        queryFn: async ({ signal, pageParam }) => {
          const more = { relation, cursor: pageParam };
          const [answer] = (await api.relations(source, key, { rev, more }, signal)).relations;
          if (answer === undefined) throw new ApiFailure("internal", relation);
          return answer;
        },
        initialPageParam: "",
        getNextPageParam: (page) => page.next,
        staleTime: Number.POSITIVE_INFINITY,
      }),
  };
}
