import { type SourceAnswer, urls } from "@etcdscope/contract";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import { cacheKeys } from "../api/cache-keys.ts";
import type { Queries } from "../api/queries.ts";
import { setLiveState } from "./live-state.ts";
import { type LiveListener, LiveStream } from "./live-stream.ts";
import { tellPulse } from "./pulse.ts";
import { Renewal } from "./renewal.ts";
import { takeSeat } from "./stream-seat.ts";

/** A tab that nobody looks at for so long gives its connection back. */
const hiddenMs = 5 * 60_000;

/** Keeps what was read of a source's newest state true by its live stream, for as long as it is mounted. */
export function useLiveStream(source: string): void {
  const client = useQueryClient();
  const queries = useQueryFactory();
  useEffect(() => {
    if (!("EventSource" in window)) return undefined;
    const open = (since: string | undefined): EventSource =>
      new EventSource(urls.events(source, since === undefined ? {} : { since }));
    const stream = new LiveStream(open, listenerOf(client, source, queries));
    let leave = new AbortController();
    const begin = (): void => {
      leave = new AbortController();
      void takeSeat(navigator.locks, () => stream.start(), leave.signal);
    };
    const end = (): void => {
      leave.abort();
      stream.stop();
      setLiveState(client, source, { phase: "off" });
    };
    begin();
    const forget = whileHidden(end, begin);
    return () => {
      forget();
      end();
    };
  }, [client, source, queries]);
}

/** What the stream tells, as changes of the query cache. */
function listenerOf(client: QueryClient, source: string, queries: Queries): LiveListener {
  const renewal = new Renewal(client, source, (prefix, page) => queries.partOfLevel(source, prefix, page));
  const described = ["source", source] as const;
  return {
    stands: (state) => setLiveState(client, source, state),
    state: (answer, isStart) => {
      // A poll under way may bring what was before.
      const cancelled = client.cancelQueries({ queryKey: described, exact: true });
      void cancelled.then(() => client.setQueryData<SourceAnswer>(described, answer));
      if (isStart) renewal.all(BigInt(answer.revision));
    },
    changes: ({ revision, keyCount, changes }) => {
      client.setQueryData<SourceAnswer>(described, (known) => known && { ...known, revision, keyCount });
      tellPulse(client, source, changes);
      renewal.touched(changes, BigInt(revision));
    },
    resync: () => client.invalidateQueries({ queryKey: cacheKeys.newest(source) }),
  };
}

/** Pauses when the tab has been hidden for a while, and goes on when it is seen again. */
function whileHidden(pause: () => void, goOn: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPaused = false;
  const look = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      timer = setTimeout(() => {
        isPaused = true;
        pause();
      }, hiddenMs);
    } else if (isPaused) {
      isPaused = false;
      goOn();
    }
  };
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
