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

export const pageHeaderSize = 16;

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
