import { SnapshotDamage } from "../snapshot/damage.ts";
import type { SnapshotFile } from "../snapshot/file.ts";
import type { Meta } from "./meta.ts";
import { kindOf, type Page, pageHeaderSize, parseHeader } from "./page.ts";

/** The first two pages are the meta pages: no tree points to them. */
const firstTreePage = 2;
/** No request to etcd is that large; a page that claims more is damaged, and is not allocated. */
const largestRun = 64 * 1024 * 1024;
const largestWindow = 1024 * 1024;

interface Window {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Pages by number, each checked to be what it claims. Reads ahead in growing steps where pages are asked for in the
 * order of the file, as the leaves of a log mostly are. One walk at a time.
 */
export class PageReader {
  readonly #file: SnapshotFile;
  readonly #meta: Meta;
  #window: Window = { offset: 0, bytes: new Uint8Array(0) };
  #ahead: number;
  /** Pages read so far, those that data runs over included. */
  pagesRead = 0;

  constructor(file: SnapshotFile, meta: Meta) {
    this.#file = file;
    this.#meta = meta;
    this.#ahead = meta.pageSize;
  }

  get pageCount(): number {
    return this.#meta.pageCount;
  }

  /** A page with its overflow. `from` is the page that points to it. */
  async page(id: number, from: number): Promise<Page> {
    const { pageSize, pageCount } = this.#meta;
    if (id < firstTreePage || id >= pageCount) {
      const reason = `it points outside of the pages ${firstTreePage} to ${pageCount - 1}`;
      throw new SnapshotDamage(reason, { page: from, offset: from * pageSize });
    }
    const place = { page: id, offset: id * pageSize };
    const header = parseHeader(await this.#bytes(place.offset, pageSize, pageHeaderSize));
    if (header.id !== id) throw new SnapshotDamage("the page carries the number of another", place);
    const kind = kindOf(header.flags);
    if (kind === undefined)
      throw new SnapshotDamage(`a page of the tree has the kind 0x${header.flags.toString(16)}`, place);
    const length = this.#runLength(id, header.overflow);
    const bytes = await this.#bytes(place.offset, length, length);
    this.pagesRead += header.overflow + 1;
    return { id, offset: place.offset, kind, count: header.count, bytes };
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

  /** `length` bytes, of which the first `least` must exist. */
  async #bytes(offset: number, length: number, least: number): Promise<Uint8Array> {
    const start = offset - this.#window.offset;
    if (start < 0 || start + length > this.#window.bytes.length) await this.#moveTo(offset, length);
    const from = offset - this.#window.offset;
    const bytes = this.#window.bytes.subarray(from, from + length);
    if (bytes.length < least) throw new SnapshotDamage("the file ends inside a page", { offset });
    return bytes;
  }

  async #moveTo(offset: number, length: number): Promise<void> {
    const end = this.#window.offset + this.#window.bytes.length;
    const isAhead = offset >= this.#window.offset && offset <= end + this.#ahead;
    const ahead = isAhead ? this.#ahead * 2 : this.#ahead / 4;
    this.#ahead = Math.min(largestWindow, Math.max(this.#meta.pageSize, ahead));
    const rest = this.#meta.pageCount * this.#meta.pageSize - offset;
    const bytes = await this.#file.read(offset, Math.min(rest, Math.max(length, this.#ahead)));
    this.#window = { offset, bytes };
  }
}
