import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf } from "./etcd.testing.ts";
import { grantedRange, joined, type KeyRange, under } from "./key-range.ts";

const bytes = fc.uint8Array({ minLength: 1, maxLength: 3, max: 3 });
const ranges = fc
  .array(fc.tuple(bytes, fc.option(bytes)), { maxLength: 6 })
  .map((pairs) =>
    pairs
      .map(([key, end]): KeyRange => ({ key, end: end ?? undefined }))
      .filter(({ key, end }) => end === undefined || Buffer.compare(key, end) < 0),
  );
const has = (all: readonly KeyRange[], key: Uint8Array): boolean =>
  all.some(
    (one) => Buffer.compare(one.key, key) <= 0 && (one.end === undefined || Buffer.compare(key, one.end) < 0),
  );

test("joins ranges into fewer ones with the same keys, apart and in order", () => {
  fc.assert(
    fc.property(ranges, bytes, (all, key) => {
      const few = joined(all);
      expect(has(few, key)).toBe(has(all, key));
      for (const [at, range] of few.slice(1).entries()) {
        expect(Buffer.compare(few[at]!.end!, range.key)).toBeLessThan(0);
      }
    }),
  );
});

test("cuts ranges to what stands under a prefix", () => {
  fc.assert(
    fc.property(ranges, bytes, bytes, (all, prefix, key) => {
      const isUnder = Buffer.from(key).subarray(0, prefix.length).equals(prefix);
      expect(has(under(all, prefix), key)).toBe(isUnder && has(all, key));
    }),
  );
});

test("reads permissions of one key, of a range and of all keys from one on", () => {
  expect(grantedRange(bytesOf("a"), bytesOf(""))).toEqual({ key: bytesOf("a"), end: bytesOf("a\0") });
  expect(grantedRange(bytesOf("a"), bytesOf("b"))).toEqual({ key: bytesOf("a"), end: bytesOf("b") });
  expect(grantedRange(bytesOf(""), bytesOf("\0"))).toEqual({ key: bytesOf("\0"), end: undefined });
});
