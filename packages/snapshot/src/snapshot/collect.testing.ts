import type { Revision } from "../revision/revision.ts";
import type { Snapshot } from "./snapshot.ts";

/** The whole history at once. */
export async function historyOf(snapshot: Snapshot): Promise<Revision[]> {
  const all: Revision[] = [];
  for await (const revisions of snapshot.revisions()) all.push(...revisions);
  return all;
}
