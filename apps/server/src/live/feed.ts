import type { KeyEvents } from "@etcdscope/keyspace";
import type { Clock } from "./clock.ts";
import { Journal, type JournalLimits, type KeyChange } from "./journal.ts";
import { nowhere, type Place } from "./place.ts";

/** What happened, and the place that one who has it stands at. */
export type LiveEvent =
  | {
      readonly type: "changes";
      readonly at: Place;
      readonly changes: readonly KeyChange[];
      readonly keyCount: number;
    }
  /** Changes were left out: what was read before must be read again. */
  | { readonly type: "resync"; readonly at: Place }
  /** The source's state is another, or is told for the first time. */
  | { readonly type: "state"; readonly at: Place }
  /** Nothing happened for a while. */
  | { readonly type: "heartbeat"; readonly at: Place };

export interface FeedRequest {
  /** The place to go on from; the newest when absent. */
  readonly since?: Place | undefined;
  /** Only changes of keys that start so. */
  readonly prefix: Uint8Array;
  readonly signal: AbortSignal;
}

export interface FeedOptions {
  readonly clock: Clock;
  readonly limits?: JournalLimits;
}

/** Milliseconds between two batches, and between two signs of life. */
const batchPause = 250;
const heartbeatPause = 15_000;

interface Reader {
  readonly prefix: Uint8Array;
  at: Place;
  stateSeen: number;
  sentAt: number;
}

type Changes = LiveEvent & { type: "changes" };

/**
 * Tells any number of readers what happens in one source. Readers hold nothing but their place in the one journal:
 * one who is slow gets larger batches, and one whom the journal has left behind a resync.
 */
export class Feed {
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #waiting = new Set<() => void>();
  #readers = 0;
  /** What readers may see: it moves a few times a second, for all at once. */
  #told: { place: Place | undefined; state: number; keyCount: number } = {
    place: undefined,
    state: 0,
    keyCount: 0,
  };
  #state = 0;
  #keyCount = 0;
  #toldAt = Number.NEGATIVE_INFINITY;
  #isDue = false;
  #last: { from: Place; event: Changes } | undefined;

  constructor({ clock, limits }: FeedOptions) {
    this.#clock = clock;
    this.#journal = new Journal(limits);
  }

  /** Readers there are now. */
  get readers(): number {
    return this.#readers;
  }

  /** The source was listed; `isForeign` when its revisions are not those of before. */
  relisted(revision: bigint, keyCount: number, isForeign: boolean): void {
    this.#journal.restart(revision, isForeign);
    this.#keyCount = keyCount;
    this.#tell();
  }

  /** `keyCount`: the keys there are after the batch. */
  changed(batch: KeyEvents, keyCount: number): void {
    this.#journal.append(batch);
    this.#keyCount = keyCount;
    this.#tellSoon();
  }

  stateChanged(): void {
    this.#state++;
    this.#tellSoon();
  }

  /** The state first, then everything that happens, in order, until the signal aborts. */
  async *events({ since, prefix, signal }: FeedRequest): AsyncGenerator<LiveEvent> {
    const at = since ?? this.#journal.newest ?? nowhere;
    const reader: Reader = { prefix, at, stateSeen: -1, sentAt: this.#clock.now() };
    this.#readers++;
    try {
      while (!signal.aborted) {
        const event = this.#nextFor(reader);
        if (event !== undefined) yield event;
        else await this.#wait(reader.sentAt + heartbeatPause - this.#clock.now(), signal);
      }
    } finally {
      this.#readers--;
    }
  }

  #nextFor(reader: Reader): LiveEvent | undefined {
    const event = this.#newsFor(reader);
    if (event !== undefined) reader.sentAt = this.#clock.now();
    return event;
  }

  #newsFor(reader: Reader): LiveEvent | undefined {
    if (reader.stateSeen === -1) return this.#stateFor(reader);
    const { place, state } = this.#told;
    const change = place === undefined ? undefined : this.#changeFor(reader, place);
    if (change !== undefined) return change;
    if (reader.stateSeen !== state) return this.#stateFor(reader);
    const isQuiet = this.#clock.now() - reader.sentAt >= heartbeatPause;
    return isQuiet ? { type: "heartbeat", at: reader.at } : undefined;
  }

  #stateFor(reader: Reader): LiveEvent {
    reader.stateSeen = this.#told.state;
    return { type: "state", at: reader.at };
  }

  #changeFor(reader: Reader, told: Place): LiveEvent | undefined {
    const { at: from } = reader;
    if (this.#isAhead(from, told)) return undefined;
    const changes = this.#changes(from, told, reader.prefix);
    reader.at = told;
    if (changes === undefined) return { type: "resync", at: told };
    return changes.changes.length === 0 ? undefined : changes;
  }

  /** Has all that may be told so far. A revision that has never been is no place to wait at. */
  #isAhead({ history, revision }: Place, told: Place): boolean {
    const newest = this.#journal.newest?.revision ?? 0n;
    return history === told.history && revision >= told.revision && revision <= newest;
  }

  /** Readers mostly stand at the same place: what is gathered for one serves the next. */
  #changes(from: Place, to: Place, prefix: Uint8Array): Changes | undefined {
    const last = this.#last;
    const isEasy = prefix.length === 0;
    if (isEasy && last?.event.at === to && isSame(last.from, from)) return last.event;
    const changes = this.#journal.changes(from, to, prefix);
    if (changes === undefined) return undefined;
    const event: Changes = { type: "changes", at: to, changes, keyCount: this.#told.keyCount };
    if (isEasy) this.#last = { from, event };
    return event;
  }

  #tellSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    const wait = this.#toldAt + batchPause - this.#clock.now();
    if (wait <= 0 || this.#readers === 0) this.#tell();
    else this.#clock.after(wait, () => this.#tell());
  }

  #tell(): void {
    this.#isDue = false;
    this.#toldAt = this.#clock.now();
    this.#told = { place: this.#journal.newest, state: this.#state, keyCount: this.#keyCount };
    for (const wake of [...this.#waiting]) wake();
  }

  #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        forget();
        this.#waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const forget = this.#clock.after(Math.max(0, milliseconds), done);
      this.#waiting.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }
}

function isSame(left: Place, right: Place): boolean {
  return left.history === right.history && left.revision === right.revision;
}
