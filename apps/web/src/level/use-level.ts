import { type KeyRef, toBase64Url } from "@etcdscope/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { compareBytes } from "../bytes/order.ts";
import { type Level, type LevelResult, levelOf } from "./level.ts";
import { childName } from "./level-windows.ts";

export interface LevelState {
  readonly level: Level;
  readonly loadMore: () => void;
  readonly loadPrevious: () => void;
  readonly retry: () => void;
  /** It is being begun anew around a child that lies beyond what is loaded. */
  readonly isSeeking: boolean;
}

/** The children of a prefix. `sought`: one that is to be among them, however far down it stands. */
export function useLevel(source: string, prefix: KeyRef, sought?: Uint8Array): LevelState {
  const [around, setAround] = useState<string>();
  const result = useInfiniteQuery(useQueryFactory().children(source, prefix, around));
  const level = useLevelOf(prefix, result);
  const { refetch, fetchNextPage, fetchPreviousPage } = result;
  const isSeeking = around === undefined && sought !== undefined && isBeyond(level, sought);
  useEffect(() => {
    if (isSeeking) setAround(toBase64Url(sought));
  }, [isSeeking, sought]);
  return {
    level,
    isSeeking,
    loadMore: useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]),
    loadPrevious: useCallback(() => void fetchPreviousPage({ cancelRefetch: false }), [fetchPreviousPage]),
    retry: useCallback(() => void refetch(), [refetch]),
  };
}

/** The very same level while nothing of it has changed. */
function useLevelOf(prefix: KeyRef, result: LevelResult): Level {
  const { data, error, hasPreviousPage, hasNextPage, isFetchingPreviousPage, isFetchingNextPage } = result;
  const { isFetchPreviousPageError, isFetchNextPageError } = result;
  const children = useMemo(() => data?.pages.flatMap((page) => page.children) ?? [], [data]);
  return useMemo(() => {
    const standing = { hasPreviousPage, hasNextPage, isFetchingPreviousPage, isFetchingNextPage };
    const failing = { error, isFetchPreviousPageError, isFetchNextPageError };
    return levelOf(prefix, { data, ...standing, ...failing }, children);
  }, [
    prefix,
    data,
    children,
    error,
    hasPreviousPage,
    hasNextPage,
    isFetchingPreviousPage,
    isFetchingNextPage,
    isFetchPreviousPageError,
    isFetchNextPageError,
  ]);
}

/** Whether a child of that name would stand on either side of what is loaded. */
function isBeyond({ children, hasMore, hasPrevious }: Level, name: Uint8Array): boolean {
  const first = children[0];
  const last = children.at(-1);
  if (first === undefined || last === undefined) return false;
  const isBefore = hasPrevious && compareBytes(name, childName(first)) < 0;
  return isBefore || (hasMore && compareBytes(name, childName(last)) > 0);
}
