import { type Revision, revisionOf } from "../revision/revision.ts";
import type { Snapshot } from "./snapshot.ts";

/** The whole history at once. */
export async function historyOf(snapshot: Snapshot, signal?: AbortSignal): Promise<Revision[]> {
  const all: Revision[] = [];
  await snapshot.history((change) => void all.push(revisionOf(change)), signal);
  return all;
}
