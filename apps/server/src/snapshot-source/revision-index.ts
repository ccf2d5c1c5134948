import { setImmediate } from "node:timers/promises";
import type { KeyMeta } from "@etcdscope/keyspace";
import type { Snapshot } from "@etcdscope/snapshot";
import { sortKeys } from "./key-order.ts";
import { KeyTable } from "./key-table.ts";
import { type Change, RevisionTable } from "./revision-table.ts";

export interface IndexOptions {
  /** Seed of the key hash. */
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** All keys and all changes of a snapshot, without values: what answers a read at any revision. */
export class RevisionIndex {
  /** The newest revision; 1 is that of a store in which nothing was ever changed. */
  readonly revision: bigint;
  /** The oldest revision whose state can be read. */
  readonly oldestRevision: bigint;
  /** Keys that exist at the newest revision. */
  readonly keyCount: number;
  readonly #keys: KeyTable;
  readonly #changes: RevisionTable;
  readonly #order: Uint32Array;

  /** `compactRevision` is `undefined` where it is not known: then no state but the newest is sure to be whole. */
  private constructor(
    keys: KeyTable,
    order: Uint32Array,
    changes: RevisionTable,
    compactRevision: bigint | undefined,
  ) {
    this.#keys = keys;
    this.#order = order;
    this.#changes = changes;
    // After a compaction nothing may be left of the newest revisions: the compaction's own counts then.
    const last = changes.size === 0 ? 0n : changes.revision(changes.size - 1);
    this.revision = largest(1n, last, compactRevision ?? 0n);
    this.oldestRevision = largest(1n, compactRevision ?? this.revision);
    this.keyCount = changes.alive;
  }

  /** Whether there is no change at all. */
  get isEmpty(): boolean {
    return this.#changes.size === 0;
  }

  /** One pass over the history. */
  static async build(snapshot: Snapshot, options: IndexOptions): Promise<RevisionIndex> {
    const keys = new KeyTable(options.seed);
    const changes = new RevisionTable();
    await snapshot.history((change) => {
      const { keyStart, keyEnd } = change.record;
      changes.append(keys.intern(change.bytes, keyStart, keyEnd), change);
    }, options.signal);
    const order = await sortKeys(keys, () => setImmediate(undefined));
    options.signal?.throwIfAborted();
    return new RevisionIndex(keys, order, changes, snapshot.facts.compactRevision);
  }

  /** The key as it was at a revision; `undefined` where it did not exist. */
  find(key: Uint8Array, revision: bigint): Change | undefined {
    const id = this.#keys.find(key);
    const row = id === undefined ? undefined : this.#changes.liveRow(id, revision);
    return row === undefined ? undefined : this.#changes.change(row);
  }

  /** Keys with the prefix as they were at a revision, in byte order. */
  *list(prefix: Uint8Array, revision: bigint): Generator<KeyMeta, void, void> {
    const end = this.#firstNot((key) => Buffer.compare(key.subarray(0, prefix.length), prefix) <= 0);
    for (let at = this.#firstNot((key) => Buffer.compare(key, prefix) < 0); at < end; at++) {
      const id = this.#order[at] ?? 0;
      const row = this.#changes.liveRow(id, revision);
      if (row !== undefined) yield this.#changes.meta(this.#keys.copy(id), row);
    }
  }

  /** The key's changes that can still be read, oldest first, deletions included. */
  history(key: Uint8Array): Change[] {
    const id = this.#keys.find(key);
    const changes: Change[] = [];
    for (const row of id === undefined ? [] : this.#changes.rowsOf(id)) {
      const change = this.#changes.change(row);
      const isOldest = change.modRevision <= this.oldestRevision;
      // Of what a compaction leaves behind, etcd answers only with the value that is still current at its revision.
      if (!isOldest || !change.isDeletion || change.modRevision === this.oldestRevision) changes.push(change);
      if (isOldest) break;
    }
    return changes.reverse();
  }

  /** The place in the order of the first key of which `isBefore` no longer holds. */
  #firstNot(isBefore: (key: Uint8Array) => boolean): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.#keys.bytes(this.#order[middle] ?? 0))) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function largest(...revisions: readonly bigint[]): bigint {
  let found = 0n;
  for (const revision of revisions) if (revision > found) found = revision;
  return found;
}
