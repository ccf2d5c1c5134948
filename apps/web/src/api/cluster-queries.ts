import type { ClusterAnswer } from "@etcdscope/contract";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ApiClient } from "./client.ts";

const pollMs = 5000;
const leasePollMs = 10_000;
/** A member that had not answered yet may have by now. */
const waitingPollMs = 1500;

/**
 * Questions about a cluster. No key of the source changes with them: they are asked again by the clock, while the page
 * is seen.
 */
export function clusterQueries(api: ApiClient) {
  return {
    /** One lease with the time it has left. */
    lease: (source: string, lease: string) =>
      queryOptions({
        queryKey: ["lease", source, lease],
        queryFn: ({ signal }) => api.lease(source, lease, signal),
        staleTime: 0,
        refetchInterval: leasePollMs,
        retry: false,
      }),
    cluster: (source: string) =>
      queryOptions({
        queryKey: ["cluster", source],
        queryFn: ({ signal }) => api.cluster(source, signal),
        refetchInterval: ({ state }) => pauseAfter(state.data),
        refetchOnWindowFocus: true,
        staleTime: 1000,
      }),
    leases: (source: string, limit: number) =>
      queryOptions({
        queryKey: ["leases", source, limit],
        queryFn: ({ signal }) => api.leases(source, limit, signal),
        refetchInterval: pollMs * Math.ceil(limit / 200),
        refetchOnWindowFocus: true,
        staleTime: 1000,
        placeholderData: keepPreviousData,
      }),
    leaseKeys: (source: string, lease: string) =>
      infiniteQueryOptions({
        queryKey: ["lease-keys", source, lease],
        queryFn: ({ signal, pageParam }) => api.leaseKeys(source, lease, pageParam, signal),
        initialPageParam: "",
        getNextPageParam: (page) => page.next,
      }),
  };
}

/** A file does not change. */
function pauseAfter(answer: ClusterAnswer | undefined): number | false {
  if (answer === undefined) return pollMs;
  if (answer.snapshot !== null) return false;
  return answer.members.some(({ state }) => state === "waiting") ? waitingPollMs : pollMs;
}
