import { type OnDamage, refuse, SnapshotDamage } from "../snapshot/damage.ts";
import { type Child, childrenOf, type LeafElement, leafElements } from "./elements.ts";
import { compareBytes, readU64, viewOf } from "./number.ts";
import { kindOf, type Page, pageHeaderSize, parseHeader } from "./page.ts";
import type { PagePlace, PageReader } from "./page-reader.ts";

/** Where a bucket's tree begins: a page of its own, or, while it is small, a leaf inside the bucket's value. */
export type Bucket =
  | { readonly rootPage: number; readonly from: number }
  | { readonly inline: Page; readonly rootPage?: undefined };

const bucketHeaderSize = 16;
/** Even with two children a branch, a deeper tree would have more pages than a file can. */
const deepestTree = 64;

/** A leaf of a tree, and the key that stands before those of the next, where that is known. */
export interface Leaf {
  readonly page: Page;
  readonly before: Uint8Array | undefined;
}

/** A bucket's elements in key order, leaf by leaf; the views in them stay valid. */
export async function* entries(
  reader: PageReader,
  bucket: Bucket,
): AsyncGenerator<LeafElement[], void, void> {
  let last: Uint8Array | undefined;
  for await (const held of leaves(reader, bucket, refuse))
    for (const { page } of held) {
      const elements = leafElements(page);
      for (const { key } of elements) {
        if (last !== undefined && compareBytes(last, key) >= 0)
          throw new SnapshotDamage("keys are not in order", { page: page.id, offset: page.offset });
        last = key;
      }
      yield elements;
    }
}

/**
 * A bucket's leaves in key order, as many at a time as are in memory: only so long do they stay valid. Goes on behind
 * what `onDamage` is told of, without what is under it.
 *
 * @throws SnapshotDamage where already the root cannot be read.
 */
export async function* leaves(
  reader: PageReader,
  bucket: Bucket,
  onDamage: OnDamage,
): AsyncGenerator<readonly Leaf[], void, void> {
  if (bucket.rootPage === undefined) {
    yield [{ page: bucket.inline, before: undefined }];
    return;
  }
  const tree = new TreeWalk(bucket, onDamage);
  let held: Leaf[] = [];
  for (let place = tree.next(); place !== undefined; place = tree.next()) {
    let page = reader.page(place);
    if (page === undefined) {
      if (held.length > 0) yield held;
      held = [];
      page = await reader.fetch(place);
    }
    const leaf = tree.leafOf(page);
    if (leaf !== undefined) held.push(leaf);
  }
  if (held.length > 0) yield held;
}

interface OpenBranch {
  readonly page: number;
  readonly children: readonly Child[];
  /** What stands before the first key behind the branch. */
  readonly before: Uint8Array | undefined;
  next: number;
}

/** Which page comes next in a tree, in key order. */
class TreeWalk {
  readonly #open: OpenBranch[];
  readonly #onDamage: OnDamage;
  /** The key that stands before those behind the current page. */
  #before: Uint8Array | undefined;

  constructor({ rootPage, from }: { readonly rootPage: number; readonly from: number }, onDamage: OnDamage) {
    const root = { page: rootPage, key: new Uint8Array(0) };
    this.#open = [{ page: from, children: [root], before: undefined, next: 0 }];
    this.#onDamage = onDamage;
  }

  next(): PagePlace | undefined {
    for (let branch = this.#open.at(-1); branch !== undefined; branch = this.#open.at(-1)) {
      const child = branch.children[branch.next++];
      if (child !== undefined) {
        this.#before = branch.children[branch.next]?.key ?? branch.before;
        return { id: child.page, from: branch.page, depth: this.#open.length - 1 };
      }
      this.#open.pop();
    }
    return undefined;
  }

  /** The page just come to, where it is a leaf; into a branch the walk goes, and behind what is damaged it goes on. */
  leafOf(page: Page | SnapshotDamage): Leaf | undefined {
    try {
      if (page instanceof SnapshotDamage) throw page;
      this.#check(page);
      if (page.kind === "leaf") return { page, before: this.#before };
      this.#open.push({ page: page.id, children: childrenOf(page), before: this.#before, next: 0 });
    } catch (error) {
      if (!(error instanceof SnapshotDamage) || this.#open.length === 1) throw error;
      this.#onDamage(error);
    }
    return undefined;
  }

  #check(page: Page): void {
    if (this.#open.length > deepestTree) throw damaged(page, "the tree is too deep");
    if (page.kind === "branch" && page.count === 0) throw damaged(page, "a branch has no children");
  }
}

/** The bucket that an element holds. Bucket value: root page u64, sequence u64, then the inline page if root is 0. */
export function bucketOf(element: LeafElement): Bucket {
  const { value, valueOffset: offset, page } = element;
  if (value.length < bucketHeaderSize)
    throw new SnapshotDamage("a bucket is shorter than its header", { page, offset });
  const rootPage = readU64(viewOf(value), 0);
  if (rootPage !== 0) return { rootPage, from: page };
  return { inline: inlinePage(value.subarray(bucketHeaderSize), page, offset + bucketHeaderSize) };
}

function inlinePage(bytes: Uint8Array, id: number, offset: number): Page {
  const header = bytes.length < pageHeaderSize ? undefined : parseHeader(bytes);
  if (header === undefined || kindOf(header.flags) !== "leaf")
    throw new SnapshotDamage("an inline bucket holds no leaf page", { page: id, offset });
  return { id, offset, kind: "leaf", count: header.count, bytes };
}

const damaged = (page: Page, reason: string): SnapshotDamage =>
  new SnapshotDamage(reason, { page: page.id, offset: page.offset });
