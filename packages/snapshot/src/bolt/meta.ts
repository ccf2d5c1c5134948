import { NotASnapshot, SnapshotDamage } from "../snapshot/damage.ts";
import type { SnapshotFile } from "../snapshot/file.ts";
import { fnv1a64 } from "./fnv.ts";
import { readU64, viewOf } from "./number.ts";

/** bbolt's meta page: where the tree of one committed transaction begins. */
export interface Meta {
  /** Bytes in a page; the writer's memory page size, usually 4, 16 or 64 KiB. */
  readonly pageSize: number;
  /** Page of the bucket that holds all buckets. */
  readonly rootPage: number;
  /** The high-water mark: every page in use has a smaller number. */
  readonly pageCount: number;
  readonly txid: bigint;
  /** First page of the list of free pages; `undefined` where the writer keeps none, as etcd does. */
  readonly freelistPage: number | undefined;
}

export interface FoundMeta extends Meta {
  /** The other meta page, where it cannot be read: what it would have said is unknown. */
  readonly damaged: SnapshotDamage | undefined;
}

const pageHeaderSize = 16;
const metaSize = 64;
const checksummedSize = 56;
const magic = 0xed0cdaed;
const version = 2;
const noFreelist = 2n ** 64n - 1n;
const smallestPageSize = 1024;
const largestPageSize = 1024 * 1024;

const isPageSize = (size: number): boolean =>
  size >= smallestPageSize && size <= largestPageSize && (size & (size - 1)) === 0;

/**
 * The valid meta page with the larger transaction id, as bbolt chooses it.
 *
 * @throws NotASnapshot where neither page is valid.
 */
export async function findMeta(file: SnapshotFile): Promise<FoundMeta> {
  const head = await file.read(0, pageHeaderSize + metaSize);
  const first = parseMeta(head);
  const second = first === undefined ? await probeSecond(file) : await metaAt(file, first.pageSize);
  const newest = newer(first, second);
  if (newest === undefined) throw new NotASnapshot(whatInstead(head));
  const damaged = first === undefined ? 0 : 1;
  return { ...newest, damaged: first && second ? undefined : damagedMeta(damaged, newest) };
}

const damagedMeta = (page: number, { pageSize }: Meta): SnapshotDamage =>
  new SnapshotDamage("it is a meta page and cannot be read", { page, offset: page * pageSize });

function newer(first: Meta | undefined, second: Meta | undefined): Meta | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return second.txid > first.txid ? second : first;
}

/** Without the first meta page the page size is unknown: the second one stands at that very offset. */
async function probeSecond(file: SnapshotFile): Promise<Meta | undefined> {
  for (let size = smallestPageSize; size <= largestPageSize; size *= 2) {
    const meta = await metaAt(file, size);
    if (meta !== undefined) return meta;
  }
  return undefined;
}

async function metaAt(file: SnapshotFile, offset: number): Promise<Meta | undefined> {
  const meta = parseMeta(await file.read(offset, pageHeaderSize + metaSize));
  return meta?.pageSize === offset ? meta : undefined;
}

/** Like bbolt, it trusts magic, version and checksum, and not the page's header. */
function parseMeta(page: Uint8Array): Meta | undefined {
  if (page.length < pageHeaderSize + metaSize) return undefined;
  const view = viewOf(page.subarray(pageHeaderSize));
  if (view.getUint32(0, true) !== magic || view.getUint32(4, true) !== version) return undefined;
  const checksummed = page.subarray(pageHeaderSize, pageHeaderSize + checksummedSize);
  if (view.getBigUint64(checksummedSize, true) !== fnv1a64(checksummed)) return undefined;
  const pageSize = view.getUint32(8, true);
  if (!isPageSize(pageSize)) return undefined;
  return {
    pageSize,
    rootPage: readU64(view, 16),
    pageCount: readU64(view, 40),
    txid: view.getBigUint64(48, true),
    freelistPage: view.getBigUint64(32, true) === noFreelist ? undefined : readU64(view, 32),
  };
}

function whatInstead(head: Uint8Array): string {
  if (head.length === 0) return "The file is empty: not a snapshot of etcd.";
  if (head[0] === 0x1f && head[1] === 0x8b) return "The file is compressed with gzip: unpack it first.";
  if (head.length >= pageHeaderSize + 4 && viewOf(head).getUint32(pageHeaderSize, false) === magic)
    return "The snapshot was written on a big-endian machine, which cannot be read.";
  return "The file is not a snapshot of etcd: neither of the two meta pages of a bbolt database is in it.";
}
