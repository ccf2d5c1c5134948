import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes } from "../bytes/order.ts";
import type { KeyMeta } from "../source/source.ts";
import { KeyIndex } from "./key-index.ts";

const numbers = { createRevision: 1n, modRevision: 1n, version: 1n };

const metas = fc.uniqueArray(
  fc.record({
    key: fc.uint8Array({ minLength: 1, maxLength: 3 }),
    lease: fc.constantFrom(0n, 1n, -7n, 2n ** 62n),
  }),
  { selector: ({ key }) => String(key), maxLength: 60 },
);

async function indexOf(keys: readonly KeyMeta[]): Promise<KeyIndex> {
  async function* pages() {
    yield { revision: 1n, keys };
  }
  return KeyIndex.build(pages());
}

const sorted = (given: readonly { key: Uint8Array; lease: bigint }[]): KeyMeta[] =>
  given.map((meta) => ({ ...meta, ...numbers })).sort((a, b) => compareBytes(a.key, b.key));

describe("keys bound to leases", () => {
  it("are counted for every lease, the first of them named", async () => {
    await fc.assert(
      fc.asyncProperty(metas, fc.integer({ min: 0, max: 4 }), async (given, most) => {
        const keys = sorted(given);
        const bound = (await indexOf(keys)).boundKeys(most);
        const leases = new Set(keys.map(({ lease }) => lease).filter((lease) => lease !== 0n));
        expect(new Set(bound.keys())).toEqual(leases);
        for (const [lease, { count, first }] of bound) {
          const mine = keys.filter((meta) => meta.lease === lease).map(({ key }) => key);
          expect([count, first]).toEqual([mine.length, mine.slice(0, most)]);
        }
      }),
    );
  });

  it("of one lease come page by page", async () => {
    await fc.assert(
      fc.asyncProperty(metas, async (given) => {
        const keys = sorted(given);
        const index = await indexOf(keys);
        const found: Uint8Array[] = [];
        for (
          let page = index.keysOfLease(1n, 2);
          page.length > 0;
          page = index.keysOfLease(1n, 2, found.at(-1))
        )
          found.push(...page);
        expect(found).toEqual(keys.filter(({ lease }) => lease === 1n).map(({ key }) => key));
      }),
    );
  });

  it("follow a key to another lease", async () => {
    const key = Uint8Array.of(1);
    const index = await indexOf([{ key, lease: 5n, ...numbers }]);
    const meta = { key, lease: 6n, createRevision: 1n, modRevision: 2n, version: 2n };
    index.apply({ revision: 2n, events: [{ type: "put", meta }] });
    expect([...index.boundKeys(1)]).toEqual([[6n, { count: 1, first: [key] }]]);
  });
});
