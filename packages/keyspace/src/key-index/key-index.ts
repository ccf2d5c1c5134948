import { bytesId, compareBytes, joinBytes } from "../bytes/order.ts";
import type { KeyChild, KeyEvent, KeyEvents, KeyMeta, KeyPage } from "../source/source.ts";
import { chainOf } from "./chain.ts";
import { type ChildrenOptions, type ChildrenPage, countChildren, listChildren } from "./children.ts";
import type { KeyChunk, KeyRun } from "./chunk.ts";
import { type LevelPart, type PartOfLevel, partOfLevel } from "./part-of-level.ts";
import { SortedKeys } from "./sorted-keys.ts";

export interface IndexProgress {
  /** Keys so far. */
  readonly keys: number;
  /** Keys in all, where the source knows. */
  readonly total?: number;
}

export interface BuildOptions {
  /** Told after each page; `soFar` holds the keys up to there, and goes on growing. */
  readonly onProgress?: (progress: IndexProgress, soFar: KeyIndex) => void;
}

/** Keys that are bound to one lease. */
export interface BoundKeys {
  /** How many there are. */
  count: number;
  /** The first of them, in byte order. */
  readonly first: Uint8Array[];
}

/** Levels of this size are counted once; smaller ones are not worth remembering. */
const manyChildren = 100;

const zeroByte = Uint8Array.of(0);
const noBytes = new Uint8Array(0);

/** All keys of a source at one revision, without values: levels, counts and lookups in microseconds. */
export class KeyIndex {
  readonly #keys: SortedKeys;
  #revision: bigint;
  readonly #totals = new Map<string, number>();
  #totalsAt = 0;

  private constructor(keys: SortedKeys, revision: bigint) {
    this.#keys = keys;
    this.#revision = revision;
  }

  /**
   * Reads a listing to its end. Rejects with what the listing rejects with, and with `RangeError` when pages are
   * not in key order or not of one revision.
   */
  static async build(pages: AsyncIterable<KeyPage>, options: BuildOptions = {}): Promise<KeyIndex> {
    const keys = new SortedKeys();
    let index: KeyIndex | undefined;
    for await (const page of pages) {
      index ??= new KeyIndex(keys, page.revision);
      appendPage(keys, page, index.revision);
      const total = page.total === undefined ? {} : { total: page.total };
      options.onProgress?.({ keys: keys.size, ...total }, index);
    }
    if (index === undefined) {
      throw new RangeError("a listing has at least one page");
    }
    return index;
  }

  /** The revision at which every answer is true. */
  get revision(): bigint {
    return this.#revision;
  }

  get size(): number {
    return this.#keys.size;
  }

  /** Moves the index to the batch's revision. A batch that it already has changes nothing. */
  apply(batch: KeyEvents): void {
    if (batch.revision <= this.#revision) {
      return;
    }
    for (const event of batch.events) {
      this.#applyEvent(event);
    }
    this.#revision = batch.revision;
  }

  /** Keys that start with `prefix`; all keys for the empty one. */
  count(prefix: Uint8Array): number {
    return this.#keys.count(prefix);
  }

  /** The last key in byte order. */
  get last(): Uint8Array | undefined {
    return this.size === 0 ? undefined : this.#keys.keyAt(this.size - 1);
  }

  get(key: Uint8Array): KeyMeta | undefined {
    return this.#keys.get(key);
  }

  /** Direct children of a prefix in byte order of their names, a page at a time. */
  children(prefix: Uint8Array, options: ChildrenOptions): ChildrenPage {
    const run = listChildren(this.#keys, prefix, options);
    const isWhole = options.cursor === undefined && run.next === undefined;
    return { ...run, total: isWhole ? run.children.length : this.#total(prefix) };
  }

  /** The keys of every lease that has any: how many, and the first `most` of them. Looks at every key. */
  boundKeys(most: number): Map<bigint, BoundKeys> {
    const found = new Map<bigint, BoundKeys>();
    for (const chunk of this.#keys.chunks)
      for (let row = 0; row < chunk.count; row++) {
        const lease = chunk.leaseAt(row);
        if (lease !== 0n) bind(found, lease, chunk, row, most);
      }
    return found;
  }

  /** Keys bound to one lease, in byte order, behind the key `after`. */
  keysOfLease(lease: bigint, most: number, after?: Uint8Array): Uint8Array[] {
    const keys: Uint8Array[] = [];
    for (const chunk of this.#keys.chunks)
      for (let row = 0; row < chunk.count && keys.length < most; row++)
        if (chunk.leaseAt(row) === lease && (after === undefined || chunk.compareAt(row, after) > 0))
          keys.push(chunk.keyAt(row));
    return keys;
  }

  /** All keys as they are at this revision, in order; later changes do not touch them. */
  runs(): readonly KeyRun[] {
    return this.#keys.runs();
  }

  /** Some direct children of a prefix that need not be the first. */
  part(prefix: Uint8Array, part: LevelPart, limit: number): PartOfLevel & { readonly total: number } {
    return { ...partOfLevel(this.#keys, prefix, part, Math.max(1, limit)), total: this.#total(prefix) };
  }

  /**
   * The key of the last prefix in a row of prefixes with one child each, which begins at a child that is no key;
   * `undefined` where there is a choice at once.
   */
  chainOf(child: KeyChild): Uint8Array | undefined {
    return chainOf(this.#keys, child);
  }

  /** Keys that start with `prefix`, in byte order, behind the key `after`. Changes in between are seen, never torn. */
  *entries(prefix: Uint8Array = noBytes, after?: Uint8Array): Generator<KeyMeta> {
    const keys = this.#keys;
    let ordinal = this.#firstOf(prefix, after);
    let end = keys.prefixBound(prefix);
    let changes = keys.changes;
    while (ordinal < end) {
      const meta = keys.metaAt(ordinal);
      yield meta;
      ordinal++;
      if (changes !== keys.changes) {
        ordinal = this.#firstOf(prefix, meta.key);
        end = keys.prefixBound(prefix);
        changes = keys.changes;
      }
    }
  }

  /** Counting a flat level looks at all its keys: once, until a key comes or goes. */
  #total(prefix: Uint8Array): number {
    if (this.#totalsAt !== this.#keys.changes) {
      this.#totalsAt = this.#keys.changes;
      this.#totals.clear();
    }
    const id = bytesId(prefix);
    const total = this.#totals.get(id) ?? countChildren(this.#keys, prefix);
    if (total >= manyChildren) {
      this.#totals.set(id, total);
    }
    return total;
  }

  #firstOf(prefix: Uint8Array, after: Uint8Array | undefined): number {
    if (after === undefined || compareBytes(after, prefix) < 0) {
      return this.#keys.lowerBound(prefix);
    }
    return this.#keys.lowerBound(joinBytes(after, zeroByte));
  }

  #applyEvent(event: KeyEvent): void {
    if (event.type === "delete") {
      this.#keys.remove(event.key);
    } else {
      this.#keys.put(event.meta);
    }
  }
}

function bind(
  found: Map<bigint, BoundKeys>,
  lease: bigint,
  chunk: KeyChunk,
  row: number,
  most: number,
): void {
  const bound = found.get(lease) ?? { count: 0, first: [] };
  bound.count++;
  if (bound.first.length < most) bound.first.push(chunk.keyAt(row));
  found.set(lease, bound);
}

function appendPage(keys: SortedKeys, page: KeyPage, revision: bigint): void {
  if (page.revision !== revision) {
    throw new RangeError(`a listing at revision ${revision} has a page of revision ${page.revision}`);
  }
  for (const meta of page.keys) {
    keys.append(meta);
  }
}
