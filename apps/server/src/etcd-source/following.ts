import { type KeyEvent, type KeyEvents, type SignOfLife, SourceFault } from "@etcdscope/keyspace";
import type { EtcdConnection } from "./connection.ts";
import { isFault } from "./fault.ts";
import { Heartbeat } from "./heartbeat.ts";
import { joinedParts, type PartFollower } from "./joined-parts.ts";
import { requestOf } from "./key-range.ts";
import type { Members } from "./members.ts";
import type { WatchReply, WatchRequest } from "./messages.ts";
import type { PartPlaces } from "./part-places.ts";
import type { EtcdReader } from "./reader.ts";
import { createWatch, type WatchStream } from "./watch-stream.ts";

type OnSign = (sign: SignOfLife) => void;

/** What following needs, and whom it tells of signs of life. */
export interface Followed {
  readonly members: Members;
  readonly reader: EtcdReader;
  readonly places: PartPlaces;
  readonly onSign: OnSign;
}

/**
 * Every change of what the user may read from a revision on. It does not reconnect: when the connection is lost it ends with
 * `source_unavailable`, so that who follows can say so, and goes on from the last batch's revision + 1. It is lost, too,
 * when etcd does not answer a small question in time that is put once a second, or refuses it.
 * Each part that the user may read has a watch of its own; together they are told in the order of revisions.
 */
export async function* followChanges(
  followed: Followed,
  fromRevision: bigint,
  signal: AbortSignal,
): AsyncGenerator<KeyEvents> {
  let next = fromRevision;
  try {
    for await (const batch of followOnce(followed, { fromRevision: next, fragments: false, signal })) {
      next = batch.revision + 1n;
      yield batch;
    }
  } catch (error) {
    if (!isFault(error, "too_large")) throw error;
  }
  // Only then: a hundred thousand keys that are deleted at once keep etcd busy for a minute when told in pieces.
  yield* followOnce(followed, { fromRevision: next, fragments: true, signal });
}

interface Beginning {
  readonly fromRevision: bigint;
  readonly fragments: boolean;
  readonly signal: AbortSignal;
}

async function* followOnce(
  { members, reader, places, onSign }: Followed,
  { fromRevision, fragments, signal }: Beginning,
): AsyncGenerator<KeyEvents> {
  const parts = await reader.readable(signal);
  const known = parts.length === 1 ? [fromRevision - 1n] : places.of(parts, fromRevision - 1n);
  const requests = parts.map((part, at) => ({
    ...requestOf(part),
    fromRevision: (known[at] ?? 0n) + 1n,
    fragments,
  }));
  const { connection, streams } = await openWatches(members, requests, signal);
  const end = (): void => {
    for (const stream of streams) stream.cancel();
  };
  const heart = new Heartbeat(
    async (limits) => onSign(await reader.beat(connection, parts, limits)),
    () => {
      members.leave(connection);
      end();
    },
  );
  try {
    await refuseGap(reader, fromRevision, signal);
    const batches = streams.map((stream, at) => batchesOf(stream, known[at] ?? 0n));
    const [only] = batches;
    if (only !== undefined && batches.length === 1) yield* only;
    else yield* joinedParts(followersOf(batches, known), fromRevision - 1n, places.keeper(parts));
  } catch (error) {
    signal.throwIfAborted();
    throw heart.causeOf(error);
  } finally {
    heart.stop();
    end();
  }
}

function followersOf(
  batches: readonly AsyncIterable<KeyEvents>[],
  known: readonly bigint[],
): readonly PartFollower[] {
  return batches.map((part, at) => ({ batches: part, known: known[at] ?? 0n }));
}

/** All on one member: what two members tell may be seconds apart. */
function openWatches(
  members: Members,
  requests: readonly WatchRequest[],
  signal: AbortSignal,
): Promise<{ connection: EtcdConnection; streams: readonly WatchStream[] }> {
  return members.run(async (connection, limits) => {
    const streams: WatchStream[] = [];
    try {
      for (const request of requests) streams.push(await createWatch(connection, request, limits));
      return { connection, streams };
    } catch (error) {
      for (const stream of streams) stream.cancel();
      throw error;
    }
  }, signal);
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
