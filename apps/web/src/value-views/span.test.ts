// @vitest-environment node
import type { FieldAnswer } from "@etcdscope/contract";
import { describe, expect, it } from "vitest";
import { fieldAt, parseSpan, spansOfPath, spanText } from "./span.ts";

const field = (path: string, start: number, end: number, children?: FieldAnswer[]): FieldAnswer => ({
  name: path,
  path,
  span: [start, end],
  value: [start + 2, end],
  ...(children && { children }),
});

const fields = [
  field("metadata", 0, 40, [
    field("metadata.name", 2, 10),
    field('metadata.labels["a"]', 10, 20),
    field('metadata.labels["b"]', 20, 28),
    field("metadata.labelsElse", 28, 30),
    field('metadata.labels["c"]', 30, 40),
  ]),
];

describe("the bytes of a path", () => {
  it("are its field's", () => {
    expect(spansOfPath(fields, "metadata.name")).toEqual([[2, 10]]);
  });

  it("are its entries' where a map has no field of its own, neighbours joined", () => {
    expect(spansOfPath(fields, "metadata.labels")).toEqual([
      [10, 28],
      [30, 40],
    ]);
  });

  it("are none where nothing is there", () => {
    expect(spansOfPath(fields, "spec")).toEqual([]);
  });
});

describe("a span in an address", () => {
  it("comes back as it was", () => {
    expect(parseSpan(spanText([0x6b, 0x9f]))).toEqual([0x6b, 0x9f]);
  });

  it("is refused when it is mangled or runs backwards", () => {
    for (const text of [undefined, "", "0x9f-0x6b", "6b-9f", "0x1-0x", "0x1-0x2-0x3"]) {
      expect(parseSpan(text)).toBeUndefined();
    }
  });
});

describe("the field under a byte", () => {
  it("is the deepest one that holds it", () => {
    expect(fieldAt(fields, 11)?.path).toBe('metadata.labels["a"]');
    expect(fieldAt(fields, 1)?.path).toBe("metadata");
    expect(fieldAt(fields, 40)).toBeUndefined();
  });
});
