import fc from "fast-check";
import { expect, test } from "vitest";
import { range, watch } from "./messages.ts";
import { WireReader, WireWriter } from "./wire.ts";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const someBytes = fc.uint8Array({ maxLength: 40 });

/** A range response as etcd writes it: header {revision}, one key, more, count. */
function rangeReply(revision: bigint, key: Uint8Array, lease: bigint, value: Uint8Array): Buffer {
  const header = new WireWriter().int64(1, 2n ** 63n - 25n).int64(3, revision);
  const kv = new WireWriter()
    .bytes(1, key)
    .int64(2, 5)
    .int64(3, 7n)
    .int64(4, 2)
    .bytes(5, value)
    .int64(6, lease);
  const reply = new WireWriter()
    .message(1, header.finish())
    .message(2, kv.finish())
    .int64(3, true)
    .int64(4, 12);
  return Buffer.from(reply.finish());
}

test("keeps 64-bit numbers and bytes exact", () => {
  fc.assert(
    fc.property(int64, someBytes, int64, someBytes, (revision, key, lease, value) => {
      expect(range.decode(rangeReply(revision, key, lease, value))).toEqual({
        revision,
        more: true,
        count: 12,
        kvs: [{ key, createRevision: 5n, modRevision: 7n, version: 2n, lease, value }],
      });
    }),
  );
});

test("skips fields it does not know, of every wire type", () => {
  const known = rangeReply(9n, Uint8Array.of(1), 0n, Uint8Array.of(2));
  const unknown = Buffer.from([
    0xa0, 6, 5, 0xa2, 6, 1, 0, 0xa1, 6, 1, 2, 3, 4, 5, 6, 7, 8, 0xa5, 6, 1, 2, 3, 4,
  ]);
  expect(range.decode(Buffer.concat([unknown, known]))).toEqual(range.decode(known));
});

test("refuses a message that is cut, and never reads behind its end", () => {
  const whole = rangeReply(2n ** 40n, Uint8Array.of(1, 2, 3), 9n, new Uint8Array(300));
  const ends = Array.from({ length: whole.length }, (_, end) => end);
  const outcomes = ends.map((end) => {
    try {
      return range.decode(whole.subarray(0, end)).count;
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return -1;
    }
  });
  // A cut between two fields cannot be seen; any other is.
  expect(outcomes.filter((count) => count !== -1).length).toBeLessThanOrEqual(4);
});

test("answers any bytes with a message or a RangeError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const method of [range, watch]) {
        try {
          method.decode(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test("ends at numbers that never end", () => {
  const endless = new WireReader(new Uint8Array(100).fill(0xff));
  expect(() => endless.int64()).toThrow(RangeError);
  expect(() => new WireReader(new Uint8Array(100).fill(0xff)).number()).toThrow(RangeError);
});
