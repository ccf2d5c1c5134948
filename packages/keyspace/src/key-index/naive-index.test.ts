import fc from "fast-check";
import { expect, test } from "vitest";
import { compareBytes, startsWith } from "../bytes/order.ts";
import type { KeyChild, KeyEvent } from "../source/source.ts";
import { indexOf, meta, pagesOf, slash, text } from "./key-index.testing.ts";
import { KeyIndex } from "./key-index.ts";

/** The same answers by looking at every key. */
class NaiveIndex {
  readonly keys: readonly Uint8Array[];

  constructor(keys: readonly Uint8Array[]) {
    this.keys = keys;
  }

  count(prefix: Uint8Array): number {
    return this.keys.filter((key) => startsWith(key, prefix)).length;
  }

  children(prefix: Uint8Array) {
    const found = new Map<
      string,
      { name: Uint8Array; key: Uint8Array; isKey: boolean; isPrefix: boolean; count: number }
    >();
    for (const key of this.keys.filter((candidate) => startsWith(candidate, prefix))) {
      const end = key.indexOf(slash, prefix.length === 0 ? 1 : prefix.length);
      const own = end === -1 ? key : key.slice(0, end);
      const child = found.get(text(own)) ?? {
        name: own.slice(prefix.length),
        key: own,
        isKey: false,
        isPrefix: false,
        count: 0,
      };
      found.set(text(own), {
        ...child,
        isKey: child.isKey || end === -1,
        isPrefix: child.isPrefix || end !== -1,
        count: child.count + 1,
      });
    }
    return [...found.values()].sort((left, right) => compareBytes(left.name, right.name));
  }

  chainOf({ key, isKey }: KeyChild): Uint8Array | undefined {
    const end = isKey ? key : this.#chainEnd(key);
    return end.length === key.length ? undefined : end;
  }

  #chainEnd(key: Uint8Array): Uint8Array {
    const [only, ...others] = this.children(Uint8Array.of(...key, slash));
    const isLink = only !== undefined && others.length === 0 && only.isPrefix && !only.isKey;
    return isLink ? this.#chainEnd(only.key) : key;
  }
}

/** Few different bytes around the slash, so that names repeat, nest and begin one another. */
const byte = fc.oneof(
  { weight: 5, arbitrary: fc.constant(slash) },
  { weight: 6, arbitrary: fc.constantFrom(0x61, 0x62) },
  { weight: 3, arbitrary: fc.constantFrom(0x2d, 0x2e, 0x30) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0xff) },
);
const someKey = fc.array(byte, { minLength: 1, maxLength: 7 }).map((list) => Uint8Array.from(list));
const someName = someKey.map((key) => key.filter((one) => one !== slash));
const someKeys = fc.uniqueArray(someKey, { maxLength: 40, selector: text });

function prefixesOf(keys: readonly Uint8Array[]): Uint8Array[] {
  const all = keys.flatMap((key) => Array.from({ length: key.length + 1 }, (_, end) => key.slice(0, end)));
  return [...new Map([new Uint8Array(0), ...all].map((prefix) => [text(prefix), prefix])).values()];
}

test("agrees with a naive index on children and counts of every prefix", async () => {
  await fc.assert(
    fc.asyncProperty(someKeys, async (keys) => {
      const index = await indexOf(keys);
      const naive = new NaiveIndex(keys);
      for (const prefix of prefixesOf(keys)) {
        const expected = naive.children(prefix);
        const page = index.children(prefix, { limit: 1000 });
        expect(page.children).toEqual(expected);
        expect(page.total).toBe(expected.length);
        expect(index.count(prefix)).toBe(naive.count(prefix));
        for (const child of expected) expect(index.chainOf(child)).toEqual(naive.chainOf(child));
      }
    }),
    { numRuns: 150 },
  );
});

test("gives any part of a level, and says how much stands before it", async () => {
  await fc.assert(
    fc.asyncProperty(someKeys, someName, fc.integer({ min: 1, max: 6 }), async (keys, any, limit) => {
      const index = await indexOf(keys);
      const naive = new NaiveIndex(keys);
      for (const prefix of prefixesOf(keys).filter((candidate) => candidate.length < 3)) {
        const all = naive.children(prefix);
        for (const name of [any, ...all.map((child) => child.name)]) {
          const less = all.filter((child) => compareBytes(child.name, name) < 0);
          const rest = all.slice(less.length);
          const from = index.part(prefix, { from: name }, limit);
          expect(from.children).toEqual(rest.slice(0, limit));
          expect(from).toMatchObject({ before: less.length, total: all.length });
          expect(from.next !== undefined).toBe(rest.length > limit);
          const until = index.part(prefix, { from: new Uint8Array(0), until: name }, 1000);
          expect(until.children).toEqual(all.filter((child) => compareBytes(child.name, name) <= 0));
          const before = index.part(prefix, { before: name }, limit);
          expect(before.children).toEqual(less.slice(-limit));
          expect(before.before).toBe(Math.max(0, less.length - limit));
          const around = index.part(prefix, { around: name }, limit);
          expect(around.children).toEqual(all.slice(around.before, around.before + limit));
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("pages children by cursor to the same answer at every limit", async () => {
  await fc.assert(
    fc.asyncProperty(someKeys, async (keys) => {
      const index = await indexOf(keys);
      for (const prefix of prefixesOf(keys).filter((candidate) => candidate.length < 3)) {
        const all = index.children(prefix, { limit: 1000 }).children;
        for (let limit = 1; limit <= all.length + 1; limit++) {
          expect(paged(index, prefix, limit)).toEqual(all);
        }
      }
    }),
    { numRuns: 60 },
  );
});

function paged(index: KeyIndex, prefix: Uint8Array, limit: number) {
  const collected = [];
  const { total } = index.children(prefix, { limit: 1000 });
  let cursor: Uint8Array | undefined;
  do {
    const page = index.children(prefix, { limit, cursor });
    expect(page.children.length).toBeLessThanOrEqual(limit);
    expect(page.total).toBe(total);
    collected.push(...page.children);
    cursor = page.next;
  } while (cursor !== undefined);
  return collected;
}

test("is after random events what a new index of the same keys is", async () => {
  const someEvent = fc.record({ key: someKey, isPut: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(someKeys, fc.array(someEvent, { maxLength: 60 }), async (keys, events) => {
      const index = await indexOf(keys);
      const model = new Map(keys.map((key) => [text(key), meta(key)]));
      let revision = 9n;
      for (const { key, isPut } of events) {
        revision++;
        const event: KeyEvent = isPut
          ? { type: "put", meta: meta(key, revision) }
          : { type: "delete", key, modRevision: revision };
        index.apply({ revision, events: [event] });
        isPut ? model.set(text(key), meta(key, revision)) : model.delete(text(key));
      }
      const rebuilt = await KeyIndex.build(pagesOf([...model.values()], revision));
      expect([...index.entries()]).toEqual([...rebuilt.entries()]);
      expect(index.size).toBe(model.size);
      expect(index.revision).toBe(rebuilt.revision);
      for (const prefix of prefixesOf(keys)) {
        expect(index.children(prefix, { limit: 1000 })).toEqual(rebuilt.children(prefix, { limit: 1000 }));
      }
    }),
    { numRuns: 100 },
  );
});

test("iterates from a prefix and behind a key as a filter would", async () => {
  await fc.assert(
    fc.asyncProperty(someKeys, someKey, someKey, async (keys, prefix, after) => {
      const index = await indexOf(keys);
      const expected = [...keys]
        .sort(compareBytes)
        .filter((key) => startsWith(key, prefix) && compareBytes(key, after) > 0);
      expect([...index.entries(prefix, after)].map((entry) => entry.key)).toEqual(expected);
    }),
  );
});
