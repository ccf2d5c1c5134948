import { keyNameOf } from "@etcdscope/contract";
import {
  compareBytes,
  type FoundKey,
  joinBytes,
  type KeyPage,
  type KeyRun,
  type KeySource,
  type SearchPattern,
  searchKeys,
} from "@etcdscope/keyspace";
import { around, type Stretch } from "./search-ground.ts";

/** How far a search has come that walks over keys without an index: all that is needed to go on. */
export interface WalkPlace {
  /** The state that all of it is true at; unknown before the first page. */
  readonly revision?: bigint | undefined;
  /** Stretches that were walked to their end. */
  readonly done: number;
  /** The last key that was looked at in the stretch behind these. */
  readonly after?: Uint8Array | undefined;
  /** Keys that fit, and keys looked at, so far. */
  readonly total: number;
  readonly searched: number;
  /** Keys looked at of each prefix, those of what is nested in it too. */
  readonly counts: readonly number[];
  /** What an index that is still being built held when the search began: these keys come before the walk. */
  readonly indexed?: { readonly keys: number; readonly until: Uint8Array } | undefined;
}

export interface WalkLimits {
  /** Keys read for one answer, but for what the last page has above it. */
  readonly keys: number;
  /** Milliseconds until one answer; the first keys are waited for longer, or a slow source would never be searched. */
  readonly milliseconds: number;
}

export interface Walk {
  readonly prefixes: readonly Uint8Array[];
  readonly stretches: readonly Stretch[];
  readonly place: WalkPlace;
  /** Keys given at most. */
  readonly limit: number;
  readonly limits: WalkLimits;
  /** Lets others go first. */
  readonly pause: () => Promise<void> | undefined;
}

export interface Walked {
  readonly found: readonly FoundKey[];
  readonly place: WalkPlace;
}

/** Goes on with a search without an index: stops at a number of keys or after a time, wherever it is then. */
export async function walkKeys(
  source: KeySource,
  pattern: SearchPattern,
  walk: Walk,
  signal: AbortSignal,
): Promise<Walked> {
  const walker = new Walker(source, pattern, walk, signal);
  await walker.walk();
  return walker.result();
}

const noBytes = new Uint8Array(0);
const zeroByte = Uint8Array.of(0);

class Walker {
  readonly #source: KeySource;
  readonly #pattern: SearchPattern;
  readonly #walk: Walk;
  readonly #signal: AbortSignal;
  readonly #late = new AbortController();
  readonly #found: FoundKey[] = [];
  readonly #counts: number[];
  #revision: bigint | undefined;
  #done: number;
  #after: Uint8Array | undefined;
  #total: number;
  #read = 0;
  #isTimeOver = false;

  constructor(source: KeySource, pattern: SearchPattern, walk: Walk, signal: AbortSignal) {
    this.#source = source;
    this.#pattern = pattern;
    this.#walk = walk;
    this.#signal = signal;
    const { revision, done, after, total, counts } = walk.place;
    this.#revision = revision;
    this.#done = done;
    this.#after = after;
    this.#total = total;
    this.#counts = [...counts];
  }

  async walk(): Promise<void> {
    const timer = setTimeout(() => {
      this.#isTimeOver = true;
      this.#stopWhenLate();
    }, this.#walk.limits.milliseconds);
    try {
      for (const stretch of this.#walk.stretches.slice(this.#done)) {
        if (!(await this.#goOver(stretch))) return;
        this.#done++;
        this.#after = undefined;
        this.#stopWhenLate();
      }
    } catch (error) {
      // What was covered until now is an answer too.
      if (this.#signal.aborted || !this.#late.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
      // A page that is on its way is not wanted any more.
      this.#late.abort();
    }
  }

  result(): Walked {
    return {
      found: this.#found,
      place: {
        ...this.#walk.place,
        revision: this.#revision,
        done: this.#done,
        after: this.#after,
        total: this.#total,
        searched: this.#walk.place.searched + this.#read,
        counts: this.#counts,
      },
    };
  }

  /** Says whether the end was reached. */
  async #goOver(stretch: Stretch): Promise<boolean> {
    const { prefix, until } = stretch;
    const counted = around(this.#walk.prefixes, prefix);
    const pages = this.#source.listKeys({
      from: this.#after === undefined ? stretch.from : joinBytes(this.#after, zeroByte),
      ...(until === undefined ? {} : { until }),
      ...(this.#revision === undefined ? {} : { revision: this.#revision }),
      signal: AbortSignal.any([this.#signal, this.#late.signal]),
    });
    for await (const page of pages) {
      this.#revision ??= page.revision;
      if (page.keys.length === 0) continue;
      if (this.#read >= this.#walk.limits.keys) return false;
      if (!(await this.#take(page, counted)) || this.#stopWhenLate()) return false;
    }
    return true;
  }

  /** Says whether it looked at the whole page. */
  async #take({ keys }: KeyPage, counted: readonly number[]): Promise<boolean> {
    const { limit, pause } = this.#walk;
    const left = limit - this.#found.length;
    const textOf = (key: Uint8Array): string => keyNameOf(key).key;
    const options = { prefix: noBytes, limit: left, textOf, pause };
    const { found, total, next } = await searchKeys([runOf(keys)], this.#pattern, options);
    if (total > 0 && left === 0) return false;
    const looked = next === undefined ? keys.length : countUpTo(keys, next);
    this.#found.push(...found);
    this.#total += found.length;
    this.#read += looked;
    for (const at of counted) this.#counts[at] = (this.#counts[at] ?? 0) + looked;
    this.#after = keys[looked - 1]?.key;
    return next === undefined;
  }

  #stopWhenLate(): boolean {
    const hasCome = this.#read > 0 || this.#done > this.#walk.place.done;
    if (hasCome && this.#isTimeOver) this.#late.abort();
    return this.#late.signal.aborted;
  }
}

function countUpTo(keys: KeyPage["keys"], last: Uint8Array): number {
  return keys.findIndex(({ key }) => compareBytes(key, last) === 0) + 1;
}

/** The keys of a page one behind the other. */
function runOf(keys: KeyPage["keys"]): KeyRun {
  const ends = new Uint32Array(keys.length);
  let end = 0;
  for (const [at, { key }] of keys.entries()) {
    end += key.length;
    ends[at] = end;
  }
  const bytes = new Uint8Array(end);
  for (const [at, { key }] of keys.entries()) bytes.set(key, (ends[at] ?? 0) - key.length);
  return { bytes, ends };
}
