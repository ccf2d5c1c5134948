import { SnapshotDamage } from "../snapshot/damage.ts";
import { compareBytes, readU64, viewOf } from "./number.ts";
import {
  childPages,
  kindOf,
  type LeafElement,
  leafElements,
  type Page,
  pageHeaderSize,
  parseHeader,
} from "./page.ts";
import type { PageReader } from "./page-reader.ts";
import { PageSet } from "./page-set.ts";

/** Where a bucket's tree begins: a page of its own, or, while it is small, a leaf inside the bucket's value. */
export type Bucket =
  | { readonly rootPage: number; readonly from: number }
  | { readonly inline: Page; readonly rootPage?: undefined };

const bucketHeaderSize = 16;
/** Even with two children a branch, a deeper tree would have more pages than a file can. */
const deepestTree = 64;

/** A bucket's elements in key order, leaf by leaf; the views in them stay valid. */
export async function* entries(
  reader: PageReader,
  bucket: Bucket,
): AsyncGenerator<LeafElement[], void, void> {
  let last: Uint8Array | undefined;
  for await (const page of leaves(reader, bucket)) {
    const elements = leafElements(page);
    for (const { key } of elements) {
      if (last !== undefined && compareBytes(last, key) >= 0)
        throw new SnapshotDamage("keys are not in order", { page: page.id, offset: page.offset });
      last = key;
    }
    yield elements;
  }
}

async function* leaves(reader: PageReader, bucket: Bucket): AsyncGenerator<Page, void, void> {
  if (bucket.rootPage === undefined) yield bucket.inline;
  else yield* treeLeaves(reader, bucket.rootPage, bucket.from);
}

interface OpenBranch {
  readonly page: number;
  readonly children: readonly number[];
  next: number;
}

async function* treeLeaves(reader: PageReader, root: number, from: number): AsyncGenerator<Page, void, void> {
  const seen = new PageSet(reader.pageCount);
  const open: OpenBranch[] = [{ page: from, children: [root], next: 0 }];
  for (let branch = open.at(-1); branch !== undefined; branch = open.at(-1)) {
    const child = branch.children[branch.next++];
    if (child === undefined) open.pop();
    else {
      const page = await reader.page(child, branch.page);
      checkPlace(page, seen, open.length);
      if (page.kind === "leaf") yield page;
      else open.push({ page: page.id, children: childPages(page), next: 0 });
    }
  }
}

function checkPlace(page: Page, seen: PageSet, depth: number): void {
  if (!seen.add(page.id)) throw damaged(page, "two ways in the tree lead to the same page");
  if (depth > deepestTree) throw damaged(page, "the tree is too deep");
  if (page.kind === "branch" && page.count === 0) throw damaged(page, "a branch has no children");
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
