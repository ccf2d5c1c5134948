import { SnapshotDamage } from "../snapshot/damage.ts";
import type { SnapshotFile } from "../snapshot/file.ts";
import { dataEndOf, elementsEndOf } from "./elements.ts";
import type { Meta } from "./meta.ts";
import { kindOf, type Page, type PageHeader, parseHeader } from "./page.ts";
import type { PageClaims } from "./page-claims.ts";
import { PageWindow } from "./page-window.ts";

/** A page to be read: its number, the page that points to it, and how many branches are above it. */
export interface PagePlace {
  readonly id: number;
  readonly from: number;
  readonly depth: number;
}

/** The pages of a file, as its newest meta page and its size have them. */
export interface PageLayout extends Pick<Meta, "pageSize" | "pageCount"> {
  /** Pages that the file has, of which the last may be cut off; never more than `pageCount`. */
  readonly filePages: number;
}

export interface ReaderOptions {
  /** Pages share buffers: a page is valid until the next `fetch`, and not for good. */
  readonly isReused?: boolean;
  /** What the walk takes: no page is read before it is taken, so that none is read twice. */
  readonly claims: PageClaims;
}

/** A page whose header is known: what it claims to be, and how many bytes that are. */
interface Run extends Omit<Page, "bytes"> {
  readonly length: number;
}

/** The first two pages are the meta pages: no tree points to them. */
const firstTreePage = 2;
/** No request to etcd is that large; a page that claims more is damaged, and is not allocated. */
const largestRun = 64 * 1024 * 1024;
/** No tree that etcd can write is deeper; what is deeper shares a window. */
const mostWindows = 8;

/**
 * Pages by number, each checked to be what it claims, and each read once. A window for each level of the tree, since
 * the leaves of a log mostly stand in the order of the file and its branches between them. One walk at a time.
 */
export class PageReader {
  readonly #file: SnapshotFile;
  readonly #layout: PageLayout;
  readonly #isReused: boolean;
  readonly #claims: PageClaims;
  readonly #windows: PageWindow[] = [];
  /** Pages read so far, those that data runs over included. */
  pagesRead = 0;

  constructor(file: SnapshotFile, layout: PageLayout, { isReused = false, claims }: ReaderOptions) {
    this.#file = file;
    this.#layout = layout;
    this.#isReused = isReused;
    this.#claims = claims;
  }

  /** A page with its overflow, or what is wrong with it; `undefined` where it has to be fetched first. */
  page(place: PagePlace): Page | SnapshotDamage | undefined {
    try {
      const { id } = place;
      this.#checkPlace(place);
      const window = this.#window(place);
      const run = this.#runAt(window, id);
      const bytes = run === undefined ? undefined : window.held(run.offset, run.length);
      if (run === undefined || bytes === undefined) return undefined;
      this.#take(id, id, this.#layout.pageSize);
      checkFill(run, bytes, this.#layout.pageSize);
      this.#take(id, id + 1, run.length);
      return this.#pageOf(run, bytes, window);
    } catch (error) {
      return damageOf(error);
    }
  }

  /** A page that was not in memory: `page` has just answered so. */
  async fetch(place: PagePlace): Promise<Page | SnapshotDamage> {
    try {
      const { id } = place;
      const { pageSize } = this.#layout;
      const window = this.#window(place);
      this.#take(id, id, pageSize);
      await window.load(id * pageSize, pageSize);
      const run = this.#runAt(window, id) ?? this.#cutOff(id);
      const elements = Math.min(run.length, elementsEndOf(run.count));
      this.#take(id, id + 1, elements);
      checkFill(run, await this.#loaded(window, run, elements), pageSize);
      this.#take(id, Math.max(id + 1, id + Math.ceil(elements / pageSize)), run.length);
      return this.#pageOf(run, await this.#loaded(window, run, run.length), window);
    } catch (error) {
      return damageOf(error);
    }
  }

  /** The first bytes of a run, which are read where they are not held. */
  async #loaded(window: PageWindow, { id, offset }: Run, length: number): Promise<Uint8Array> {
    if (window.held(offset, length) === undefined) await window.load(offset, length);
    return window.held(offset, length) ?? this.#cutOff(id);
  }

  #pageOf({ id, offset, kind, count }: Run, bytes: Uint8Array, window: PageWindow): Page {
    window.spent(bytes.length);
    this.pagesRead += bytes.length / this.#layout.pageSize;
    return { id, offset, kind, count, bytes };
  }

  /** What a page claims to be, by its beginning where that is in memory. */
  #runAt(window: PageWindow, id: number): Run | undefined {
    const { pageSize } = this.#layout;
    const offset = id * pageSize;
    const head = window.held(offset, pageSize);
    if (head === undefined) return undefined;
    const { flags, count, overflow } = this.#headerOf(head, id);
    const kind = kindOf(flags);
    if (kind === undefined)
      throw this.#damaged(id, `a page of the tree has the kind 0x${flags.toString(16)}`);
    return { id, offset, kind, count, length: this.#runLength(id, overflow) };
  }

  #checkPlace({ id, from }: PagePlace): void {
    const { pageCount, filePages } = this.#layout;
    if (!(id >= firstTreePage && id < pageCount))
      throw this.#damaged(from, `it points outside of the pages ${firstTreePage} to ${pageCount - 1}`);
    if (id >= filePages) throw this.#damaged(id, "the file ends before this page");
    const taken = this.#claims.taken(id);
    if (taken === "twice") throw this.#damaged(id, "two ways in the tree lead to the same page");
    if (taken === "elsewhere") throw this.#damaged(id, "the page belongs to the tree of another bucket too");
  }

  /** Takes the pages of a run of `length` bytes from the page `first` on. */
  #take(id: number, first: number, length: number): void {
    const end = id + Math.ceil(length / this.#layout.pageSize);
    const other = this.#claims.take(first, end);
    if (other === undefined) return;
    throw this.#damaged(id, `its data would run over page ${other}, which belongs to another page too`);
  }

  #headerOf(head: Uint8Array, id: number): PageHeader {
    const header = parseHeader(head);
    if (header.id === id) return header;
    throw this.#damaged(id, "the page carries the number of another");
  }

  #runLength(id: number, overflow: number): number {
    const { pageSize, pageCount, filePages } = this.#layout;
    const length = (overflow + 1) * pageSize;
    if (id + overflow >= pageCount || length > largestRun)
      throw this.#damaged(id, `a page claims ${overflow} more pages of data`);
    return id + overflow < filePages ? length : this.#cutOff(id);
  }

  #cutOff(id: number): never {
    throw this.#damaged(id, "the file ends inside a page");
  }

  #damaged(id: number, reason: string): SnapshotDamage {
    return new SnapshotDamage(reason, { page: id, offset: id * this.#layout.pageSize });
  }

  #window({ depth }: PagePlace): PageWindow {
    const level = Math.min(depth, mostWindows - 1);
    const { filePages, pageSize } = this.#layout;
    this.#windows[level] ??= new PageWindow(this.#file, {
      end: filePages * pageSize,
      least: pageSize,
      isReused: this.#isReused,
    });
    return this.#windows[level];
  }
}

/**
 * bbolt takes as many pages as a node's data needs, or, in its first releases, one more where the data ends with a page.
 * A page that claims more than its last element reaches would take pages away from their owners.
 */
function checkFill({ id, offset, kind, count, length }: Run, bytes: Uint8Array, pageSize: number): void {
  if (length === pageSize) return;
  const end = dataEndOf(kind, count, bytes);
  if (end === undefined || length / pageSize <= Math.floor(end / pageSize) + 1) return;
  const reason = `a page claims ${length / pageSize - 1} more pages, and its data fills ${Math.floor(end / pageSize)}`;
  throw new SnapshotDamage(reason, { page: id, offset });
}

/** What is wrong with the file; all else is thrown. */
function damageOf(error: unknown): SnapshotDamage {
  if (error instanceof SnapshotDamage) return error;
  throw error;
}
