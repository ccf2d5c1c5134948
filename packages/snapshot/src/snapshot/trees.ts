import { type Bucket, bucketOf, entries, leaves } from "../bolt/bucket.ts";
import type { LeafElement } from "../bolt/elements.ts";
import { checkFreelist, type FreelistVerdict } from "../bolt/freelist.ts";
import type { Meta } from "../bolt/meta.ts";
import { PageOwners } from "../bolt/page-claims.ts";
import { type PageLayout, PageReader } from "../bolt/page-reader.ts";
import { ChangeReader, type StoredChange } from "../revision/change-reader.ts";
import { type StoreMeta, storeMetaOf } from "../revision/store-meta.ts";
import { type OnDamage, SnapshotDamage } from "./damage.ts";
import type { SnapshotFile } from "./file.ts";

/** The bucket of all revisions, which every database of etcd has. */
export const historyBucket = "key";
/** The tree that lists the buckets: no bucket has an empty name. */
const listTree = "";
const metaPages = 2;

/** The trees of one file: who walks any of them takes its pages, so that no page is read for two of them. */
export class Trees {
  readonly #file: SnapshotFile;
  readonly #meta: Meta;
  readonly #layout: PageLayout;
  readonly #onDamage: OnDamage;
  readonly #owners = new PageOwners();
  readonly #buckets = new Map<string, Bucket>();
  /** Pages of each tree that was read to its end. */
  readonly #pages = new Map<string, number>();
  #isWhole = true;

  /** `size`: bytes of the database, without the sha256 behind it. */
  constructor(file: SnapshotFile, meta: Meta, size: number, onDamage: OnDamage) {
    const { pageSize, pageCount } = meta;
    this.#file = file;
    this.#meta = meta;
    this.#layout = { pageSize, pageCount, filePages: Math.min(pageCount, Math.ceil(size / pageSize)) };
    this.#onDamage = (damage) => {
      this.#isWhole = false;
      onDamage(damage);
    };
  }

  /** Names of the buckets in byte order. */
  get names(): string[] {
    return [...this.#buckets.keys()];
  }

  get bytesInUse(): number {
    const inTrees = [...this.#pages.values()].reduce((sum, read) => sum + read, 0);
    return (metaPages + inTrees) * this.#meta.pageSize;
  }

  /** Reads which buckets there are. */
  async readList(): Promise<void> {
    const decoder = new TextDecoder();
    const list = { rootPage: this.#meta.rootPage, from: 0 };
    for await (const elements of this.#walk(listTree, list))
      for (const element of elements)
        if (element.isBucket) this.#buckets.set(decoder.decode(element.key), bucketOf(element));
  }

  /** What the bucket `meta` says; `undefined` where it is damaged, for then nothing in it is known to be the newest. */
  async readStoreMeta(): Promise<StoreMeta | undefined> {
    let store: StoreMeta = {};
    const isWhole = await this.#tellDamage(async () => {
      for await (const elements of this.entries("meta")) store = { ...store, ...storeMetaOf(elements) };
    });
    return isWhole ? store : undefined;
  }

  async *entries(name: string, signal?: AbortSignal): AsyncGenerator<LeafElement[], void, void> {
    const bucket = this.#buckets.get(name);
    if (bucket !== undefined) yield* this.#walk(name, bucket, signal);
  }

  async history(visit: (change: StoredChange) => void, signal?: AbortSignal): Promise<void> {
    const bucket = this.#buckets.get(historyBucket);
    if (bucket === undefined) return;
    const reader = this.#reader(historyBucket, true);
    const changes = new ChangeReader();
    for await (const held of leaves(reader, bucket, this.#onDamage)) {
      for (const leaf of held) changes.read(leaf, visit, this.#onDamage);
      signal?.throwIfAborted();
    }
    this.#pages.set(historyBucket, reader.pagesRead);
  }

  async account(signal?: AbortSignal): Promise<FreelistVerdict | undefined> {
    for (const name of this.names)
      if (name !== historyBucket && name !== "meta")
        await this.#tellDamage(() => this.#walkToEnd(name, signal));
    const { freelistPage } = this.#meta;
    if (freelistPage === undefined) return undefined;
    const isWhole = this.#isWhole && this.#pages.has(historyBucket);
    const options = { firstPage: freelistPage, owners: this.#owners, isWhole, signal };
    return await checkFreelist(this.#file, this.#layout, options);
  }

  async #walkToEnd(name: string, signal?: AbortSignal): Promise<void> {
    // etcd nests no buckets; what such a one holds is not counted.
    for await (const elements of this.entries(name, signal))
      if (elements.some(({ isBucket }) => isBucket)) this.#isWhole = false;
  }

  async *#walk(
    name: string,
    bucket: Bucket,
    signal?: AbortSignal,
  ): AsyncGenerator<LeafElement[], void, void> {
    const reader = this.#reader(name, false);
    for await (const elements of entries(reader, bucket)) {
      signal?.throwIfAborted();
      yield elements;
    }
    this.#pages.set(name, reader.pagesRead);
  }

  #reader(name: string, isReused: boolean): PageReader {
    return new PageReader(this.#file, this.#layout, { isReused, claims: this.#owners.walk(name) });
  }

  /** Whether nothing that `read` reads is damaged. */
  async #tellDamage(read: () => Promise<void>): Promise<boolean> {
    try {
      await read();
      return true;
    } catch (error) {
      if (!(error instanceof SnapshotDamage)) throw error;
      this.#onDamage(error);
      return false;
    }
  }
}
