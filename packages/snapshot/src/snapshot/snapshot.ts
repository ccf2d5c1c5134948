import type { LeafElement } from "../bolt/elements.ts";
import type { FreelistVerdict } from "../bolt/freelist.ts";
import { type FoundMeta, findMeta, type Meta } from "../bolt/meta.ts";
import type { StoredChange } from "../revision/change-reader.ts";
import type { StoreMeta } from "../revision/store-meta.ts";
import { NotASnapshot, type OnDamage, refuse, SnapshotDamage } from "./damage.ts";
import type { SnapshotFile } from "./file.ts";
import { databaseSize } from "./trailer.ts";
import { historyBucket, Trees } from "./trees.ts";

export interface SnapshotFacts {
  /** Bytes in a page of the file. */
  readonly pageSize: number;
  /** Pages in use or free, the two meta pages included. */
  readonly pageCount: number;
  /** The transaction of bbolt that the file shows. */
  readonly txid: bigint;
  /** Names of all buckets in byte order. */
  readonly buckets: readonly string[];
  readonly store: StoreMeta;
  /**
   * Everything older is compacted and cannot be read; a state at this revision can. 0 where nothing was compacted;
   * absent where what tells it is damaged.
   */
  readonly compactRevision: bigint | undefined;
  /** What a reader should be told: each a sentence. */
  readonly warnings: readonly string[];
}

/** An opened snapshot. Nothing of its history is in memory. */
export interface Snapshot {
  readonly facts: SnapshotFacts;
  /** Tells the whole history in order, some thousands of changes without a pause. A change lasts until `visit` returns. */
  history(visit: (change: StoredChange) => void, signal?: AbortSignal): Promise<void>;
  /**
   * Walks the trees that nothing was read of so far, and compares the stored list of free pages with the pages that
   * trees hold: `undefined` where the file has no such list, as most of etcd have not. The history is read before.
   */
  account(signal?: AbortSignal): Promise<FreelistVerdict | undefined>;
  /** Bytes in the pages that trees hold: those of every bucket that was read to its end so far, and of the list of them. */
  readonly bytesInUse: number;
  /** Keys and values of any bucket as they are stored, leaf by leaf; nothing where there is no such bucket. */
  entries(bucket: string, signal?: AbortSignal): AsyncGenerator<LeafElement[], void, void>;
}

export interface ReadSnapshotOptions {
  /**
   * Told of each page that is damaged, now or while the history is read; reading goes on without it. What leads to the
   * history must be whole all the same: a meta page, the list of buckets, the first page of the bucket `key`. Without
   * this all damage ends the reading.
   */
  readonly onDamage?: OnDamage | undefined;
}

/**
 * Opens etcd's database file (bbolt), as `etcdctl snapshot save` writes it or as a copy of `member/snap/db`.
 * Reads the meta pages and the list of buckets only.
 *
 * @throws NotASnapshot where the file is something else, SnapshotDamage where it contradicts itself.
 */
export async function readSnapshot(
  file: SnapshotFile,
  { onDamage }: ReadSnapshotOptions = {},
): Promise<Snapshot> {
  const tell = onDamage ?? refuse;
  const meta = await findMeta(file);
  if (meta.damaged !== undefined) onDamage?.(meta.damaged);
  const size = databaseSize(await file.size());
  checkSize(meta, size, tell);
  const trees = new Trees(file, meta, size, tell);
  await trees.readList();
  if (!trees.names.includes(historyBucket))
    throw new NotASnapshot("The file is a bbolt database, but not one of etcd: it has no bucket named key.");
  const store = await trees.readStoreMeta();
  return {
    facts: factsOf(meta, trees.names, store),
    get bytesInUse() {
      return trees.bytesInUse;
    },
    entries: (name, signal) => trees.entries(name, signal),
    history: (visit, signal) => trees.history(visit, signal),
    account: (signal) => trees.account(signal),
  };
}

/** The high-water mark tells how large the file was; what is missing may be any page. */
function checkSize({ pageCount, pageSize }: Meta, size: number, onDamage: OnDamage): void {
  if (size >= pageCount * pageSize) return;
  const reason = `the file was cut off: it has ${size} of ${pageCount * pageSize} bytes`;
  onDamage(new SnapshotDamage(reason, { page: Math.floor(size / pageSize), offset: size }));
}

function factsOf(meta: FoundMeta, buckets: readonly string[], store: StoreMeta | undefined): SnapshotFacts {
  const warning =
    "One of the two meta pages is damaged; what is shown may be an older state than the last written.";
  return {
    pageSize: meta.pageSize,
    pageCount: meta.pageCount,
    txid: meta.txid,
    buckets,
    store: store ?? {},
    compactRevision: store === undefined ? undefined : compactRevisionOf(store),
    warnings: meta.damaged === undefined ? [] : [warning],
  };
}

/** A compaction that was only promised is carried out when etcd starts on this file. */
function compactRevisionOf(store: StoreMeta): bigint {
  const { finishedCompactRevision: finished = 0n, scheduledCompactRevision: scheduled = 0n } = store;
  if (scheduled > finished) return scheduled;
  return finished;
}
