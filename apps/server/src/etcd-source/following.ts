import { type KeyEvent, type KeyEvents, SourceFault } from "@etcdscope/keyspace";
import { requestOf } from "./key-range.ts";
import type { Members } from "./members.ts";
import type { WatchReply } from "./messages.ts";
import type { EtcdReader } from "./reader.ts";
import { createWatch, type WatchStream } from "./watch-stream.ts";

/**
 * Every change of what the user may read from a revision on. It does not reconnect: when the connection is lost it ends with
 * `source_unavailable`, so that who follows can say so, and goes on from the last batch's revision + 1.
 * Several parts would be several watches, which do not tell a revision together: that is refused.
 */
export async function* followChanges(
  members: Members,
  reader: EtcdReader,
  fromRevision: bigint,
  signal: AbortSignal,
): AsyncGenerator<KeyEvents> {
  const [part, ...others] = await reader.readable(signal);
  if (part === undefined || others.length > 0) {
    throw new SourceFault(
      "permission_denied",
      "Changes can be followed only in one part of etcd, and the user may read several.",
    );
  }
  const request = { ...requestOf(part), fromRevision };
  const stream = await members.run((connection, limits) => createWatch(connection, request, limits), signal);
  try {
    await refuseGap(reader, fromRevision, signal);
    yield* batchesOf(stream, fromRevision - 1n);
  } finally {
    stream.cancel();
  }
}

/**
 * Whoever follows knows the state just before `fromRevision`. If etcd does not have that state any more, a change since
 * may be forgotten without a word: a compaction drops the deletion at its own revision. If etcd does not have it yet,
 * it was restored from a backup, and would stay silent until it has caught up.
 */
async function refuseGap(reader: EtcdReader, fromRevision: bigint, signal: AbortSignal): Promise<void> {
  if (fromRevision > 1n) {
    await reader.requireRevision(fromRevision - 1n, signal);
  }
}

async function* batchesOf(stream: WatchStream, knownRevision: bigint): AsyncGenerator<KeyEvents> {
  let known = knownRevision;
  let events: KeyEvent[] = [];
  for (;;) {
    const reply = await stream.next();
    events = events.concat(reply.events);
    // A revision that comes in fragments is told when it is whole: half of it must not become a place to resume from.
    if (!reply.fragment) {
      known = revisionAfter(reply, events, known);
      yield { revision: known, events };
      events = [];
    }
  }
}

/** Never the header of a reply with events: it runs ahead of what this watch has sent. */
function revisionAfter(reply: WatchReply, events: readonly KeyEvent[], known: bigint): bigint {
  const last = events.at(-1);
  if (last === undefined) {
    // A progress notice: all up to here has been sent.
    return reply.revision > known ? reply.revision : known;
  }
  const revision = last.type === "put" ? last.meta.modRevision : last.modRevision;
  if (revision <= known) {
    throw new SourceFault("internal", "etcd sent changes out of order.");
  }
  return revision;
}
