import { setTimeout as sleep } from "node:timers/promises";

/** Waits so many milliseconds, if any; rejects with the signal's reason when it aborts. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  signal?.throwIfAborted();
}
