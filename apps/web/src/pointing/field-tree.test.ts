// @vitest-environment node
import type { FieldAnswer } from "@etcdscope/contract";
import { describe, expect, it } from "vitest";
import { fieldAt, spansOfPath } from "./field-tree.ts";

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

describe("the field under a byte", () => {
  it("is the deepest one that holds it", () => {
    expect(fieldAt(fields, 11)?.path).toBe('metadata.labels["a"]');
    expect(fieldAt(fields, 1)?.path).toBe("metadata");
    expect(fieldAt(fields, 40)).toBeUndefined();
  });
});
