import { SnapshotDamage } from "../snapshot/damage.ts";
import { readU64, viewOf } from "./number.ts";
import { type Page, pageHeaderSize } from "./page.ts";

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

/** A page under a branch, and the first of the keys that may be in it. */
export interface Child {
  readonly page: number;
  readonly key: Uint8Array;
}

const elementSize = 16;
const bucketFlag = 1;

/** Goes over a leaf's elements in order, without making anything for each: there are millions. */
export class LeafCursor {
  /** The current element, in bytes of the page: its key, and behind it its value. */
  keyStart = 0;
  keyEnd = 0;
  valueEnd = 0;
  /** The value is a bucket, not data. */
  isBucket = false;
  readonly #page: Page;
  readonly #view: DataView;
  readonly #end: number;
  #at = pageHeaderSize;

  constructor(page: Page) {
    this.#page = page;
    this.#end = elementsEnd(page);
    this.#view = viewOf(page.bytes);
    this.valueEnd = this.#end;
  }

  /** Moves to the next element. Leaf element: flags u32, pos u32 (from the element), ksize u32, vsize u32. */
  next(): boolean {
    const at = this.#at;
    if (at >= this.#end) return false;
    const view = this.#view;
    const flags = view.getUint32(at, true);
    if (flags > bucketFlag) throw damagedPage(this.#page, at, `an element has the unknown flags ${flags}`);
    const keySize = view.getUint32(at + 8, true);
    const valueSize = view.getUint32(at + 12, true);
    const size = keySize + valueSize;
    this.keyStart = checkData(this.#page, at, view.getUint32(at + 4, true), this.valueEnd, size);
    this.keyEnd = this.keyStart + keySize;
    this.valueEnd = this.keyEnd + valueSize;
    this.isBucket = flags === bucketFlag;
    this.#at = at + elementSize;
    return true;
  }
}

/** The pages under a branch, in key order; what they hold stays valid. Branch element: pos u32, ksize u32, pgid u64. */
export function childrenOf(page: Page): Child[] {
  const bytes = page.bytes.slice();
  const view = viewOf(bytes);
  const children: Child[] = [];
  const elements = elementsEnd(page);
  let end = elements;
  for (let at = pageHeaderSize; at < elements; at += elementSize) {
    const size = view.getUint32(at + 4, true);
    const start = checkData(page, at, view.getUint32(at, true), end, size);
    end = start + size;
    children.push({ page: readU64(view, at + 8), key: bytes.subarray(start, end) });
  }
  return children;
}

/** A leaf's elements, in key order. */
export function leafElements(page: Page): LeafElement[] {
  const elements: LeafElement[] = [];
  const cursor = new LeafCursor(page);
  while (cursor.next()) {
    const { keyStart, keyEnd, valueEnd, isBucket } = cursor;
    elements.push({
      key: page.bytes.subarray(keyStart, keyEnd),
      value: page.bytes.subarray(keyEnd, valueEnd),
      isBucket,
      valueOffset: page.offset + keyEnd,
      page: page.id,
    });
  }
  return elements;
}

/** Where a page with so many elements has its data: behind them. */
export function elementsEndOf(count: number): number {
  return pageHeaderSize + count * elementSize;
}

/**
 * Where a page's data ends, by its last element alone: what bbolt writes is in order and has no gaps. `undefined` where
 * the elements are not in `bytes`, the page's first.
 */
export function dataEndOf(kind: Page["kind"], count: number, bytes: Uint8Array): number | undefined {
  const elements = elementsEndOf(count);
  if (count === 0 || elements > bytes.length) return count === 0 ? elements : undefined;
  const view = viewOf(bytes);
  const last = elements - elementSize;
  const word = (at: number): number => view.getUint32(last + at, true);
  return kind === "branch" ? last + word(0) + word(4) : last + word(4) + word(8) + word(12);
}

/** Where a page's elements end and their data begins. */
function elementsEnd(page: Page): number {
  const end = elementsEndOf(page.count);
  if (end <= page.bytes.length) return end;
  throw damagedPage(page, 10, `it claims ${page.count} elements, more than fit`);
}

/** Where an element's data starts: bbolt writes it without gaps, behind the elements and in their order. */
function checkData(page: Page, element: number, pos: number, expected: number, size: number): number {
  if (element + pos !== expected)
    throw damagedPage(page, element, "an element's data does not follow the one before");
  if (expected + size > page.bytes.length)
    throw damagedPage(page, element, "an element's data ends behind its page");
  return expected;
}

const damagedPage = (page: Page, at: number, reason: string): SnapshotDamage =>
  new SnapshotDamage(reason, { page: page.id, offset: page.offset + at });
