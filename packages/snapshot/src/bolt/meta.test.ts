import { describe, expect, it } from "vitest";
import { putEntry } from "../revision/record.testing.ts";
import { historyOf } from "../snapshot/collect.testing.ts";
import { fixtureBytes, MemoryFile } from "../snapshot/fixture.testing.ts";
import { readSnapshot } from "../snapshot/snapshot.ts";
import { fnv1a64 } from "./fnv.ts";
import { bytesOf, joinBytes, metaPage, writeDatabase } from "./writer.testing.ts";

const text = new TextEncoder();
const one = { key: [putEntry(2n, text.encode("/app"), text.encode("value"))] };
const open = (bytes: Uint8Array) => readSnapshot(new MemoryFile(bytes));

/** The same bytes with one of them changed. */
function broken(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 0x40;
  return copy;
}

describe("the meta pages", () => {
  it.each([1024, 4096, 16_384, 65_536])("give a page size of %i bytes", async (pageSize) => {
    const { facts } = await open(bytesOf(writeDatabase(one, { pageSize })));
    expect(facts.pageSize).toBe(pageSize);
  });

  it.each([1024, 4096, 16_384, 65_536])(
    "give a page size of %i bytes when the first of them is damaged",
    async (pageSize) => {
      const snapshot = await open(broken(bytesOf(writeDatabase(one, { pageSize })), 16));
      expect(snapshot.facts.pageSize).toBe(pageSize);
      expect(snapshot.facts.warnings).toHaveLength(1);
      expect(await historyOf(snapshot)).toHaveLength(1);
    },
  );

  it("are told of when the second is damaged", async () => {
    const { facts } = await open(broken(bytesOf(writeDatabase(one)), 4096 + 16 + 20));
    expect(facts).toMatchObject({ txid: 8n, warnings: [expect.stringContaining("meta pages")] });
  });

  it("count by the larger transaction, wherever it stands", async () => {
    const database = writeDatabase(one);
    database.pages.set(1, metaPage(1, database, 9));
    expect((await open(bytesOf(database))).facts.txid).toBe(9n);
    database.pages.set(0, metaPage(0, database, 10));
    expect((await open(bytesOf(database))).facts.txid).toBe(10n);
  });

  it("of a real database carry their checksums", async () => {
    expect((await open(fixtureBytes("snapshot-raw"))).facts.warnings).toEqual([]);
  });
});

describe("a file that is no snapshot", () => {
  const cases: readonly [name: string, bytes: Uint8Array, message: string][] = [
    ["empty", new Uint8Array(0), "The file is empty"],
    ["a few bytes", text.encode("etcd"), "not a snapshot of etcd"],
    ["text", text.encode('{"kind": "List"}\n'.repeat(1000)), "not a snapshot of etcd"],
    ["zeros", new Uint8Array(65_536), "not a snapshot of etcd"],
    ["gzip", joinBytes([Uint8Array.of(0x1f, 0x8b, 8), new Uint8Array(100)]), "compressed with gzip"],
    ["another program's bbolt database", bytesOf(writeDatabase({ meta: [] })), "has no bucket named key"],
    [
      "a big-endian machine's database",
      joinBytes([new Uint8Array(16), Uint8Array.of(0xed, 0x0c, 0xda, 0xed), new Uint8Array(100)]),
      "big-endian",
    ],
  ];

  it.each(cases)("is called so: %s", async (_, bytes, message) => {
    await expect(open(bytes)).rejects.toMatchObject({
      name: "NotASnapshot",
      message: expect.stringContaining(message),
    });
  });
});

describe("FNV-1a", () => {
  it("gives the published values", () => {
    expect(fnv1a64(text.encode(""))).toBe(0xcbf29ce484222325n);
    expect(fnv1a64(text.encode("a"))).toBe(0xaf63dc4c8601ec8cn);
    expect(fnv1a64(text.encode("foobar"))).toBe(0x85944171f73967e8n);
  });
});
