import { setImmediate as afterReading } from "node:timers/promises";
import { type KeyEvent, type KeyEvents, SourceFault } from "@etcdscope/keyspace";
import { Arrivals } from "./arrivals.ts";

/** What one watch tells, in its own order, and the revision up to which it is known. */
export interface PartFollower {
  readonly batches: AsyncIterable<KeyEvents>;
  readonly known: bigint;
}

/** Milliseconds that a change waits for an older one of another part. */
const hold = 50;
/** The same for what happened before the watches began: etcd looks every 100 ms for watches that are behind. */
const holdAtFirst = 300;

/**
 * The changes of several parts in the order of revisions. etcd sends them in step but for rare moments; a change that
 * comes after a newer one was told ends this with `revision_compacted`: only a new listing tells what there is.
 * `keep` is given what was told, in all and of each part, before it is told.
 */
export async function* joinedParts(
  parts: readonly PartFollower[],
  from: bigint,
  keep: (told: bigint, known: readonly bigint[]) => void,
): AsyncGenerator<KeyEvents> {
  const arrivals = new Arrivals(parts.map(({ batches }) => batches));
  const held = new HeldChanges(
    parts.map(({ known }) => known),
    from,
  );
  const began = performance.now();
  try {
    for (;;) {
      const came = await arrivals.next(held.wait(performance.now()));
      // What is on this machine already must not lose against the clock.
      await afterReading();
      const at = Math.max(performance.now(), began + holdAtFirst - hold);
      for (const { part, batch } of [...came, ...arrivals.taken()]) held.add(part, batch, at);
      const batch = held.take(performance.now());
      if (batch === undefined) continue;
      keep(batch.revision, held.told);
      yield batch;
    }
  } finally {
    arrivals.close();
  }
}

interface HeldChange {
  readonly part: number;
  readonly event: KeyEvent;
  readonly revision: bigint;
  readonly at: number;
}

/** Changes that have come and are not told yet. */
class HeldChanges {
  /** The last revision told of each part. */
  readonly told: bigint[];
  /** The last revision that has come of each part. */
  readonly #come: bigint[];
  #toldInAll: bigint;
  #held: HeldChange[] = [];

  constructor(known: readonly bigint[], from: bigint) {
    this.told = [...known];
    this.#come = [...known];
    this.#toldInAll = from;
  }

  /** Milliseconds until something may be told that may not be told yet. */
  wait(now: number): number | undefined {
    const [first] = this.#held;
    return first === undefined ? undefined : Math.max(0, first.at + hold - now);
  }

  add(part: number, { revision, events }: KeyEvents, at: number): void {
    for (const event of events) {
      const change = { part, event, revision: revisionOf(event), at };
      if (change.revision <= this.#toldInAll) throw outOfStep();
      this.#held.push(change);
    }
    this.#come[part] = revision;
    // Nothing of this part is held: what it says of its progress is all there was.
    if (!this.#held.some((change) => change.part === part)) this.told[part] = revision;
  }

  /** What may be told now, in order; `undefined` when that is nothing new. */
  take(now: number): KeyEvents | undefined {
    const until = this.#tellable(now);
    if (until <= this.#toldInAll) return undefined;
    const changes = this.#held.filter(({ revision }) => revision <= until).sort(byRevision);
    this.#held = this.#held.filter(({ revision }) => revision > until);
    for (const { part, revision } of changes) this.told[part] = revision;
    this.#toldInAll = until;
    return { revision: until, events: changes.map(({ event }) => event) };
  }

  /** Up to where every part has come, or up to where changes have waited long enough. */
  #tellable(now: number): bigint {
    const ripe = this.#held.filter(({ at }) => at + hold <= now).sort(byRevision);
    const [least = 0n] = this.#come.toSorted((left, right) => (left < right ? -1 : 1));
    const last = ripe.at(-1)?.revision ?? 0n;
    return last > least ? last : least;
  }
}

function byRevision(left: HeldChange, right: HeldChange): number {
  if (left.revision === right.revision) return left.part - right.part;
  return left.revision < right.revision ? -1 : 1;
}

function revisionOf(event: KeyEvent): bigint {
  return event.type === "put" ? event.meta.modRevision : event.modRevision;
}

function outOfStep(): SourceFault {
  return new SourceFault(
    "revision_compacted",
    "Changes of several parts of etcd came out of step: what there is must be listed again.",
  );
}
