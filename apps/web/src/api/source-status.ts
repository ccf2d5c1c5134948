import type { SourceAnswer } from "@etcdscope/contract";
import { useQuery } from "@tanstack/react-query";
import { useIsStreaming } from "../live/live-state.ts";
import { useQueryFactory } from "./api-context.tsx";
import { type ApiFailure, failureOf } from "./client.ts";

/**
 * How the source stands, as the person must know it. `away`: etcd or the file does not answer the server.
 * `server-away`: the etcdscope server does not answer this page. `unknown`: not asked yet.
 */
export type Standing =
  | "unknown"
  | "ready"
  | "indexing"
  | "unindexed"
  | "away"
  | "failed"
  | "server-away"
  | "gone";

export interface SourceStatus {
  readonly standing: Standing;
  /** The last answer, kept while nothing newer comes. */
  readonly source: SourceAnswer | undefined;
  /** When it began, in milliseconds; absent while all is well. */
  readonly since?: number;
  /** The cause in the server's words. */
  readonly message?: string;
  readonly failure?: ApiFailure;
}

/** Whether what is on the screen may be older than what is in the source. */
export function isStale(status: SourceStatus): boolean {
  return status.standing === "away" || status.standing === "failed" || status.standing === "server-away";
}

/** Whether the source answers, but refuses the user: that is not being away. */
export function isRefused({ problem }: Pick<SourceAnswer, "problem">): boolean {
  return problem?.code === "permission_denied" || problem?.code === "unauthenticated";
}

/** Whether there is no index, or none that is finished. */
export function lacksIndex(standing: Standing): boolean {
  return standing === "unindexed" || standing === "indexing";
}

/** Whether the source has ever answered: etcd begins to count revisions at 1. */
export function isSeen(source: SourceAnswer | undefined): boolean {
  return source !== undefined && source.revision !== "0";
}

/** The live stream tells the state; asking is for what might have been overtaken on its way. */
const streamingPollMs = 30_000;

/** Follows one source's state. Any number of components may call it: there is one poll, a slow one beside a stream. */
export function useSourceStatus(source: string): SourceStatus {
  const queries = useQueryFactory();
  const polled = queries.source(source);
  const { data, error, dataUpdatedAt, errorUpdatedAt } = useQuery({
    ...polled,
    ...(useIsStreaming(source) && { refetchInterval: streamingPollMs }),
  });
  if (error !== null) return statusOfError(failureOf(error), data, dataUpdatedAt || errorUpdatedAt);
  return data === undefined ? { standing: "unknown", source: undefined } : statusOfAnswer(data);
}

function statusOfError(failure: ApiFailure, source: SourceAnswer | undefined, since: number): SourceStatus {
  if (failure.code === "source_not_found") return { standing: "gone", source, failure };
  return { standing: "server-away", source, since, message: failure.message, failure };
}

function statusOfAnswer(source: SourceAnswer): SourceStatus {
  const { state, problem } = source;
  if (problem === undefined) return { standing: state, source };
  return { standing: state, source, since: Date.parse(problem.since), message: problem.message };
}
