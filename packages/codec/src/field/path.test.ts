import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPath, parsePath } from "./path.ts";

describe("paths", () => {
  test("are written as people write them, with odd names in quotes", () => {
    expect(formatPath(["spec", "containers", 0, "image"])).toBe("spec.containers[0].image");
    expect(formatPath(["metadata", "labels", "app.kubernetes.io/name"])).toBe(
      'metadata.labels["app.kubernetes.io/name"]',
    );
    expect(formatPath([])).toBe("");
    expect(formatPath(["", 'a"b'])).toBe('[""]["a\\"b"]');
  });

  test.each(["a..b", "a[", "a[x]", '["a', ".a", "a[-1]", "a b"])("refuses %s", (text) => {
    expect(parsePath(text)).toBeNull();
  });

  test("come back as they were written", () => {
    const step = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.nat(999_999),
      fc.constantFrom("spec", "__proto__", "net-conf.json"),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        expect(parsePath(formatPath(steps))).toEqual(steps);
      }),
    );
  });
});
