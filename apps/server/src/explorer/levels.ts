import {
  type FoundChild,
  type FoundChildren,
  KeyIndex,
  type KeySource,
  type LevelPart,
} from "@etcdscope/keyspace";
import type { Gate } from "./gate.ts";
import type { KeptIndex } from "./kept-index.ts";
import { cutAfter } from "./listing.ts";
import { PastLevels } from "./past-levels.ts";
import { latin1, SharedReads } from "./shared-reads.ts";

export interface LevelRequest {
  readonly prefix: Uint8Array;
  readonly cursor?: Uint8Array | undefined;
  /** A part that need not be the first; it goes before the cursor, and needs an index. */
  readonly part?: LevelPart | undefined;
  readonly limit: number;
  readonly revision?: bigint | undefined;
  readonly signal: AbortSignal;
}

export interface LevelChild extends FoundChild {
  /** Where it has one child only, and that is a prefix and no key, and so on: the last of these. Absent if unknown. */
  readonly chain?: Uint8Array;
}

/** Some direct children of a prefix, in byte order of their names. */
export interface Level {
  readonly revision: bigint;
  readonly children: readonly LevelChild[];
  /** How many there are in all, where known. */
  readonly total?: number;
  /** How many stand before the first of these, where a part was asked for and is answered. */
  readonly before?: number;
  /** The cursor of the next page; absent at the end. */
  readonly next?: Uint8Array;
}

export interface LevelOptions {
  /** Milliseconds that a level waits for the index before it is answered without. */
  readonly patience?: number;
}

/** An index that listed a prefix, perhaps not to its end. */
interface CutIndex {
  readonly index: KeyIndex;
  readonly isWhole: boolean;
}

/** How long to wait where a level without the index takes long, and where it does not. */
const usualPatience = { listed: 1500, found: 150 };
/** Keys read for a level that cannot wait for the index and cannot be found by skipping. */
const cutListing = 5000;
/** A past level with so few keys under it is listed, so that all counts are exact; others are found by skipping. */
const fewKeys = 20_000;

/** The levels of a source: from its index where there is one at their revision, else from the source itself. */
export class Levels {
  readonly #source: KeySource;
  readonly #kept: KeptIndex;
  readonly #past: PastLevels;
  readonly #cuts: SharedReads<CutIndex>;
  readonly #found: SharedReads<FoundChildren>;
  readonly #patience: number;
  readonly #bornAt = performance.now();

  constructor(source: KeySource, kept: KeptIndex, gate: Gate, { patience }: LevelOptions) {
    this.#source = source;
    this.#kept = kept;
    this.#past = new PastLevels(source, gate);
    this.#cuts = new SharedReads(gate);
    this.#found = new SharedReads(gate);
    this.#patience = patience ?? (source.children === undefined ? usualPatience.listed : usualPatience.found);
  }

  /** What was listed of states gone by is not to be shown any more. */
  forgetPast(): void {
    this.#past.forget();
  }

  async level(request: LevelRequest): Promise<Level> {
    if (request.revision !== undefined) return await this.#levelAt(request, request.revision);
    if (this.#kept.index === undefined) {
      this.#kept.requireSource();
      await this.whenIndexed();
    }
    const { index } = this.#kept;
    return index === undefined ? await this.#levelWithout(request) : levelOf(index, request);
  }

  /** The keys under a prefix, and maybe others, at a revision or now; `undefined` while they are not known yet. */
  async keys(prefix: Uint8Array, revision: bigint | undefined): Promise<KeyIndex | undefined> {
    const now = this.#kept.index;
    if (revision !== undefined && revision !== now?.revision) {
      this.#kept.requireSource();
      return await this.#past.indexAt(prefix, revision);
    }
    if (now === undefined) await this.whenIndexed();
    return this.#kept.index;
  }

  /** Where levels can be found, one waits only at the very start, for an index that is as quick to have. */
  async whenIndexed(): Promise<void> {
    const young = this.#source.children === undefined ? 0 : performance.now() - this.#bornAt;
    if (this.#patience > young) await this.#kept.whenIndexed(this.#patience - young);
  }

  async #levelAt(request: LevelRequest, revision: bigint): Promise<Level> {
    const now = this.#kept.index;
    if (now?.revision === revision) return levelOf(now, request);
    this.#kept.requireSource();
    const mayBeMany = now === undefined || now.count(request.prefix) > fewKeys;
    if (this.#source.children !== undefined && mayBeMany) return await this.#find(request);
    return levelOf(await this.#past.indexAt(request.prefix, revision), request);
  }

  async #levelWithout(request: LevelRequest): Promise<Level> {
    this.#kept.requireSource();
    return this.#source.children === undefined ? await this.#cutLevel(request) : await this.#find(request);
  }

  async #find({ prefix, cursor, limit, revision, signal }: LevelRequest): Promise<Level> {
    // One who knows of a newer revision must not be given what was asked for before it.
    const at = revision === undefined ? `after ${this.#kept.revision}` : String(revision);
    const question = [at, limit, latin1(prefix), cursor === undefined ? undefined : latin1(cursor)];
    const options = {
      limit,
      ...(cursor === undefined ? {} : { after: cursor }),
      ...(revision === undefined ? {} : { revision }),
    };
    const ask = async (stop: AbortSignal): Promise<FoundChildren> =>
      (await this.#source.children?.(prefix, { ...options, signal: stop })) ?? noChildren;
    const found = await this.#found.read(JSON.stringify(question), ask, signal);
    const isWhole = cursor === undefined && found.next === undefined;
    return isWhole ? { ...found, total: found.children.length } : found;
  }

  /** What a short listing shows. */
  async #cutLevel(request: LevelRequest): Promise<Level> {
    const { index, isWhole } = await this.#cut(request.prefix, request.signal);
    if (isWhole) return levelOf(index, request);
    const { total, before, children, ...level } = levelOf(index, request);
    return { ...level, children: children.map(({ chain, ...child }) => ({ ...child, countExact: false })) };
  }

  #cut(prefix: Uint8Array, signal: AbortSignal): Promise<CutIndex> {
    return this.#cuts.read(latin1(prefix), (stop) => this.#listCut(prefix, stop), signal);
  }

  async #listCut(prefix: Uint8Array, signal: AbortSignal): Promise<CutIndex> {
    const listing = cutAfter(this.#source.listKeys({ prefix, signal }), cutListing);
    const index = await KeyIndex.build(listing.pages);
    return { index, isWhole: !listing.isCut() };
  }
}

const noChildren: FoundChildren = { revision: 0n, children: [] };

function levelOf(index: KeyIndex, { prefix, cursor, part, limit }: LevelRequest): Level {
  const { children, ...page } =
    part === undefined ? index.children(prefix, { cursor, limit }) : index.part(prefix, part, limit);
  return {
    revision: index.revision,
    children: children.map((child) => {
      const chain = index.chainOf(child);
      return { ...child, countExact: true, ...(chain === undefined ? {} : { chain }) };
    }),
    ...page,
  };
}
