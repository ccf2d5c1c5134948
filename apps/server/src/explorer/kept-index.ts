import { setTimeout as sleep } from "node:timers/promises";
import {
  type FaultCode,
  type KeyEvents,
  type KeyIndex,
  type KeySource,
  type SignOfLife,
  type SourceFacts,
  SourceFault,
} from "@etcdscope/keyspace";
import { type BuildProgress, buildIndex } from "./building.ts";
import { Latch } from "./latch.ts";
import { Refusal } from "./refusal.ts";
import type { KeptState, Problem } from "./status.ts";
import { type IndexCost, type IndexLimits, usualIndexLimits, Weighing } from "./weighing.ts";

export interface KeepOptions {
  /** Milliseconds before the next try, by the number of tries that failed in a row and why the last one did. */
  readonly pause?: (failures: number, code: FaultCode) => number;
  /** Told of every change of state. */
  readonly onState?: (kept: KeptState) => void;
  /** Beyond these an index is built only when asked for. */
  readonly indexLimits?: IndexLimits;
}

/** What a person wants of the index: `auto` leaves it to the limits. */
type Wish = "auto" | "build" | "stop";

/** Is told what becomes of an index. */
export interface IndexWatcher {
  /** A new index was built; `isForeign` when its revisions are not those of the one before. */
  relisted(revision: bigint, keyCount: number, isForeign: boolean): void;
  changed(batch: KeyEvents, keyCount: number): void;
  /** The state is another, or indexing went on. */
  stateChanged(): void;
}

/** A password that etcd refuses costs it a tenth of a second to look at, again and again. */
const usualPause = (failures: number, code: FaultCode): number =>
  Math.min(code === "unauthenticated" ? 15_000 : 2000, 100 * 2 ** failures);

/**
 * The index of a source, built once and kept true by following the source. When the source goes away the index
 * stays as it was last known, and following goes on from its revision as soon as the source is back. A source above
 * the limits is followed without an index until one is asked for.
 */
export class KeptIndex {
  readonly #source: KeySource;
  readonly #pause: (failures: number, code: FaultCode) => number;
  readonly #onState: (kept: KeptState) => void;
  readonly #watcher: IndexWatcher;
  readonly #limits: IndexLimits;
  readonly #stop = new AbortController();
  readonly #indexed = new Latch();
  #work: Promise<void> = Promise.resolve();
  #index: KeyIndex | undefined;
  #soFar: KeyIndex | undefined;
  #isOutdated = false;
  #hasTried = false;
  #failures = 0;
  #heardAt: Date | undefined;
  #facts: SourceFacts;
  #kept: KeptState = { state: "indexing" };
  #progress: BuildProgress = { keys: 0 };
  #wish: Wish = "auto";
  #attempt = new AbortController();
  #weighing: Weighing | undefined;
  /** Without an index: what is followed is known up to here, and there were so many keys. */
  #bare: { revision: bigint; keys: number } | undefined;

  constructor(source: KeySource, facts: SourceFacts, watcher: IndexWatcher, options: KeepOptions = {}) {
    this.#source = source;
    this.#facts = facts;
    this.#watcher = watcher;
    this.#pause = options.pause ?? usualPause;
    this.#onState = options.onState ?? (() => undefined);
    this.#limits = options.indexLimits ?? usualIndexLimits;
  }

  /** The last known index; `undefined` until the first is built. */
  get index(): KeyIndex | undefined {
    return this.#index;
  }

  /** What an index holds that is being built, up to its last key; absent otherwise. */
  get soFar(): KeyIndex | undefined {
    return this.#soFar;
  }

  get state(): KeptState {
    if (this.#kept.state === "indexing") return { ...this.#kept, progress: this.#progress };
    const { cost } = this;
    return this.#kept.state === "unindexed" && cost !== undefined ? { ...this.#kept, cost } : this.#kept;
  }

  /** What an index would cost, where that is weighed. */
  get cost(): IndexCost | undefined {
    return this.#weighing?.cost;
  }

  /** Keys there are, as far as known. */
  get keyCount(): number | undefined {
    return this.#index?.size ?? (this.cost?.isWhole === true ? this.#bare?.keys : this.#facts.keyCount);
  }

  /** When the source was last found alive; absent where it cannot change. */
  get heardAt(): Date | undefined {
    return this.#source.follow === undefined ? undefined : this.#heardAt;
  }

  get facts(): SourceFacts {
    return this.#facts;
  }

  /** The newest revision known. */
  get revision(): bigint {
    const indexed = this.#index?.revision ?? this.#bare?.revision ?? 0n;
    return indexed > this.#facts.revision ? indexed : this.#facts.revision;
  }

  /** `lost`: why the source did not answer when it was opened. */
  start(lost?: SourceFault): void {
    if (lost === undefined) this.#heardAt = new Date();
    this.#hasTried = lost !== undefined;
    if (lost !== undefined) this.#lose(lost);
    this.#work = this.#keep(this.#stop.signal);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  /** Waits until there is an index, or for so many milliseconds. */
  whenIndexed(milliseconds: number): Promise<void> {
    return this.#indexed.wait(milliseconds);
  }

  /** A refusal, not a fault: the cause was logged when the source went away, and need not be with every request. */
  requireSource(): void {
    const { problem } = this.#kept;
    if (problem !== undefined) throw new Refusal(problem.code, problem.message);
  }

  /** Builds the index whatever it costs. */
  build(): void {
    if (this.#index === undefined) this.#want("build");
  }

  /** Goes on without an index, unless there is one. */
  stopBuilding(): void {
    if (this.#index === undefined) this.#want("stop");
  }

  #want(wish: Wish): void {
    if (this.#wish === wish || this.#source.weigh === undefined) return;
    this.#wish = wish;
    this.#attempt.abort();
  }

  async #keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#attempt = new AbortController();
      const either = AbortSignal.any([signal, this.#attempt.signal]);
      const fault = await this.#buildAndFollow(either).catch(faultOf);
      if (fault === undefined || signal.aborted) return;
      if (either.aborted) continue;
      if (!this.#lose(fault)) return;
      const pause = this.#pause(this.#failures++, fault.code);
      await sleep(pause, undefined, { signal: either }).catch(() => undefined);
    }
  }

  async #buildAndFollow(signal: AbortSignal): Promise<void> {
    // The facts it was opened with are not asked for twice.
    if (this.#hasTried) this.#facts = await this.#source.describe(signal);
    this.#hasTried = true;
    this.#heardAt = new Date();
    const revision = await this.#current(signal);
    this.#become({ state: this.#index === undefined ? "unindexed" : "ready" });
    if (this.#source.follow === undefined) return;
    for await (const batch of this.#source.follow(revision + 1n, signal, (sign) => this.#heard(sign))) {
      this.#take(batch);
      // Not before: one who may list but not follow would be asked ten times a second.
      this.#failures = 0;
    }
    signal.throwIfAborted();
    throw new SourceFault("source_unavailable", "The source stopped telling of its changes.");
  }

  /** The oldest readable revision moves with every compaction. */
  #heard({ oldestRevision }: SignOfLife): void {
    this.#heardAt = new Date();
    if (oldestRevision !== undefined) this.learnOldest(oldestRevision);
  }

  /** Compaction only moves it up. */
  learnOldest(oldestRevision: bigint): void {
    if (oldestRevision <= (this.#facts.oldestRevision ?? 0n)) return;
    this.#facts = { ...this.#facts, oldestRevision };
    this.#watcher.stateChanged();
  }

  #take(batch: KeyEvents): void {
    this.#heardAt = new Date();
    this.#index?.apply(batch);
    if (this.#bare !== undefined)
      this.#bare = { revision: batch.revision, keys: this.#bare.keys + growthOf(batch) };
    this.#watcher.changed(batch, this.#index?.size ?? this.#bare?.keys ?? 0);
  }

  /** The revision that is known, with an index or without one: to be followed from there. */
  async #current(signal: AbortSignal): Promise<bigint> {
    const known = this.#index?.revision ?? this.#bare?.revision;
    // A lower revision than the one already seen is another history: a restored or a replaced etcd.
    const isForeign = known !== undefined && this.#facts.revision < known;
    const isWanted = this.#index === undefined && this.#wish === "build";
    if (known !== undefined && !isForeign && !this.#isOutdated && !isWanted) return known;
    if (isForeign || this.#isOutdated) this.#weighing = undefined;
    const built = await this.#build(signal);
    this.#index = built;
    this.#bare =
      built === undefined ? { revision: this.#facts.revision, keys: this.cost?.keys ?? 0 } : undefined;
    this.#isOutdated = false;
    const { revision } = this;
    this.#watcher.relisted(revision, built?.size ?? this.#bare?.keys ?? 0, isForeign);
    if (built !== undefined) this.#indexed.open();
    return built?.revision ?? revision;
  }

  async #build(signal: AbortSignal): Promise<KeyIndex | undefined> {
    this.#weighing ??= Weighing.of(this.#source, this.#stop.signal, () => this.#weighed());
    if (this.#wish === "stop") return undefined;
    this.#progress = { keys: 0 };
    this.#become({ state: "indexing" });
    const building = buildIndex(this.#source, signal, {
      weighing: this.#weighing,
      limits: this.#wish === "build" ? undefined : this.#limits,
      onProgress: (progress, soFar) => {
        this.#progress = progress;
        this.#soFar = soFar;
        this.#watcher.stateChanged();
      },
    });
    return await building.finally(() => {
      this.#soFar = undefined;
    });
  }

  #weighed(): void {
    if (this.#bare !== undefined) this.#bare = { ...this.#bare, keys: this.cost?.keys ?? 0 };
    this.#watcher.stateChanged();
  }

  /** Says whether trying again makes sense. */
  #lose(fault: SourceFault): boolean {
    const { oldestRevision } = fault.detail;
    if (oldestRevision !== undefined) this.learnOldest(oldestRevision);
    if (fault.code === "permission_denied") this.#forget();
    if (isAnotherHistory(fault)) {
      this.#isOutdated = true;
      return true;
    }
    const isLive = this.#source.follow !== undefined;
    this.#become({ state: isLive ? "away" : "failed", problem: this.#problemOf(fault) });
    return isLive;
  }

  /** What may be read is not what it was: nothing of what is known may be shown any more. */
  #forget(): void {
    if (this.#index === undefined && this.#bare === undefined) return;
    this.#index = undefined;
    this.#bare = undefined;
    this.#weighing = undefined;
    this.#watcher.relisted(this.#facts.revision, 0, true);
  }

  #problemOf(fault: SourceFault): Problem {
    const since = this.#kept.problem?.since ?? new Date();
    return { code: fault.code, message: fault.message, since, cause: fault };
  }

  #become(kept: KeptState): void {
    const isNews = kept.state !== this.#kept.state || kept.problem?.code !== this.#kept.problem?.code;
    this.#kept = kept;
    if (!isNews) return;
    this.#watcher.stateChanged();
    this.#onState(kept);
  }
}

/** The revision to go on from is forgotten, or has never been: only a new listing tells what there is. */
function isAnotherHistory({ code }: SourceFault): boolean {
  return code === "revision_compacted" || code === "revision_in_future";
}

/** How many more keys there are after a batch. */
function growthOf({ events }: KeyEvents): number {
  let growth = 0;
  for (const event of events)
    if (event.type === "delete") growth--;
    else if (event.meta.createRevision === event.meta.modRevision) growth++;
  return growth;
}

function faultOf(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  return new SourceFault("internal", "Something failed inside etcdscope; its log says what.", {
    cause: error,
  });
}
