import type { SnapshotFile } from "../snapshot/file.ts";
import { fnv1a64 } from "./fnv.ts";

export type Entry = readonly [key: Uint8Array, value: Uint8Array];

export interface DatabaseOptions {
  readonly pageSize?: number;
  /** Children of a branch at most: small numbers make deep trees. */
  readonly fanout?: number;
  /** Buckets that go into the root bucket's leaf. */
  readonly inline?: readonly string[];
  /** The first page of the trees; those before are free. */
  readonly firstPage?: number;
  /** What stands in a list of free pages behind the trees; without it there is no such list. */
  readonly freelist?: (trees: { readonly end: number }) => readonly number[];
}

/** Pages by number; one that is missing is zero. */
export interface Database {
  readonly pageSize: number;
  readonly pageCount: number;
  readonly pages: Map<number, Uint8Array>;
  readonly rootPage: number;
  readonly freelistPage?: number;
}

interface Item {
  readonly data: Uint8Array;
  /** The item's element, whose data begins `pos` behind the element's own first byte. */
  element(pos: number): Uint8Array;
}

interface LeafItem extends Item {
  readonly key: Uint8Array;
}

interface Child extends Item {
  readonly firstKey: Uint8Array;
  readonly page: number;
}

const branchFlag = 1;
const leafFlag = 2;
const metaFlag = 4;
const freelistFlag = 0x10;
const headerSize = 16;
const elementSize = 16;

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function fields(size: number, write: (view: DataView) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(size));
  write(view);
  return new Uint8Array(view.buffer);
}

const header = (id: number, flags: number, count: number, overflow: number): Uint8Array =>
  fields(headerSize, (view) => {
    view.setBigUint64(0, BigInt(id), true);
    view.setUint16(8, flags, true);
    view.setUint16(10, count, true);
    view.setUint32(12, overflow, true);
  });

function pageBody(items: readonly Item[]): Uint8Array {
  let pos = items.length * elementSize;
  const elements = items.map((item, index) => {
    const element = item.element(pos - index * elementSize);
    pos += item.data.length;
    return element;
  });
  return joinBytes([...elements, ...items.map(({ data }) => data)]);
}

const leafItem = ([key, value]: Entry, flags: number): LeafItem => ({
  key,
  data: joinBytes([key, value]),
  element: (pos) =>
    fields(elementSize, (view) => {
      for (const [at, number] of [flags, pos, key.length, value.length].entries())
        view.setUint32(at * 4, number, true);
    }),
});

const child = (firstKey: Uint8Array, page: number): Child => ({
  firstKey,
  page,
  data: firstKey,
  element: (pos) =>
    fields(elementSize, (view) => {
      view.setUint32(0, pos, true);
      view.setUint32(4, firstKey.length, true);
      view.setBigUint64(8, BigInt(page), true);
    }),
});

const bucketHeader = (root: number): Uint8Array =>
  fields(16, (view) => view.setBigUint64(0, BigInt(root), true));

/** A meta page that points to the database's root. */
export function metaPage(id: number, database: Omit<Database, "pages">, txid: number): Uint8Array {
  const body = fields(56, (view) => {
    view.setUint32(0, 0xed0cdaed, true);
    view.setUint32(4, 2, true);
    view.setUint32(8, database.pageSize, true);
    view.setBigUint64(16, BigInt(database.rootPage), true);
    view.setBigUint64(32, BigInt.asUintN(64, BigInt(database.freelistPage ?? -1)), true);
    view.setBigUint64(40, BigInt(database.pageCount), true);
    view.setBigUint64(48, BigInt(txid), true);
  });
  const checksum = fields(8, (view) => view.setBigUint64(0, fnv1a64(body), true));
  return joinBytes([header(id, metaFlag, 0, 0), body, checksum]);
}

/** Writes trees from their leaves up, page after page. */
class Writer {
  readonly pageSize: number;
  readonly fanout: number;
  readonly pages = new Map<number, Uint8Array>();
  next: number;

  constructor({ pageSize = 4096, fanout = 100, firstPage = 2 }: DatabaseOptions) {
    this.pageSize = pageSize;
    this.fanout = fanout;
    this.next = firstPage;
  }

  /** The root page of a tree over items in order. */
  tree(items: readonly LeafItem[]): number {
    let level = this.#leafRuns(items).map((run) =>
      child(run[0]?.key ?? new Uint8Array(0), this.#add(leafFlag, run)),
    );
    while (level.length > 1)
      level = chunks(level, this.fanout).map((run) =>
        child(run[0]?.firstKey ?? new Uint8Array(0), this.#add(branchFlag, run)),
      );
    return level[0]?.page ?? 0;
  }

  #leafRuns(items: readonly LeafItem[]): LeafItem[][] {
    const runs: LeafItem[][] = [[]];
    let size = headerSize;
    for (const item of items) {
      const more = elementSize + item.data.length;
      if (size > headerSize && size + more > this.pageSize) {
        runs.push([]);
        size = headerSize;
      }
      runs.at(-1)?.push(item);
      size += more;
    }
    return runs;
  }

  /** Page numbers, the count before them where it does not fit into the header. */
  freelist(ids: readonly number[]): number {
    const isCountBehind = ids.length >= 0xffff;
    const numbers = isCountBehind ? [ids.length, ...ids] : ids;
    const body = fields(numbers.length * 8, (view) => {
      for (const [at, id] of numbers.entries()) view.setBigUint64(at * 8, BigInt(id), true);
    });
    return this.#put(freelistFlag, isCountBehind ? 0xffff : ids.length, body);
  }

  #add(flags: number, items: readonly Item[]): number {
    return this.#put(flags, items.length, pageBody(items));
  }

  #put(flags: number, elements: number, body: Uint8Array): number {
    const id = this.next;
    const count = Math.ceil((headerSize + body.length) / this.pageSize);
    const run = new Uint8Array(count * this.pageSize);
    run.set(header(id, flags, elements, count - 1));
    run.set(body, headerSize);
    for (let at = 0; at < count; at++)
      this.pages.set(id + at, run.subarray(at * this.pageSize, (at + 1) * this.pageSize));
    this.next += count;
    return id;
  }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const runs: T[][] = [];
  for (let at = 0; at < all.length; at += size) runs.push(all.slice(at, at + size));
  return runs;
}

/** A database with these buckets, whose names and entries must be in order. Both meta pages are valid. */
export function writeDatabase(
  buckets: Readonly<Record<string, readonly Entry[]>>,
  options: DatabaseOptions = {},
): Database {
  const writer = new Writer(options);
  const rootItems = Object.entries(buckets).map(([name, entries]) => {
    const items = entries.map((entry) => leafItem(entry, 0));
    const isInline = options.inline?.includes(name) === true;
    const value = isInline
      ? joinBytes([bucketHeader(0), header(0, leafFlag, items.length, 0), pageBody(items)])
      : bucketHeader(writer.tree(items));
    return leafItem([new TextEncoder().encode(name), value], 1);
  });
  const rootPage = writer.tree(rootItems);
  const free = options.freelist?.({ end: writer.next });
  const freelistPage = free === undefined ? undefined : writer.freelist(free);
  const database = {
    pageSize: writer.pageSize,
    pageCount: writer.next,
    rootPage,
    pages: writer.pages,
    ...(freelistPage === undefined ? {} : { freelistPage }),
  };
  writer.pages.set(0, metaPage(0, database, 8));
  writer.pages.set(1, metaPage(1, database, 7));
  return database;
}

/** All pages of a database as one file. */
export function bytesOf({ pageSize, pageCount, pages }: Database): Uint8Array {
  const bytes = new Uint8Array(pageSize * pageCount);
  for (const [id, page] of pages) bytes.set(page, id * pageSize);
  return bytes;
}

/** The database as a file of which only the pages that were written exist in memory. */
export function sparseFile({ pageSize, pageCount, pages }: Database): SnapshotFile {
  const size = pageSize * pageCount;
  const read = (offset: number, length: number): Uint8Array => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    for (let id = Math.floor(offset / pageSize); id * pageSize < offset + bytes.length; id++)
      copyPart(pages.get(id) ?? new Uint8Array(0), id * pageSize - offset, bytes);
    return bytes;
  };
  return { size: async () => size, read: async (offset, length) => read(offset, length) };
}

/** Copies what of a page falls into `into`, where the page begins at `at`, which may be before it. */
function copyPart(page: Uint8Array, at: number, into: Uint8Array): void {
  const part = page.subarray(Math.max(0, -at), Math.max(0, into.length - at));
  into.set(part, Math.max(0, at));
}
