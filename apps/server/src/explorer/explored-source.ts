import {
  type KeyIndex,
  type KeySource,
  type KeyValue,
  type SourceFacts,
  SourceFault,
} from "@etcdscope/keyspace";
import { type Clock, machineClock } from "../live/clock.ts";
import { Feed, type FeedRequest, type LiveEvent } from "../live/feed.ts";
import type { JournalLimits } from "../live/journal.ts";
import { ClusterView } from "./cluster-view.ts";
import { Gate } from "./gate.ts";
import { type IndexWatcher, type KeepOptions, KeptIndex } from "./kept-index.ts";
import { KeySearches, type SearchRequest, type SearchResult } from "./key-searches.ts";
import type { WalkLimits } from "./key-walk.ts";
import { type Level, type LevelOptions, type LevelRequest, Levels } from "./levels.ts";
import { Refusal } from "./refusal.ts";
import { latin1, SharedReads } from "./shared-reads.ts";
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

export interface ExploreOptions extends KeepOptions, LevelOptions {
  readonly clock?: Clock;
  readonly journal?: JournalLimits;
  /** How much one answer of a search may read where there is no index. */
  readonly walk?: WalkLimits;
}

/** A key as it stands at `revision`. */
export interface ReadKey {
  readonly revision: bigint;
  readonly kv: KeyValue;
}

/** Reads and listings that a source is asked for at a time, whoever asks; the index is beside it. */
const mostReads = 16;

/** What a person can do with one source. */
export class ExploredSource {
  readonly id: string;
  readonly cluster: ClusterView;
  readonly #name: string;
  readonly #source: KeySource;
  readonly #kept: KeptIndex;
  readonly #levels: Levels;
  readonly #feed: Feed;
  readonly #values: SharedReads<KeyValue | undefined>;
  readonly #searches: KeySearches;

  constructor(opened: OpenedSource, { facts, fault }: FirstAnswer, options: ExploreOptions = {}) {
    this.id = opened.id;
    this.#name = opened.name ?? facts.name;
    this.#source = opened.source;
    const { clock = machineClock, journal } = options;
    this.#feed = new Feed({ clock, ...(journal === undefined ? {} : { limits: journal }) });
    this.#kept = new KeptIndex(opened.source, facts, this.#watcher(), options);
    this.cluster = new ClusterView(opened.source, () => this.#kept.index);
    const gate = new Gate(mostReads);
    this.#levels = new Levels(opened.source, this.#kept, gate, options);
    this.#values = new SharedReads(gate);
    const whenIndexed = () => this.#levels.whenIndexed();
    const searched = { source: opened.source, kept: this.#kept, gate, whenIndexed };
    this.#searches = new KeySearches(searched, options.walk);
    this.#kept.start(fault);
  }

  status(): SourceStatus {
    const { facts } = this.#kept;
    return {
      ...this.#kept.state,
      id: this.id,
      name: this.#name,
      kind: facts.kind,
      revision: this.#kept.revision,
      oldestRevision: facts.oldestRevision,
      heardAt: this.#kept.heardAt,
      keyCount: this.#kept.keyCount,
      damage: facts.damage,
      can: {
        follow: this.#source.follow !== undefined,
        history: this.#source.history !== undefined,
        cluster: this.#source.cluster !== undefined,
        index: this.#source.weigh !== undefined,
      },
    };
  }

  /** Past levels of another history, or of what may be read no more, go with the index. */
  #watcher(): IndexWatcher {
    return {
      relisted: (revision, keyCount, isForeign) => {
        if (isForeign) this.#levels.forgetPast();
        this.#feed.relisted(revision, keyCount, isForeign);
      },
      changed: (batch, keyCount) => this.#feed.changed(batch, keyCount),
      stateChanged: () => this.#feed.stateChanged(),
    };
  }

  /** One page of the direct children of a prefix. */
  level(request: LevelRequest): Promise<Level> {
    return this.#levels.level(request);
  }

  /** The keys under a prefix, and maybe others, at a revision or now; `undefined` while they are not known yet. */
  keys(prefix: Uint8Array, revision: bigint | undefined): Promise<KeyIndex | undefined> {
    return this.#levels.keys(prefix, revision);
  }

  /** Keys that a pattern finds, in the index or, without one, in the prefixes that the asker has open. */
  search(request: SearchRequest): Promise<SearchResult> {
    return this.#searches.run(request);
  }

  /** The key at a revision, or now. */
  async read(key: Uint8Array, revision: bigint | undefined, signal: AbortSignal): Promise<ReadKey> {
    this.#kept.requireSource();
    const known = this.#kept.revision;
    // One who knows of a newer revision must not be given what was asked for before it.
    const question = `${revision ?? `after ${known}`} ${latin1(key)}`;
    const ask = (stop: AbortSignal): Promise<KeyValue | undefined> =>
      this.#source.read(key, { ...(revision === undefined ? {} : { revision }), signal: stop });
    const kv = await this.#values.read(question, ask, signal).catch((error: unknown) => {
      const { oldestRevision } = error instanceof SourceFault ? error.detail : {};
      if (oldestRevision !== undefined) this.#kept.learnOldest(oldestRevision);
      throw error;
    });
    const at = revision ?? later(known, kv?.modRevision ?? 0n);
    if (kv === undefined) throw noSuchKey(at);
    return { revision: at, kv };
  }

  /** The index as it is now; `undefined` until the first is built. */
  get index(): KeyIndex | undefined {
    return this.#kept.index;
  }

  /** Builds the index whatever it costs; without effect where there is one. */
  buildIndex(): void {
    this.#kept.build();
  }

  /** Goes on without an index, unless there is one. */
  stopIndexing(): void {
    this.#kept.stopBuilding();
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
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function noSuchKey(revision: bigint): Refusal {
  return new Refusal("key_not_found", `There is no such key at revision ${revision}.`, {
    revision: String(revision),
  });
}
