import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { putEntry } from "../revision/record.testing.ts";
import { historyOf } from "../snapshot/collect.testing.ts";
import type { SnapshotFile } from "../snapshot/file.ts";
import { fixtureBytes, MemoryFile } from "../snapshot/fixture.testing.ts";
import { readSnapshot } from "../snapshot/snapshot.ts";
import { type DatabaseOptions, sparseFile, writeDatabase } from "./writer.testing.ts";

const text = new TextEncoder();
const key = Array.from({ length: 60 }, (_, at) =>
  putEntry(BigInt(at + 2), text.encode(`/app/${at}`), new Uint8Array(900).fill(at)),
);

async function verdictOf(file: SnapshotFile) {
  const snapshot = await readSnapshot(file, { onDamage: () => undefined });
  await historyOf(snapshot);
  return await snapshot.account();
}

/** What is found in a database of which the pages 2 to 4 are in no tree. */
const written = (freelist: DatabaseOptions["freelist"]) => {
  const options = freelist === undefined ? {} : { freelist };
  return verdictOf(sparseFile(writeDatabase({ key, lease: [] }, { firstPage: 5, ...options })));
};

describe("a stored list of free pages", () => {
  it("is not there in what etcd writes", async () => {
    expect(await written(undefined)).toBeUndefined();
    expect(await verdictOf(new MemoryFile(fixtureBytes("snapshot-branches")))).toBeUndefined();
  });

  it("agrees with the trees where it has all pages that they have not", async () => {
    expect(await written(() => [2, 3, 4])).toMatchObject({ pages: 0, places: [] });
  });

  it.each([
    ["lacks a page", [2, 4], 3, "the page is in no tree, and the list of free pages lacks it"],
    ["names a page twice", [2, 3, 3, 4], 3, "the list of free pages names the page twice"],
    ["has a page of a tree", [2, 3, 4, 6], 6, "the page is in use, and in the list of free pages"],
  ])("contradicts them where it %s", async (_, ids, page, reason) => {
    expect(await written(() => ids)).toMatchObject({ pages: 1, places: [{ page, reason }] });
  });

  it("may be longer than a page's header can count", async () => {
    const firstPage = 70_002;
    const free = Array.from({ length: 70_000 }, (_, at) => at + 2);
    const file = (freelist: readonly number[]) =>
      sparseFile(writeDatabase({ key }, { firstPage, freelist: () => freelist }));
    expect(await verdictOf(file(free))).toMatchObject({ pages: 0 });
    expect(await verdictOf(file(free.slice(0, 69_000)))).toMatchObject({ pages: 1000 });
    expect((await verdictOf(file(free.slice(0, 69_000))))?.places).toHaveLength(100);
  });

  it("is no list where its page is something else, or names what there cannot be", async () => {
    expect(await written(() => [2, 3, 4, 2 ** 40, 1])).toMatchObject({ pages: 1 });
    const database = writeDatabase({ key }, { freelist: () => [] });
    const page = database.pages.get(database.freelistPage ?? 0) ?? new Uint8Array(0);
    new DataView(page.buffer, page.byteOffset).setUint16(10, 0xffff, true);
    new DataView(page.buffer, page.byteOffset).setBigUint64(16, 2n ** 60n, true);
    expect(await verdictOf(sparseFile(database))).toMatchObject({
      pages: 1,
      places: [{ reason: "the list of free pages is longer than its pages" }],
    });
    page.fill(0);
    expect(await verdictOf(sparseFile(database))).toMatchObject({
      places: [{ reason: "the page is no list of free pages" }],
    });
  });

  it("of etcd's own damaged backup is found out at the pages that etcdctl names", async () => {
    const path = new URL("../../../../fixtures/damaged/etcd-corrupted_backup.db.gz", import.meta.url);
    const verdict = await verdictOf(new MemoryFile(new Uint8Array(gunzipSync(readFileSync(path)))));
    expect(verdict?.places.map(({ page }) => page)).toEqual([3, 4]);
  });
});
