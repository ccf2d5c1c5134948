import { describe, expect, it } from "vitest";
import { changedFields } from "./changed-fields.ts";

const count = (before: unknown, after: unknown): number | undefined =>
  changedFields(JSON.stringify(before), JSON.stringify(after));

describe("the fields that changed", () => {
  it("are counted where they stand, added and removed ones too", () => {
    const before = { metadata: { labels: { a: "1", b: "2" } }, spec: { replicas: 1, list: [1, 2] } };
    const after = { metadata: { labels: { a: "1", c: "2" } }, spec: { replicas: 2, list: [1, 2, 3] } };
    expect(count(before, after)).toBe(4);
  });

  it("count as one where a whole part became another", () => {
    expect(count({ a: { b: 1, c: 2 } }, { a: [1, 2] })).toBe(1);
    expect(count({ a: null }, { a: {} })).toBe(1);
  });

  it("are not told where there is no document, or no difference in it", () => {
    expect(changedFields(null, "{}")).toBeUndefined();
    expect(changedFields("9007199254740992", "9007199254740993")).toBeUndefined();
    expect(changedFields(`"${"x".repeat(600_000)}"`, "1")).toBeUndefined();
  });
});
