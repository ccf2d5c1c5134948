import type { ChildAnswer, ChildrenAnswer, KeyRef } from "@etcdscope/contract";
import type { InfiniteData, InfiniteQueryObserverResult } from "@tanstack/react-query";
import { type ApiFailure, failureOf } from "../api/client.ts";

/** What is known of the children of one prefix. */
export interface Level {
  readonly prefix: KeyRef;
  readonly children: readonly ChildAnswer[];
  /** Children that stand before the first of these. */
  readonly before: number;
  readonly hasPrevious: boolean;
  readonly loadingPrevious: boolean;
  /** Direct children in all; null when not known. */
  readonly total: number | null;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  /** Nothing has come yet. */
  readonly pending: boolean;
  /** Why what stands before the first did not come. */
  readonly failureBefore: ApiFailure | undefined;
  /** Why nothing came, or nothing more; a failed refresh of what is there is the source banner's to say. */
  readonly failure: ApiFailure | undefined;
}

type WholeResult = InfiniteQueryObserverResult<InfiniteData<ChildrenAnswer>, Error>;

/** What of a query's result makes the level. */
export type LevelResult = Pick<
  WholeResult,
  | "data"
  | "error"
  | "hasPreviousPage"
  | "hasNextPage"
  | "isFetchingPreviousPage"
  | "isFetchingNextPage"
  | "isFetchPreviousPageError"
  | "isFetchNextPageError"
>;

/** The level that a query's result describes; `before` lends its list of children while the pages are the same. */
export function levelOf(prefix: KeyRef, result: LevelResult, children: readonly ChildAnswer[]): Level {
  const last = result.data?.pages.at(-1);
  return {
    prefix,
    children,
    before: result.data?.pages[0]?.before ?? 0,
    hasPrevious: result.hasPreviousPage,
    loadingPrevious: result.isFetchingPreviousPage,
    total: last?.total ?? null,
    hasMore: result.hasNextPage,
    loadingMore: result.isFetchingNextPage,
    pending: result.data === undefined && result.error === null,
    failureBefore:
      result.error !== null && result.isFetchPreviousPageError ? failureOf(result.error) : undefined,
    failure: result.error !== null && showsFailure(result) ? failureOf(result.error) : undefined,
  };
}

const showsFailure = (result: LevelResult): boolean =>
  result.data === undefined || result.isFetchNextPageError;

const parts = [
  "children",
  "before",
  "hasPrevious",
  "loadingPrevious",
  "total",
  "hasMore",
  "loadingMore",
  "pending",
  "failureBefore",
  "failure",
] as const satisfies readonly (keyof Level)[];

/** Whether both are drawn alike. */
export const isSameLevel = (one: Level, other: Level | undefined): boolean =>
  other !== undefined && parts.every((part) => one[part] === other[part]);
