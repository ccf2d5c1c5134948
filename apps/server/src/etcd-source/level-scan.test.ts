import { compareBytes, type FoundChild, joinBytes, KeyIndex, type KeyMeta } from "@etcdscope/keyspace";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { KeyRange } from "./key-range.ts";
import { type LevelPort, scanLevel } from "./level-scan.ts";

const everything: readonly KeyRange[] = [{ key: Uint8Array.of(0), end: undefined }];

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const text = (key: Uint8Array): string => String.fromCharCode(...key);

interface Costs {
  requests: number;
  counted: number;
  mostCounted: number;
}

/** Answers as an etcd does that holds these keys. */
function portOf(
  sorted: readonly Uint8Array[],
  { isSmall = false, readable = everything }: Partial<Pick<LevelPort, "isSmall" | "readable">> = {},
): LevelPort & { costs: Costs } {
  const costs = { requests: 0, counted: 0, mostCounted: 0 };
  return {
    costs,
    isSmall,
    readable,
    revision: 7n,
    ask: async ({ key, rangeEnd, limit }) => {
      const isOpen = rangeEnd.length === 1 && rangeEnd[0] === 0;
      const from = lowerBound(sorted, key);
      const count = Math.max(0, (isOpen ? sorted.length : lowerBound(sorted, rangeEnd)) - from);
      costs.requests++;
      costs.counted += count;
      costs.mostCounted = Math.max(costs.mostCounted, count);
      expect(readable.some((range) => isIn({ key, end: isOpen ? undefined : rangeEnd }, range))).toBe(true);
      const kvs = sorted.slice(from, from + Math.min(limit, count)).map((one) => ({ key: one }));
      return { kvs, more: count > limit, count };
    },
  };
}

function isIn({ key, end }: KeyRange, range: KeyRange): boolean {
  const ends = range.end === undefined || (end !== undefined && compareBytes(end, range.end) <= 0);
  return compareBytes(key, range.key) >= 0 && ends;
}

function lowerBound(sorted: readonly Uint8Array[], key: Uint8Array): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    [low, high] = compareBytes(sorted[middle] ?? key, key) < 0 ? [middle + 1, high] : [low, middle];
  }
  return low;
}

function indexOf(keys: readonly Uint8Array[]): Promise<KeyIndex> {
  const metas = [...keys].sort(compareBytes).map((key): KeyMeta => {
    return { key, createRevision: 1n, modRevision: 1n, version: 1n, lease: 0n };
  });
  return KeyIndex.build(
    (async function* () {
      yield { revision: 7n, keys: metas };
    })(),
  );
}

/** Every page of a level; each but the last is full. */
async function pagesOf(port: LevelPort, prefix: Uint8Array, limit: number): Promise<FoundChild[]> {
  const all: FoundChild[] = [];
  for (let after: Uint8Array | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await scanLevel(port, prefix, { limit, ...(after === undefined ? {} : { after }) });
    all.push(...page.children);
    if (page.next !== undefined) expect(page.children).toHaveLength(limit);
    after = page.next;
  }
  return all;
}

/** Few different bytes around the slash, so that names repeat, nest and begin one another. */
const byte = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0x2f) },
  { weight: 6, arbitrary: fc.constantFrom(0x61, 0x62) },
  { weight: 3, arbitrary: fc.constantFrom(0x2d, 0x2e, 0x30) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0xff) },
);
const someKey = fc.array(byte, { minLength: 1, maxLength: 7 }).map((list) => Uint8Array.from(list));
const someKeys = fc.uniqueArray(someKey, { maxLength: 60, selector: text });

function prefixesOf(keys: readonly Uint8Array[]): Uint8Array[] {
  const all = keys.flatMap((key) => Array.from({ length: key.length + 1 }, (_, end) => key.slice(0, end)));
  return [...new Map([new Uint8Array(0), ...all].map((prefix) => [text(prefix), prefix])).values()];
}

test("finds the children that an index has, page by page, and counts none too many", async () => {
  await fc.assert(
    fc.asyncProperty(someKeys, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (keys, limit, isSmall) => {
      const index = await indexOf(keys);
      const port = portOf([...keys].sort(compareBytes), { isSmall });
      for (const prefix of prefixesOf(keys)) {
        const found = await pagesOf(port, prefix, limit);
        const { children } = index.children(prefix, { limit: 1000 });
        expect(found.map(withoutCount)).toEqual(children.map(withoutCount));
        for (const [at, { count, countExact }] of found.entries()) {
          const exact = children[at]?.count ?? 0;
          expect(countExact ? count === exact : count <= exact).toBe(true);
        }
      }
    }),
    { numRuns: 120 },
  );
});

function withoutCount({ name, key, isKey, isPrefix }: Omit<FoundChild, "countExact">) {
  return { name, key, isKey, isPrefix };
}

test("finds of what a user may read the children, and asks for nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(
      someKeys,
      fc.uniqueArray(someKey, { minLength: 4, maxLength: 4, selector: text }),
      fc.integer({ min: 1, max: 9 }),
      async (keys, ends, limit) => {
        const [a, b, c, d] = ends.sort(compareBytes);
        const readable = [
          { key: a ?? Uint8Array.of(0), end: b },
          { key: c ?? Uint8Array.of(0), end: d },
        ];
        const allowed = keys.filter((key) =>
          readable.some((range) => isIn({ key, end: joinBytes(key, Uint8Array.of(0)) }, range)),
        );
        const index = await indexOf(allowed);
        const port = portOf([...keys].sort(compareBytes), { readable });
        for (const prefix of prefixesOf(keys).filter((one) => one.length < 4)) {
          const found = await pagesOf(port, prefix, limit);
          const { children } = index.children(prefix, { limit: 1000 });
          expect(found.map(withoutCount)).toEqual(children.map(withoutCount));
        }
      },
    ),
    { numRuns: 100 },
  );
});

const kubernetes = Array.from({ length: 60_000 }, (_, at) => {
  const kind = ["configmaps", "endpointslices", "events", "leases", "pods", "replicasets", "secrets"][at % 7];
  return bytes(`/registry/${kind}/namespace-${(at * 7919) % 300}/object-${at.toString(36)}`);
}).sort(compareBytes);

test("finds a few children over many keys without counting them again and again", async () => {
  const port = portOf(kubernetes);
  expect((await pagesOf(port, new Uint8Array(0), 500)).map(({ name }) => text(name))).toEqual(["/registry"]);
  expect(port.costs.mostCounted).toBeLessThan(20_000);
  const level = portOf(kubernetes);
  expect(await pagesOf(level, bytes("/registry/"), 500)).toHaveLength(7);
  expect(level.costs.requests).toBeLessThan(120);
  expect(level.costs.counted).toBeLessThan(150_000);
});

test("finds hundreds of children with keys under each", async () => {
  const port = portOf(kubernetes);
  expect(await pagesOf(port, bytes("/registry/events/"), 500)).toHaveLength(300);
  expect(port.costs.requests).toBeLessThan(100);
  expect(port.costs.counted).toBeLessThan(250_000);
});

test("reads a flat level of 100,000 keys page by page, each as light as the others", async () => {
  const keys = Array.from({ length: 100_000 }, (_, at) => bytes(`/flat/object-${(at * 48_271) % 100_003}`));
  const sorted = keys.sort(compareBytes);
  let after: Uint8Array | undefined;
  for (let page = 0; page < 200; page++) {
    const port = portOf(sorted);
    const found = await scanLevel(port, bytes("/flat/"), { limit: 500, ...(after && { after }) });
    expect(found.children).toHaveLength(500);
    expect(port.costs.requests).toBeLessThan(40);
    after = found.next;
  }
  expect(after).toBeUndefined();
});
