import { isFault } from "./fault.ts";
import { type KeyRange, requestOf } from "./key-range.ts";
import type { Members } from "./members.ts";
import { createWatch } from "./watch-stream.ts";

/** Revisions that are looked at: a few tell where keys are written, and their values come along. */
const revisions = 4n;
/** Milliseconds that etcd has to tell of them; it looks for watches that are behind every tenth of a second. */
const patience = 400;

/**
 * Some keys that were written last, up to a revision; none where etcd does not tell. This is the only question about
 * unknown keys whose cost does not grow with their number: a range is counted to its end.
 */
export async function recentKeys(members: Members, part: KeyRange, revision: bigint): Promise<Uint8Array[]> {
  const from = revision < revisions ? 1n : revision - revisions + 1n;
  try {
    return await keysSince(members, part, from);
  } catch (error) {
    // What is compacted was told with how far: the newest revision always stands.
    if (!isFault(error, "revision_compacted")) return [];
  }
  try {
    return await keysSince(members, part, revision);
  } catch {
    return [];
  }
}

function keysSince(members: Members, part: KeyRange, fromRevision: bigint): Promise<Uint8Array[]> {
  return members.run(async (connection, limits) => {
    const late = AbortSignal.timeout(patience);
    const request = { ...requestOf(part), fromRevision, fragments: true };
    const stream = await createWatch(connection, request, { ...limits, signal: late });
    try {
      const { events } = await stream.next();
      return events.map((event) => (event.type === "put" ? event.meta.key : event.key));
    } catch (error) {
      // Nothing of this part was written.
      if (late.aborted) return [];
      throw error;
    } finally {
      stream.cancel();
    }
  });
}
