import { describe, expect, test } from "vitest";
import { hostileValues } from "./hostile-values.ts";

/** What etcd takes at most by default (`--max-request-bytes`), key and request around it included. */
const largestRequest = 1.5 * 1024 * 1024;

describe("hostile values", () => {
  test("have names and keys of their own", () => {
    const values = hostileValues();
    expect(new Set(values.map(({ name }) => name)).size).toBe(values.length);
    expect(new Set(values.map(({ key }) => key)).size).toBe(values.length);
  });

  test.each(hostileValues())("can be stored in an etcd: $name", ({ key, value }) => {
    expect(key.length + value().length + 64).toBeLessThan(largestRequest);
  });
});
