import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinBytes } from "../bolt/writer.testing.ts";
import { SnapshotDamage } from "../snapshot/damage.ts";
import { decodeKeyValue } from "./key-value.ts";
import { encodeKeyValue } from "./record.testing.ts";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const record = fc.record({
  key: fc.uint8Array(),
  createRevision: int64,
  modRevision: int64,
  version: int64,
  value: fc.uint8Array(),
  lease: int64,
});
const place = { offset: 1000, page: 3 };
const decode = (bytes: Uint8Array) => decodeKeyValue(bytes, place);

/** What decoding ends in. */
function damageOf(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (error) {
    return error;
  }
}

describe("a stored record", () => {
  it("comes back as it was written, with all 64 bits of its numbers", () => {
    fc.assert(
      fc.property(record, (kv) => {
        expect(decode(encodeKeyValue(kv))).toEqual(kv);
      }),
    );
  });

  it("may have fields of later versions", () => {
    const later = [
      Uint8Array.of(7 << 3, 5),
      Uint8Array.of((15 << 3) | 2, 2, 1, 1),
      Uint8Array.of((8 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8),
      Uint8Array.of((9 << 3) | 5, 1, 2, 3, 4),
    ];
    const decoded = decode(joinBytes([...later, Uint8Array.of((1 << 3) | 2, 1, 0x61)]));
    expect(decoded).toMatchObject({ key: Uint8Array.of(0x61), version: 0n });
  });

  it("is damaged or shorter, never anything else, when it is cut", () => {
    fc.assert(
      fc.property(record, (kv) => {
        const bytes = encodeKeyValue(kv);
        for (let end = 0; end < bytes.length; end++) {
          const result = damageOf(bytes.subarray(0, end));
          if (result instanceof SnapshotDamage) expect(result.offset).toBeLessThanOrEqual(1000 + end);
          else expect(result).not.toEqual(kv);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("never makes the decoder fail otherwise, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const result = damageOf(bytes);
        if (result instanceof Error) expect(result).toBeInstanceOf(SnapshotDamage);
      }),
      { numRuns: 2000 },
    );
  });

  const damages: readonly [reason: string, bytes: readonly number[], at: number][] = [
    ["a record has a field of the wrong kind", [(2 << 3) | 2, 1, 0], 0],
    ["a record has a field of no known kind", [(7 << 3) | 3], 0],
    ["a record has an impossible field number", [2 << 3, 5, 0], 2],
    ["a record's field ends behind the record", [(1 << 3) | 2, 5, 1, 2], 1],
    ["a record's field ends behind the record", [(1 << 3) | 2, ...Array(9).fill(0xff), 1], 1],
    ["a record is cut off", [2 << 3, 0x80], 1],
    ["a record is cut off", [2 << 3, 0x80, 0x80, 0x80, 0x80, 0x80], 1],
    ["a record is cut off", [(7 << 3) | 5, 1, 2], 1],
    ["a record has a number of more than ten bytes", [2 << 3, ...Array(10).fill(0x80), 1], 1],
  ];

  it.each(damages)("is damaged where %s", (reason, bytes, at) => {
    const error = damageOf(Uint8Array.from(bytes));
    expect(error).toBeInstanceOf(SnapshotDamage);
    expect(error).toMatchObject({ reason, offset: 1000 + at, page: 3 });
  });
});
