import type { KeyEvent, KeyEvents } from "@etcdscope/keyspace";
import { describe, expect, test } from "vitest";
import { joinedParts } from "./joined-parts.ts";

const removed = (revision: number): KeyEvent => ({
  type: "delete",
  key: Uint8Array.of(revision),
  modRevision: BigInt(revision),
});

const batch = (...revisions: number[]): KeyEvents => ({
  revision: BigInt(revisions.at(-1) ?? 0),
  events: revisions.map(removed),
});

/** A watch that tells these batches, each when its time has come, and then stays silent. */
async function* watch(...told: (readonly [milliseconds: number, batch: KeyEvents])[]) {
  for (const [milliseconds, one] of told) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    yield one;
  }
  await new Promise(() => undefined);
}

async function first(count: number, parts: readonly AsyncIterable<KeyEvents>[]) {
  const kept: [bigint, readonly bigint[]][] = [];
  const batches = joinedParts(
    parts.map((part) => ({ batches: part, known: 0n })),
    0n,
    (told, known) => kept.push([told, [...known]]),
  );
  const revisions: bigint[] = [];
  for await (const { events } of batches) {
    revisions.push(...events.map((event) => (event.type === "delete" ? event.modRevision : 0n)));
    if (revisions.length >= count) break;
  }
  return { revisions, kept };
}

describe("the changes of several parts", () => {
  test("are told in the order of revisions, however their watches keep step", async () => {
    const parts = [watch([0, batch(5, 7, 90)], [20, batch(91)]), watch([120, batch(3, 6, 80)])];
    expect((await first(7, parts)).revisions).toEqual([3n, 5n, 6n, 7n, 80n, 90n, 91n]);
  });

  test("leave each part at its own place when they stop", async () => {
    const { kept } = await first(3, [watch([0, batch(5)]), watch([0, batch(3, 4)])]);
    expect(kept.at(-1)).toEqual([5n, [5n, 4n]]);
  });

  test("end when one comes after a newer one was told", async () => {
    const parts = [watch([0, batch(5)]), watch([600, batch(4)])];
    await expect(first(2, parts)).rejects.toMatchObject({ code: "revision_compacted" });
  });

  test("end as the first watch does", async () => {
    const lost = new Error("lost");
    // biome-ignore lint/correctness/useYield: it fails at once.
    const failing = (async function* (): AsyncGenerator<KeyEvents> {
      throw lost;
    })();
    await expect(first(1, [watch(), failing])).rejects.toBe(lost);
  });
});
