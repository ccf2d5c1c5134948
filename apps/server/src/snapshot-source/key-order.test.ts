import fc from "fast-check";
import { expect, it } from "vitest";
import { sortKeys } from "./key-order.ts";
import { KeyTable } from "./key-table.ts";

/** Few different bytes and shared beginnings, so that keys are often beginnings of each other. */
const key = fc
  .tuple(
    fc.constantFrom("", "/registry/pods/", "/registry/pods/kube-system/"),
    fc.array(fc.constantFrom(0, 1, 0x2f, 0xff), { maxLength: 20 }),
  )
  .map(([prefix, rest]) => Uint8Array.from([...new TextEncoder().encode(prefix), ...rest]));

it("numbers every key once and finds it again", () => {
  fc.assert(
    fc.property(fc.array(key), fc.integer({ min: 0, max: 0xffff_ffff }), (keys, seed) => {
      const table = new KeyTable(seed);
      const ids = keys.map((bytes) => table.intern(bytes));
      expect(keys.map((bytes) => table.find(bytes))).toEqual(ids);
      expect(ids.map((id) => Buffer.from(table.bytes(id)).toString("hex"))).toEqual(
        keys.map((bytes) => Buffer.from(bytes).toString("hex")),
      );
      expect(table.size).toBe(new Set(ids).size);
      expect(table.find(Uint8Array.of(7))).toBeUndefined();
    }),
  );
});

it("keeps keys of any size, and many", () => {
  const table = new KeyTable(1);
  const keys = Array.from({ length: 20_000 }, (_, at) => new TextEncoder().encode(`/key/${at * 7919}`));
  for (const bytes of [...keys, new Uint8Array(3_000_000).fill(1)]) table.intern(bytes);
  expect(keys.every((bytes, id) => table.find(bytes) === id)).toBe(true);
  expect(table.bytes(20_000)).toHaveLength(3_000_000);
});

it("sorts keys by their bytes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 200 }), async (keys) => {
      const table = new KeyTable(0);
      for (const bytes of keys) table.intern(bytes);
      const order = await sortKeys(table, async () => undefined);
      const sorted = Array.from(order, (id) => Buffer.from(table.bytes(id)).toString("hex"));
      expect(sorted).toEqual([...sorted].sort());
      expect(sorted).toHaveLength(table.size);
    }),
  );
});

it("sorts keys in groups that share what they begin with", async () => {
  const part = fc.constantFrom("", "a", "a-b", "a.b", "a/", "b", "bbbbbbbb", "bbbbbbbc", "b\u00ff", "0");
  const path = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => `/${parts.join("/")}`);
  await fc.assert(
    fc.asyncProperty(fc.array(path, { maxLength: 30 }), fc.nat(300), async (paths, inOneGroup) => {
      const table = new KeyTable(7);
      const alike = Array.from({ length: inOneGroup }, (_, at) => `/r/p/n/object-${(at * 7919) % 311}`);
      for (const name of [...alike, ...paths]) table.intern(new TextEncoder().encode(name));
      const order = await sortKeys(table, async () => undefined);
      const sorted = Array.from(order, (id) => Buffer.from(table.bytes(id)).toString("hex"));
      expect(sorted).toEqual([...sorted].sort());
      expect(new Set(order).size).toBe(table.size);
    }),
  );
});
