import { SnapshotDamage } from "../snapshot/damage.ts";
import type { SnapshotFile } from "../snapshot/file.ts";
import { readU64, viewOf } from "./number.ts";
import { pageHeaderSize, parseHeader } from "./page.ts";
import { PageOwners } from "./page-claims.ts";
import type { PageLayout } from "./page-reader.ts";

/** In what a stored list of free pages contradicts the trees of its file. */
export interface FreelistVerdict {
  /** Pages at which it does. */
  readonly pages: number;
  /** The first hundred of them. */
  readonly places: readonly SnapshotDamage[];
}

export interface FreelistOptions {
  readonly firstPage: number;
  /** The pages that trees hold. */
  readonly owners: PageOwners;
  /** Whether every tree was read to its end: only then a page that none holds must be free. */
  readonly isWhole: boolean;
  readonly signal: AbortSignal | undefined;
}

const firstTreePage = 2;
const freelistFlag = 0x10;
/** A count that does not fit into a page's header stands before the numbers. */
const countBehind = 0xffff;
const idSize = 8;
/** Numbers that are read at a time. */
const idsInPart = 128 * 1024;
const mostPlaces = 100;

/**
 * Compares bbolt's list of free pages (page flags 0x10: page numbers as u64, little endian) with the pages that trees
 * hold, as bbolt's own check does: a page is in a tree, or in the list once, and not in both. Reads the list once.
 */
export async function checkFreelist(
  file: SnapshotFile,
  layout: PageLayout,
  { firstPage, owners, isWhole, signal }: FreelistOptions,
): Promise<FreelistVerdict> {
  const report = new Report(layout.pageSize);
  const free = new PageOwners().walk("free");
  const list = await findList(file, layout, firstPage);
  if (typeof list === "string") {
    report.add(list, firstPage);
    return report;
  }
  const used = (page: number) => owners.isTaken(page) || (page >= firstPage && page < list.endPage);
  for (let at = 0; at < list.count; at += idsInPart) {
    const length = Math.min(idsInPart, list.count - at) * idSize;
    const part = viewOf(await file.read(list.offset + at * idSize, length));
    signal?.throwIfAborted();
    for (let id = 0; id + idSize <= part.byteLength; id += idSize) checkFree(readU64(part, id));
  }
  for (let page = firstTreePage; isWhole && page < layout.filePages; page++)
    if (!used(page) && free.taken(page) === undefined)
      report.add("the page is in no tree, and the list of free pages lacks it", page);
  return report;

  function checkFree(page: number): void {
    if (!(page >= firstTreePage && page < layout.pageCount))
      report.add(`the list of free pages names page ${page}, which there cannot be`, firstPage);
    else if (page >= layout.filePages) return;
    else if (free.take(page, page + 1) !== undefined)
      report.add("the list of free pages names the page twice", page);
    else if (used(page)) report.add("the page is in use, and in the list of free pages", page);
  }
}

interface List {
  readonly count: number;
  /** Where its numbers begin in the file. */
  readonly offset: number;
  readonly endPage: number;
}

/** Where the list is; what is wrong with it where it cannot be read. */
async function findList(file: SnapshotFile, layout: PageLayout, firstPage: number): Promise<List | string> {
  const { pageSize, filePages } = layout;
  if (!(firstPage >= firstTreePage && firstPage < filePages))
    return "the list of free pages would be outside of the file";
  const offset = firstPage * pageSize;
  const head = await file.read(offset, pageHeaderSize + idSize);
  if (head.length < pageHeaderSize + idSize) return "the file ends in the list of free pages";
  const { id, flags, count, overflow } = parseHeader(head);
  if (id !== firstPage || flags !== freelistFlag) return "the page is no list of free pages";
  const isCountBehind = count === countBehind;
  const ids = isCountBehind ? readU64(viewOf(head), pageHeaderSize) : count;
  const start = pageHeaderSize + (isCountBehind ? idSize : 0);
  const endPage = firstPage + overflow + 1;
  if (start + ids * idSize > (overflow + 1) * pageSize || endPage > filePages)
    return "the list of free pages is longer than its pages";
  return { count: ids, offset: offset + start, endPage };
}

class Report implements FreelistVerdict {
  readonly places: SnapshotDamage[] = [];
  pages = 0;
  readonly #pageSize: number;
  readonly #told = new PageOwners().walk("told");

  constructor(pageSize: number) {
    this.#pageSize = pageSize;
  }

  add(reason: string, page: number): void {
    if (this.#told.take(page, page + 1) !== undefined) return;
    this.pages++;
    if (this.places.length < mostPlaces)
      this.places.push(new SnapshotDamage(reason, { page, offset: page * this.#pageSize }));
  }
}
