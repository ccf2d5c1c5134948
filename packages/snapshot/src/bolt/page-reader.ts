import { SnapshotDamage } from "../snapshot/damage.ts";
import type { SnapshotFile } from "../snapshot/file.ts";
import type { Meta } from "./meta.ts";
import { kindOf, type Page, type PageHeader, parseHeader } from "./page.ts";
import { PageWindow } from "./page-window.ts";

/** A page to be read: its number, the page that points to it, and how many branches are above it. */
export interface PagePlace {
  readonly id: number;
  readonly from: number;
  readonly depth: number;
}

export interface ReaderOptions {
  /** Pages share buffers: a page is valid until the next `fetch`, and not for good. */
  readonly isReused?: boolean;
}

/** The first two pages are the meta pages: no tree points to them. */
const firstTreePage = 2;
/** No request to etcd is that large; a page that claims more is damaged, and is not allocated. */
const largestRun = 64 * 1024 * 1024;
/** No tree that etcd can write is deeper; what is deeper shares a window. */
const mostWindows = 8;

/**
 * Pages by number, each checked to be what it claims. A window for each level of the tree, since the leaves of a log
 * mostly stand in the order of the file and its branches between them. One walk at a time.
 */
export class PageReader {
  readonly #file: SnapshotFile;
  readonly #meta: Meta;
  readonly #isReused: boolean;
  readonly #windows: PageWindow[] = [];
  /** Pages read so far, those that data runs over included. */
  pagesRead = 0;

  constructor(file: SnapshotFile, meta: Meta, { isReused = false }: ReaderOptions = {}) {
    this.#file = file;
    this.#meta = meta;
    this.#isReused = isReused;
  }

  get pageCount(): number {
    return this.#meta.pageCount;
  }

  /** A page with its overflow, or what is wrong with it; `undefined` where it has to be fetched first. */
  page(place: PagePlace): Page | SnapshotDamage | undefined {
    return orDamage(() => this.#held(place));
  }

  /** A page that was not in memory. */
  async fetch(place: PagePlace): Promise<Page | SnapshotDamage> {
    const { pageSize } = this.#meta;
    const offset = place.id * pageSize;
    const window = this.#window(place);
    await window.load(offset, pageSize);
    const length = orDamage(() => this.#lengthOf(place));
    if (length instanceof SnapshotDamage) return length;
    if (length > pageSize) await window.load(offset, length);
    return this.page(place) ?? new SnapshotDamage("the file ends inside a page", { page: place.id, offset });
  }

  #held(place: PagePlace): Page | undefined {
    const { id } = place;
    const offset = this.#offsetOf(place);
    const window = this.#window(place);
    const head = window.held(offset, this.#meta.pageSize);
    if (head === undefined) return undefined;
    const { flags, count, overflow } = this.#headerOf(head, id);
    const kind = kindOf(flags);
    if (kind === undefined)
      throw new SnapshotDamage(`a page of the tree has the kind 0x${flags.toString(16)}`, {
        page: id,
        offset,
      });
    const bytes = overflow === 0 ? head : window.held(offset, this.#runLength(id, overflow));
    if (bytes === undefined) return undefined;
    this.pagesRead += overflow + 1;
    return { id, offset, kind, count, bytes };
  }

  /** Bytes of a page with its overflow, by its beginning where that is in memory. */
  #lengthOf(place: PagePlace): number {
    const { pageSize } = this.#meta;
    const head = this.#window(place).held(place.id * pageSize, pageSize);
    return head === undefined ? pageSize : this.#runLength(place.id, this.#headerOf(head, place.id).overflow);
  }

  #offsetOf({ id, from }: PagePlace): number {
    const { pageSize, pageCount } = this.#meta;
    if (id >= firstTreePage && id < pageCount) return id * pageSize;
    const reason = `it points outside of the pages ${firstTreePage} to ${pageCount - 1}`;
    throw new SnapshotDamage(reason, { page: from, offset: from * pageSize });
  }

  #headerOf(head: Uint8Array, id: number): PageHeader {
    const header = parseHeader(head);
    if (header.id === id) return header;
    const offset = id * this.#meta.pageSize;
    throw new SnapshotDamage("the page carries the number of another", { page: id, offset });
  }

  #runLength(id: number, overflow: number): number {
    const { pageSize, pageCount } = this.#meta;
    const length = (overflow + 1) * pageSize;
    if (id + overflow < pageCount && length <= largestRun) return length;
    throw new SnapshotDamage(`a page claims ${overflow} more pages of data`, {
      page: id,
      offset: id * pageSize,
    });
  }

  #window({ depth }: PagePlace): PageWindow {
    const level = Math.min(depth, mostWindows - 1);
    const { pageCount, pageSize } = this.#meta;
    this.#windows[level] ??= new PageWindow(this.#file, {
      end: pageCount * pageSize,
      least: pageSize,
      isReused: this.#isReused,
    });
    return this.#windows[level];
  }
}

function orDamage<Result>(run: () => Result): Result | SnapshotDamage {
  try {
    return run();
  } catch (error) {
    if (error instanceof SnapshotDamage) return error;
    throw error;
  }
}
