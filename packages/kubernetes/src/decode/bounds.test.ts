import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { allocationsOf } from "../derived/allocations.ts";
import { complaint, decoder } from "./complaint.testing.ts";
import { type HostileFixture, hostileFixtures } from "./hostile.testing.ts";

/** Milliseconds for what takes five seconds alone on a machine: it is the work that is asked about, not the time. */
const patience = 60_000;

/** Up to this size a value is cut after each of its bytes: twice the size is four times the work. */
const smallValue = 300;

let fixtures: HostileFixture[] = [];

beforeAll(async () => {
  fixtures = await hostileFixtures();
});

/** One way of damaging bytes; `other` is a second value to take bytes from. */
type Damage = (value: Uint8Array, at: number, size: number, other: Uint8Array) => Uint8Array;

const damages: readonly Damage[] = [
  (value, at, size) => value.map((byte, i) => (i === at ? byte ^ (1 << (size & 7)) : byte)),
  (value, at, size) => value.map((byte, i) => (i === at ? size * 37 : byte)),
  (value, at, size) => value.map((byte, i) => (i >= at && i < at + size ? 0xff : byte)),
  (value, at, size) => joined(value.subarray(0, at), value.subarray(at + size)),
  (value, at, size) => joined(value.subarray(0, at + size), value.subarray(at)),
  (value, at, size, other) =>
    joined(value.subarray(0, at), other.subarray(at, at + size), value.subarray(at)),
  (value, at, _, other) => joined(value.subarray(0, at), other.subarray(at)),
  (value, at) => value.slice(0, at),
  (value, at, size) => joined(value.subarray(0, at), new Uint8Array(size * 8), value.subarray(at)),
];

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

const step = fc.tuple(fc.nat(damages.length - 1), fc.nat(), fc.integer({ min: 1, max: 64 }));

describe("values in every encoding", () => {
  test("are all there", () => {
    const ids = new Set(fixtures.map(({ key, value }) => decoder.decode(key, value).encoding.id));
    expect([...ids]).toEqual(
      expect.arrayContaining([
        "cbor",
        "encrypted",
        "json",
        "kubernetes-protobuf",
        "number",
        "protobuf",
        "text",
      ]),
    );
    expect(
      fixtures.filter(({ key, value }) => allocationsOf(decoder.decode(key, value)) !== null),
    ).not.toEqual([]);
  });

  test.each([
    [10_000, 0, 4000],
    [100, 4000, 250_000],
  ])(
    "stay within the bounds of their size after %i mutations of those from %i to %i bytes",
    (numRuns, from, to) => {
      const chosen = fixtures.filter(({ value }) => value.length >= from && value.length < to);
      const damaged = fc.tuple(fc.nat(), fc.nat(), fc.array(step, { minLength: 1, maxLength: 4 }));
      fc.assert(
        fc.property(damaged, ([which, second, steps]) => {
          const fixture = chosen[which % chosen.length];
          const other = chosen[second % chosen.length];
          if (fixture !== undefined && other !== undefined)
            expect(complaint(fixture.key, damage(fixture.value, other.value, steps))).toBeNull();
        }),
        { numRuns },
      );
    },
    patience,
  );

  test(
    `do so cut off anywhere up to ${smallValue} bytes, and above at powers of two and before the last byte`,
    () => {
      const complaints: string[] = [];
      for (const { name, key, value } of fixtures) {
        for (const size of cutsOf(value)) {
          const wrong = complaint(key, value.subarray(0, size));
          if (wrong !== null) complaints.push(`${name} cut after ${size} bytes: ${wrong}`);
        }
      }
      expect(complaints).toEqual([]);
    },
    patience,
  );
});

type Step = readonly [kind: number, at: number, size: number];

function damage(value: Uint8Array, other: Uint8Array, steps: readonly Step[]): Uint8Array {
  return steps.reduce(
    (bytes, [kind, at, size]) => damages[kind]?.(bytes, at % (bytes.length + 1), size, other) ?? bytes,
    value,
  );
}

/** Every size, or the powers of two and all but the last byte. */
function cutsOf({ length }: Uint8Array): number[] {
  if (length <= smallValue) return Array.from({ length }, (_, size) => size);
  const powers = Array.from({ length: Math.ceil(Math.log2(length)) }, (_, power) => 2 ** power);
  return [...powers, length - 1];
}
