import type { SearchAnswer, SearchMatchAnswer } from "@etcdscope/contract";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { type ApiFailure, failureOf } from "../api/client.ts";
import { lacksIndex, useSourceStatus } from "../api/source-status.ts";
import type { Filter } from "./use-filter.ts";

/** What the server has found so far for a filter. */
export interface Matches {
  /** The newest page's facts: the counts are those of all pages up to it. */
  readonly answer: SearchAnswer | undefined;
  readonly found: readonly SearchMatchAnswer[];
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly failure: ApiFailure | undefined;
  /** What is shown was found for what was typed before. */
  readonly isOutdated: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

/** Keys that fit the filter; what fitted the one before stays until there are new ones. */
export function useMatches(source: string, { text, mode, prefix, opened = "" }: Filter): Matches {
  const { standing } = useSourceStatus(source);
  const query = useInfiniteQuery({
    // With the index come other answers: a search without one is another question.
    ...useQueryFactory().search(source, text, mode, prefix, lacksIndex(standing) ? opened : undefined),
    enabled: text !== "" && standing !== "unknown",
    placeholderData: keepPreviousData,
  });
  const { data, error, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage, refetch } = query;
  const found = useMemo(() => data?.pages.flatMap((page) => page.matches) ?? [], [data]);
  const loadMore = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);
  const retry = useCallback(() => void refetch(), [refetch]);
  return useMemo(
    () => ({
      answer: data?.pages.at(-1),
      found,
      hasMore: hasNextPage,
      loadingMore: isFetchingNextPage,
      failure: error === null ? undefined : failureOf(error),
      isOutdated: isPlaceholderData,
      loadMore,
      retry,
    }),
    [data, found, hasNextPage, isFetchingNextPage, error, isPlaceholderData, loadMore, retry],
  );
}
