import { SnapshotDamage } from "../snapshot/damage.ts";
import { readU64, viewOf } from "./number.ts";

/** A branch or leaf page with its overflow, or the page inside an inline bucket. */
export interface Page {
  /** The page's number; for an inline bucket that of the page around it. */
  readonly id: number;
  /** Where the page begins in the file. */
  readonly offset: number;
  readonly kind: "branch" | "leaf";
  /** Elements in the page. */
  readonly count: number;
  /** Header, elements and data. */
  readonly bytes: Uint8Array;
}

export interface PageHeader {
  readonly id: number;
  readonly flags: number;
  readonly count: number;
  readonly overflow: number;
}

/** A leaf's key and value: views over the page's bytes. */
export interface LeafElement {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** The value is a bucket, not data. */
  readonly isBucket: boolean;
  /** Where the value begins in the file. */
  readonly valueOffset: number;
  /** The page it stands in. */
  readonly page: number;
}

export const pageHeaderSize = 16;
const elementSize = 16;
const bucketFlag = 1;

/** bbolt page layout: id u64, flags u16, count u16, overflow u32, little endian. */
export function parseHeader(bytes: Uint8Array): PageHeader {
  const view = viewOf(bytes);
  return {
    id: readU64(view, 0),
    flags: view.getUint16(8, true),
    count: view.getUint16(10, true),
    overflow: view.getUint32(12, true),
  };
}

/** Only these two hold a tree; exactly one flag is set in each. */
export function kindOf(flags: number): Page["kind"] | undefined {
  if (flags === 1) return "branch";
  return flags === 2 ? "leaf" : undefined;
}

/** The pages under a branch, in key order. Branch element: pos u32, ksize u32, pgid u64. */
export function childPages(page: Page): number[] {
  const view = elementsView(page);
  const children: number[] = [];
  let end = elementsEnd(page);
  for (let at = pageHeaderSize; at < elementsEnd(page); at += elementSize) {
    const size = view.getUint32(at + 4, true);
    end = checkData(page, at, view.getUint32(at, true), end, size) + size;
    children.push(readU64(view, at + 8));
  }
  return children;
}

/** A leaf's elements, in key order. Leaf element: flags u32, pos u32 (from the element), ksize u32, vsize u32. */
export function leafElements(page: Page): LeafElement[] {
  const view = elementsView(page);
  const elements: LeafElement[] = [];
  let end = elementsEnd(page);
  for (let at = pageHeaderSize; at < elementsEnd(page); at += elementSize) {
    const element = leafElement(page, view, at, end);
    elements.push(element);
    end += element.key.length + element.value.length;
  }
  return elements;
}

function leafElement(page: Page, view: DataView, at: number, expected: number): LeafElement {
  const flags = view.getUint32(at, true);
  if (flags > bucketFlag) throw damaged(page, at, `an element has the unknown flags ${flags}`);
  const keySize = view.getUint32(at + 8, true);
  const valueSize = view.getUint32(at + 12, true);
  const start = checkData(page, at, view.getUint32(at + 4, true), expected, keySize + valueSize);
  const end = start + keySize;
  return {
    key: page.bytes.subarray(start, end),
    value: page.bytes.subarray(end, end + valueSize),
    isBucket: flags === bucketFlag,
    valueOffset: page.offset + end,
    page: page.id,
  };
}

const elementsEnd = (page: Page): number => pageHeaderSize + page.count * elementSize;

function elementsView(page: Page): DataView {
  if (elementsEnd(page) > page.bytes.length)
    throw damaged(page, 10, `it claims ${page.count} elements, more than fit`);
  return viewOf(page.bytes);
}

/** Where an element's data starts: bbolt writes it without gaps, behind the elements and in their order. */
function checkData(page: Page, element: number, pos: number, expected: number, size: number): number {
  if (element + pos !== expected)
    throw damaged(page, element, "an element's data does not follow the one before");
  if (expected + size > page.bytes.length)
    throw damaged(page, element, "an element's data ends behind its page");
  return expected;
}

const damaged = (page: Page, at: number, reason: string): SnapshotDamage =>
  new SnapshotDamage(reason, { page: page.id, offset: page.offset + at });
