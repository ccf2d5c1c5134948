import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, type Entry, writeDatabase } from "../bolt/writer.testing.ts";
import { putEntry } from "../revision/record.testing.ts";
import type { Revision } from "../revision/revision.ts";
import { historyOf } from "./collect.testing.ts";
import { NotASnapshot, SnapshotDamage } from "./damage.ts";
import { fixtureBytes, MemoryFile, sha256 } from "./fixture.testing.ts";
import { readSnapshot } from "./snapshot.ts";
import { checkTrailer, type TrailerVerdict } from "./trailer.ts";

type Outcome =
  | { readonly refused: SnapshotDamage | NotASnapshot }
  | {
      readonly history: readonly Revision[];
      readonly warnings: readonly string[];
      readonly verdict: TrailerVerdict;
    };

/** Reads everything there is, through a file that stops a reader who asks for much more than it has. */
async function outcomeOf(bytes: Uint8Array): Promise<Outcome> {
  const file = new MemoryFile(bytes, 8 * bytes.length + 65_536);
  try {
    const snapshot = await readSnapshot(file);
    const history = await historyOf(snapshot);
    return { history, warnings: snapshot.facts.warnings, verdict: await checkTrailer(file, sha256()) };
  } catch (error) {
    if (error instanceof SnapshotDamage || error instanceof NotASnapshot) return { refused: error };
    throw error;
  }
}

/** Whether the outcome itself says that it is not to be trusted. */
const isTold = (outcome: Outcome): boolean =>
  "refused" in outcome || outcome.verdict === "mismatch" || outcome.verdict === "cut";

async function right(bytes: Uint8Array): Promise<readonly Revision[]> {
  const outcome = await outcomeOf(bytes);
  if ("refused" in outcome) throw outcome.refused;
  return outcome.history;
}

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

/** Every byte of a history, to be compared quickly. */
const asText = (history: readonly Revision[]): string =>
  history
    .map(({ main, sub, isDeletion, offset, size, kv }) => {
      const bytes = [kv.key, kv.value].map((part) => Buffer.from(part).toString("latin1"));
      const numbers = [kv.createRevision, kv.modRevision, kv.version, kv.lease];
      return [main, sub, isDeletion, offset, size, ...numbers, ...bytes].join(" ");
    })
    .join("\n");

const puts = (count: number): Entry[] =>
  Array.from({ length: count }, (_, at) =>
    putEntry(BigInt(at + 2), new TextEncoder().encode(`/app/${at}`), new Uint8Array(50).fill(at)),
  );

const flip = (bytes: Uint8Array) =>
  fc.record({ at: fc.nat(bytes.length - 1), mask: fc.integer({ min: 1, max: 255 }) });

describe("a snapshot that was cut", () => {
  it("is right or refused, wherever it was cut", async () => {
    const bytes = fixtureBytes("snapshot-one-key");
    const expected = await right(bytes);
    for (let end = 0; end < bytes.length; end++) {
      const outcome = await outcomeOf(bytes.subarray(0, end));
      if (!isTold(outcome))
        expect([end, outcome]).toEqual([
          bytes.length - 32,
          { history: expected, warnings: [], verdict: "absent" },
        ]);
    }
  });

  it("says where it ends", async () => {
    const bytes = fixtureBytes("snapshot-one-key");
    expect(await outcomeOf(bytes.subarray(0, 10_000))).toMatchObject({
      refused: { reason: "the file was cut off: it has 10000 of 20480 bytes", offset: 10_000, page: 2 },
    });
  });
});

describe("a snapshot with a byte changed", () => {
  it.each(["snapshot-tombstones", "snapshot-compacted", "snapshot-lease"])(
    "is right or told of: %s, which has a sha256",
    async (name) => {
      const bytes = fixtureBytes(name);
      await fc.assert(
        fc.asyncProperty(flip(bytes), async ({ at, mask }) => {
          expect(isTold(await outcomeOf(flipped(bytes, at, mask)))).toBe(true);
        }),
        { numRuns: 400, seed: 20 },
      );
    },
  );

  const withoutHash: readonly [name: string, bytes: Uint8Array][] = [
    ["the fixture of deletions", fixtureBytes("snapshot-tombstones").slice(0, -32)],
    ["the fixture of a compaction", fixtureBytes("snapshot-compacted").slice(0, -32)],
    ["a tree of many branches", bytesOf(writeDatabase({ key: puts(60) }, { pageSize: 1024, fanout: 3 }))],
  ];

  it.each(withoutHash)("is right but for the change the byte is in, or told of: %s", async (_, bytes) => {
    const expected = await right(bytes);
    await fc.assert(
      fc.asyncProperty(flip(bytes), async ({ at, mask }) => {
        const outcome = await outcomeOf(flipped(bytes, at, mask));
        if (isTold(outcome) || "refused" in outcome || outcome.warnings.length > 0) return;
        expect(asText(withoutRecordAt(outcome.history, at))).toBe(asText(withoutRecordAt(expected, at)));
      }),
      { numRuns: 1000, seed: 21 },
    );
  });

  /** All but the change whose name or record the byte is in: nothing but a hash can vouch for that one. */
  function withoutRecordAt(history: readonly Revision[], at: number): readonly Revision[] {
    return history.filter(({ offset, size }) => at < offset - 18 || at >= offset + size);
  }
});

describe("random bytes", () => {
  it("behind valid meta pages are refused", async () => {
    const bytes = fixtureBytes("snapshot-tombstones").slice(0, -32);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 4096, maxLength: 4096 }), async (noise) => {
        const noisy = bytes.slice();
        for (let at = 2 * 4096; at < noisy.length; at += 4096) noisy.set(noise, at);
        expect(await outcomeOf(noisy)).toMatchObject({ refused: { name: "SnapshotDamage" } });
      }),
      { numRuns: 100, seed: 22 },
    );
  });
});
