import {
  type ChildrenPage,
  KeyIndex,
  type KeySource,
  type KeyValue,
  type SourceFacts,
  type SourceFault,
} from "@etcdscope/keyspace";
import { type Clock, machineClock } from "../live/clock.ts";
import { Feed, type FeedRequest, type LiveEvent } from "../live/feed.ts";
import type { JournalLimits } from "../live/journal.ts";
import { ClusterView } from "./cluster-view.ts";
import { Gate } from "./gate.ts";
import { type KeepOptions, KeptIndex } from "./kept-index.ts";
import { cutAfter } from "./listing.ts";
import { PastLevels } from "./past-levels.ts";
import { Refusal } from "./refusal.ts";
import { SharedReads } from "./shared-reads.ts";
import type { SourceStatus } from "./status.ts";

export interface OpenedSource {
  readonly id: string;
  /** Shown instead of the source's own name. */
  readonly name?: string;
  readonly source: KeySource;
  /** What is told of it until it answers for the first time; one without this must answer to be opened. */
  readonly unseen?: SourceFacts;
}

/** What a source said of itself when it was opened, or why it did not. */
export interface FirstAnswer {
  readonly facts: SourceFacts;
  readonly fault?: SourceFault;
}

export interface ExploreOptions extends KeepOptions {
  /** Milliseconds that a level waits for the index before it is answered from a cut listing. */
  readonly patience?: number;
  readonly clock?: Clock;
  readonly journal?: JournalLimits;
}

export interface LevelRequest {
  readonly prefix: Uint8Array;
  readonly cursor?: Uint8Array | undefined;
  readonly limit: number;
  readonly revision?: bigint | undefined;
  readonly signal: AbortSignal;
}

/** Direct children of a prefix. When not `isWhole`, there may be more of them and counts are lower bounds. */
export interface Level {
  readonly revision: bigint;
  readonly page: ChildrenPage;
  readonly isWhole: boolean;
}

/** A key as it stands at `revision`. */
export interface ReadKey {
  readonly revision: bigint;
  readonly kv: KeyValue;
}

const usualPatience = 1500;
/** Keys read for a level that cannot wait for the index. */
const cutListing = 5000;
/** Reads and listings that a source is asked for at a time, whoever asks; the index is beside it. */
const mostReads = 16;

/** What a person can do with one source. */
export class ExploredSource {
  readonly id: string;
  readonly cluster: ClusterView;
  readonly #name: string;
  readonly #source: KeySource;
  readonly #kept: KeptIndex;
  readonly #past: PastLevels;
  readonly #feed: Feed;
  readonly #values: SharedReads<KeyValue | undefined>;
  readonly #cuts: SharedReads<CutIndex>;
  readonly #patience: number;

  constructor(opened: OpenedSource, { facts, fault }: FirstAnswer, options: ExploreOptions = {}) {
    this.id = opened.id;
    this.#name = opened.name ?? facts.name;
    this.#source = opened.source;
    const { clock = machineClock, journal } = options;
    this.#feed = new Feed({ clock, ...(journal === undefined ? {} : { limits: journal }) });
    this.#kept = new KeptIndex(opened.source, facts, this.#feed, options);
    this.cluster = new ClusterView(opened.source, () => this.#kept.index);
    const gate = new Gate(mostReads);
    this.#past = new PastLevels(opened.source, gate);
    this.#values = new SharedReads(gate);
    this.#cuts = new SharedReads(gate);
    this.#patience = options.patience ?? usualPatience;
    this.#kept.start(fault);
  }

  status(): SourceStatus {
    const { facts, index } = this.#kept;
    return {
      ...this.#kept.state,
      id: this.id,
      name: this.#name,
      kind: facts.kind,
      revision: this.#kept.revision,
      oldestRevision: facts.oldestRevision,
      keyCount: index?.size ?? facts.keyCount,
      can: {
        follow: this.#source.follow !== undefined,
        history: this.#source.history !== undefined,
        cluster: this.#source.cluster !== undefined,
      },
    };
  }

  /** One page of the direct children of a prefix. */
  async level(request: LevelRequest): Promise<Level> {
    if (request.revision !== undefined) return this.#levelAt(request, request.revision);
    if (this.#kept.index === undefined) {
      this.#refuseWhileAway();
      await this.#kept.whenIndexed(this.#patience);
    }
    const index = this.#kept.index;
    return index === undefined ? this.#cutLevel(request) : levelOf(index, request);
  }

  /** The keys under a prefix, and maybe others, at a revision or now; `undefined` while they are not known yet. */
  async keys(prefix: Uint8Array, revision: bigint | undefined): Promise<KeyIndex | undefined> {
    const now = this.#kept.index;
    if (revision !== undefined && revision !== now?.revision) {
      this.#refuseWhileAway();
      return this.#past.indexAt(prefix, revision);
    }
    if (now === undefined) await this.#kept.whenIndexed(this.#patience);
    return this.#kept.index;
  }

  /** The key at a revision, or now. */
  async read(key: Uint8Array, revision: bigint | undefined, signal: AbortSignal): Promise<ReadKey> {
    this.#refuseWhileAway();
    const known = this.#kept.revision;
    // One who knows of a newer revision must not be given what was asked for before it.
    const question = `${revision ?? `after ${known}`} ${latin1(key)}`;
    const ask = (stop: AbortSignal): Promise<KeyValue | undefined> =>
      this.#source.read(key, { ...(revision === undefined ? {} : { revision }), signal: stop });
    const kv = await this.#values.read(question, ask, signal);
    const at = revision ?? later(known, kv?.modRevision ?? 0n);
    if (kv === undefined) throw noSuchKey(at);
    return { revision: at, kv };
  }

  /** The index as it is now; `undefined` until the first is built. */
  get index(): KeyIndex | undefined {
    return this.#kept.index;
  }

  /** The state of the source, then what happens in it, until the signal aborts. */
  events(request: FeedRequest): AsyncGenerator<LiveEvent> {
    return this.#feed.events(request);
  }

  /** Readers of `events` there are now. */
  get readers(): number {
    return this.#feed.readers;
  }

  async close(): Promise<void> {
    await this.#kept.close();
    await this.#source.close();
  }

  async #levelAt(request: LevelRequest, revision: bigint): Promise<Level> {
    const now = this.#kept.index;
    if (now?.revision === revision) return levelOf(now, request);
    this.#refuseWhileAway();
    return levelOf(await this.#past.indexAt(request.prefix, revision), request);
  }

  /** What a short listing shows, while the index is still being built. */
  async #cutLevel(request: LevelRequest): Promise<Level> {
    this.#refuseWhileAway();
    const { prefix, signal } = request;
    const ask = (stop: AbortSignal): Promise<CutIndex> => this.#listCut(prefix, stop);
    const { index, isWhole } = await this.#cuts.read(latin1(prefix), ask, signal);
    return { ...levelOf(index, request), isWhole };
  }

  async #listCut(prefix: Uint8Array, signal: AbortSignal): Promise<CutIndex> {
    const listing = cutAfter(this.#source.listKeys({ prefix, signal }), cutListing);
    const index = await KeyIndex.build(listing.pages);
    return { index, isWhole: !listing.isCut() };
  }

  /** A refusal, not a fault: the cause was logged when the source went away, and need not be with every request. */
  #refuseWhileAway(): void {
    const { problem } = this.#kept.state;
    if (problem !== undefined) throw new Refusal(problem.code, problem.message);
  }
}

function levelOf(index: KeyIndex, { prefix, cursor, limit }: LevelRequest): Level {
  return { revision: index.revision, page: index.children(prefix, { cursor, limit }), isWhole: true };
}

interface CutIndex {
  readonly index: KeyIndex;
  readonly isWhole: boolean;
}

/** Bytes as text, one character each: what was asked, to tell questions apart. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function noSuchKey(revision: bigint): Refusal {
  return new Refusal("key_not_found", `There is no such key at revision ${revision}.`, {
    revision: String(revision),
  });
}
