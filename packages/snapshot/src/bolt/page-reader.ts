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

  /** A page with its overflow; `undefined` where it is not in memory, and has to be fetched first. */
  page(place: PagePlace): Page | undefined {
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

  /** A page that was not in memory. */
  async fetch(place: PagePlace): Promise<Page> {
    const offset = this.#offsetOf(place);
    const window = this.#window(place);
    await window.load(offset, this.#meta.pageSize);
    const head = window.held(offset, this.#meta.pageSize);
    const overflow = head === undefined ? 0 : this.#headerOf(head, place.id).overflow;
    if (overflow > 0) await window.load(offset, this.#runLength(place.id, overflow));
    const page = this.page(place);
    if (page === undefined)
      throw new SnapshotDamage("the file ends inside a page", { page: place.id, offset });
    return page;
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
