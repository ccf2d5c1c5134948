import { describe, expect, it } from "vitest";
import { putEntry } from "../revision/record.testing.ts";
import type { SnapshotDamage } from "../snapshot/damage.ts";
import { MemoryFile } from "../snapshot/fixture.testing.ts";
import { readSnapshot } from "../snapshot/snapshot.ts";
import { bytesOf, type Database, type Entry, metaPage, writeDatabase } from "./writer.testing.ts";

const text = new TextEncoder();
const pageSize = 4096;

/** Changes of which each fills a leaf of its own. */
const puts = (count: number, size = 3000): Entry[] =>
  Array.from({ length: count }, (_, at) =>
    putEntry(BigInt(at + 2), text.encode(`/app/${at}`), new Uint8Array(size).fill(at)),
  );

const kindOf = (page: Uint8Array): number => new DataView(page.buffer, page.byteOffset).getUint16(8, true);
const pagesOfKind = ({ pages }: Database, kind: number): number[] =>
  [...pages].filter(([id, page]) => id > 1 && kindOf(page) === kind).map(([id]) => id);

/** Reads everything; gives how much of the file was read, and what was found damaged. */
async function workFor(bytes: Uint8Array) {
  const file = new MemoryFile(bytes);
  const damages: SnapshotDamage[] = [];
  const snapshot = await readSnapshot(file, { onDamage: (damage) => void damages.push(damage) });
  let changes = 0;
  await snapshot.history(() => void changes++);
  await snapshot.account();
  return { share: file.bytesRead / bytes.length, changes, damages };
}

/** Makes each leaf claim so many more pages, with a value that fills them, as far as the file goes. */
function overlapping(bytes: Uint8Array, leaves: readonly number[], overflow: number): void {
  const view = new DataView(bytes.buffer);
  const last = bytes.length / pageSize - 1;
  for (const id of leaves) {
    const more = Math.min(overflow, last - id);
    view.setUint32(id * pageSize + 12, more, true);
    const count = view.getUint16(id * pageSize + 10, true);
    const element = id * pageSize + 16 * count;
    const used =
      element - id * pageSize + view.getUint32(element + 4, true) + view.getUint32(element + 8, true);
    view.setUint32(element + 12, (more + 1) * pageSize - used, true);
  }
}

describe("a file made to be read for ever", () => {
  it.each([10, 100, 1000])("is read once where its leaves claim %i pages of each other", async (overflow) => {
    const database = writeDatabase({ key: puts(1500) });
    const bytes = bytesOf(database);
    overlapping(bytes, pagesOfKind(database, 2).slice(0, -1), overflow);
    const { share, damages } = await workFor(bytes);
    expect(share).toBeLessThan(5);
    expect(damages.length).toBeGreaterThan(1000);
    expect(damages.map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(/two ways|another page too|another bucket too/),
    );
  });

  it("loses one leaf alone where that claims pages which its data does not fill", async () => {
    const database = writeDatabase({ key: puts(200) });
    const bytes = bytesOf(database);
    const [, , leaf = 0] = pagesOfKind(database, 2);
    new DataView(bytes.buffer).setUint32(leaf * pageSize + 12, 60, true);
    const { changes, damages } = await workFor(bytes);
    expect(damages).toMatchObject([
      { page: leaf, reason: "a page claims 60 more pages, and its data fills 0" },
    ]);
    expect(changes).toBe(199);
  });

  it("is read once where a thousand children are one page, sound or damaged", async () => {
    for (const harm of [
      () => undefined,
      (bytes: Uint8Array, page: number) => bytes.fill(0, page, page + 64),
    ]) {
      const database = writeDatabase({ key: puts(1000) });
      const bytes = bytesOf(database);
      const [one = 0] = pagesOfKind(database, 2);
      harm(bytes, one * pageSize);
      const view = new DataView(bytes.buffer);
      for (const branch of pagesOfKind(database, 1).slice(0, -1))
        for (let child = 0; child < view.getUint16(branch * pageSize + 10, true); child++)
          view.setBigUint64(branch * pageSize + 16 + child * 16 + 8, BigInt(one), true);
      const { share, damages } = await workFor(bytes);
      expect(share).toBeLessThan(1);
      expect(damages.length).toBeGreaterThan(900);
    }
  });

  it("is read a few times over where its leaves stand in the worst order", async () => {
    const database = writeDatabase({ key: puts(4096) });
    const leaves = pagesOfKind(database, 2).slice(0, 4096);
    // In order until much is read ahead, then in steps so wide that most of that is for nothing.
    const round = (at: number): number => (at < 1024 ? -1 : at % 64);
    const order = [...leaves.keys()].sort((a, b) => round(a) - round(b) || a - b);
    const bytes = bytesOf(database);
    const view = new DataView(bytes.buffer);
    const place = new Map(order.map((to, at) => [leaves[at] ?? 0, leaves[to] ?? 0]));
    for (const [from, to] of place) {
      bytes.set(database.pages.get(from) ?? new Uint8Array(0), to * pageSize);
      view.setBigUint64(to * pageSize, BigInt(to), true);
    }
    for (const branch of pagesOfKind(database, 1))
      for (let child = 0; child < view.getUint16(branch * pageSize + 10, true); child++) {
        const at = branch * pageSize + 16 + child * 16 + 8;
        const id = Number(view.getBigUint64(at, true));
        view.setBigUint64(at, BigInt(place.get(id) ?? id), true);
      }
    const { share, changes, damages } = await workFor(bytes);
    expect([changes, damages]).toEqual([4096, []]);
    expect(share).toBeLessThan(5);
  });

  it("gives a page to the history before any other bucket", async () => {
    const database = writeDatabase({ key: puts(20), lease: puts(3) });
    const bytes = bytesOf(database);
    const leaves = pagesOfKind(database, 2);
    const [leaf = 0, lease = 0] = [leaves[4], pagesOfKind(database, 1).at(-1)];
    new DataView(bytes.buffer).setBigUint64(lease * pageSize + 16 + 8, BigInt(leaf), true);
    const { changes, damages } = await workFor(bytes);
    expect(changes).toBe(20);
    expect(damages).toMatchObject([
      { page: leaf, reason: "the page belongs to the tree of another bucket too" },
    ]);
  });

  it("takes no memory for the pages that its meta page claims and it has not", async () => {
    const database = { ...writeDatabase({ key: puts(20) }), pageCount: 2 ** 50 };
    const rewritten = writeDatabase({ key: puts(20) });
    for (const id of [0, 1]) rewritten.pages.set(id, metaPage(id, database, 8));
    const { changes, damages } = await workFor(bytesOf(rewritten));
    expect(changes).toBe(20);
    expect(damages).toMatchObject([{ reason: expect.stringContaining("the file was cut off") }]);
  });
});
