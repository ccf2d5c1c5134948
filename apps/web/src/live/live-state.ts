import { type QueryClient, skipToken, useQuery } from "@tanstack/react-query";

/**
 * How the live stream of a source stands. `live`: changes come as they happen. `resyncing`: some were missed, all is
 * being read anew. `reconnecting`: tried again after `seconds`. `off`: there is none now, the page asks by itself.
 */
export interface LiveState {
  readonly phase: "live" | "resyncing" | "reconnecting" | "off";
  readonly seconds?: number;
}

const off: LiveState = { phase: "off" };

const liveKey = (source: string) => ["live", source] as const;

export function setLiveState(client: QueryClient, source: string, state: LiveState): void {
  client.setQueryData<LiveState>(liveKey(source), state);
}

function useLive<Part>(source: string, select: (state: LiveState) => Part): Part {
  const { data } = useQuery({
    queryKey: liveKey(source),
    queryFn: skipToken,
    initialData: off,
    staleTime: Number.POSITIVE_INFINITY,
    select,
  });
  return data ?? select(off);
}

const whole = (state: LiveState): LiveState => state;
const streaming = ({ phase }: LiveState): boolean => phase === "live" || phase === "resyncing";

export function useLiveState(source: string): LiveState {
  return useLive(source, whole);
}

/** Whether the server tells of changes by itself. */
export function useIsStreaming(source: string): boolean {
  return useLive(source, streaming);
}
