import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useIsStreaming } from "../live/live-state.ts";
import { useLiveStream } from "../live/use-live-stream.ts";
import { cacheKeys } from "./cache-keys.ts";
import { isWalk } from "./search-queries.ts";
import { isStale, useSourceStatus } from "./source-status.ts";

/**
 * Keeps what is open true: by the live stream, which tells what changed, or without one by asking for everything
 * anew when the source has moved on. After the source was away everything is asked for. Mounted once a page.
 */
export function useSourceRefresh(source: string): void {
  useLiveStream(source);
  const isStreaming = useIsStreaming(source);
  const client = useQueryClient();
  const status = useSourceStatus(source);
  const stale = isStale(status);
  const revision = status.source?.revision;
  const seen = useRef({ source, stale, revision });
  useEffect(() => {
    const before = seen.current;
    seen.current = { source, stale, revision };
    if (before.source !== source || stale) return;
    const moved = !isStreaming && before.revision !== undefined && before.revision !== revision;
    if (before.stale || moved) refresh(client, source, !before.stale);
  }, [client, source, stale, revision, isStreaming]);
}

/** What was read at a pinned revision cannot change; it is asked for again only where it failed. */
function refresh(client: QueryClient, source: string, isOften: boolean): void {
  void client.invalidateQueries({
    queryKey: cacheKeys.newest(source),
    predicate: (query) => !(isOften && isWalk(query)),
  });
  void client.invalidateQueries({
    queryKey: cacheKeys.pinned(source),
    predicate: (query) => query.state.error !== null,
  });
}
