import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { putEntry } from "../revision/record.testing.ts";
import { historyOf } from "../snapshot/collect.testing.ts";
import { SnapshotDamage } from "../snapshot/damage.ts";
import { MemoryFile } from "../snapshot/fixture.testing.ts";
import { readSnapshot } from "../snapshot/snapshot.ts";
import { bytesOf, type Database, type Entry, sparseFile, writeDatabase } from "./writer.testing.ts";

const text = new TextEncoder();

const history = (count: number, valueSize = 20): Entry[] =>
  Array.from({ length: count }, (_, at) =>
    putEntry(BigInt(at + 2), text.encode(`/app/${at}`), new Uint8Array(valueSize).fill(at % 251)),
  );

const readAll = async (database: Database) => historyOf(await readSnapshot(sparseFile(database)));

/** The error that reading the whole database ends in. */
const damageOf = async (database: Database): Promise<unknown> => {
  try {
    await readAll(database);
    return undefined;
  } catch (error) {
    return error;
  }
};

const pageView = ({ pages }: Database, id: number): DataView => {
  const page = pages.get(id) ?? new Uint8Array(0);
  return new DataView(page.buffer, page.byteOffset, page.byteLength);
};

const flagsOf = (database: Database, id: number): number => pageView(database, id).getUint16(8, true);
const pagesOfKind = (database: Database, flags: number): number[] =>
  [...database.pages.keys()].filter((id) => id > 1 && flagsOf(database, id) === flags);
const branches = (database: Database): number[] => pagesOfKind(database, 1);
const leaves = (database: Database): number[] => pagesOfKind(database, 2);

describe("a bucket's tree", () => {
  it("gives back what was written, whatever the page size, the fanout and the values", async () => {
    const sizes = fc.array(fc.oneof(fc.nat(60), fc.nat(20_000)), { maxLength: 60 });
    const shape = fc.record({
      pageSize: fc.constantFrom(1024, 4096, 16_384, 65_536),
      fanout: fc.integer({ min: 2, max: 9 }),
      inline: fc.constantFrom([], ["key"]),
    });
    await fc.assert(
      fc.asyncProperty(sizes, shape, async (valueSizes, options) => {
        const entries = valueSizes.map((size, at) =>
          putEntry(BigInt(at + 2), text.encode(`k${at}`), new Uint8Array(size).fill(at)),
        );
        const read = await readAll(writeDatabase({ key: entries }, options));
        expect(read.map(({ kv }) => kv.value.length)).toEqual(valueSizes);
        expect(read.map(({ main }) => main)).toEqual(entries.map((_, at) => BigInt(at + 2)));
      }),
      { numRuns: 60 },
    );
  });

  it("is read behind 4 GiB", async () => {
    const firstPage = 2 ** 33 / 4096 + 7;
    const read = await readAll(writeDatabase({ key: history(500) }, { firstPage }));
    expect(read).toHaveLength(500);
    expect(read.every(({ offset }) => offset > 2 ** 33)).toBe(true);
  });

  it("tells where in the file each record stands", async () => {
    const database = writeDatabase({ key: history(500, 3000) });
    const file = bytesOf(database);
    for (const { kv, offset, size } of await readAll(database))
      expect(Buffer.from(file.subarray(offset, offset + size)).includes(Buffer.from(kv.value))).toBe(true);
  });

  it("is read through small windows: not much more than the file itself", async () => {
    const database = writeDatabase({ key: history(20_000) });
    const file = new MemoryFile(bytesOf(database));
    expect(await historyOf(await readSnapshot(file))).toHaveLength(20_000);
    expect(file.bytesRead).toBeLessThan(2.5 * (await file.size()));
  });

  it("stops where the caller aborts", async () => {
    const snapshot = await readSnapshot(sparseFile(writeDatabase({ key: history(500) })));
    const abort = new AbortController();
    const reading = snapshot.history(() => abort.abort(new Error("no longer wanted")), abort.signal);
    await expect(reading).rejects.toThrow("no longer wanted");
  });
});

describe("a damaged tree", () => {
  const element = (index: number): number => 16 + 16 * index;

  /** What reading ends in after a change to a database of 500 changes in some 13 leaves under two levels of branches. */
  async function damageAfter(change: (database: Database) => number): Promise<[unknown, number]> {
    const database = writeDatabase({ key: history(500) }, { fanout: 4 });
    const page = change(database);
    return [await damageOf(database), page];
  }

  const cases: readonly [name: string, change: (database: Database) => number, reason: string][] = [
    [
      "leads to the same page in two ways",
      (database) => {
        const view = pageView(database, branches(database)[0] ?? 0);
        const child = view.getBigUint64(element(0) + 8, true);
        view.setBigUint64(element(1) + 8, child, true);
        return Number(child);
      },
      "two ways in the tree lead to the same page",
    ],
    [
      "leads back to where it came from",
      (database) => {
        const root = branches(database).at(-1) ?? 0;
        pageView(database, branches(database)[0] ?? 0).setBigUint64(element(2) + 8, BigInt(root), true);
        return root;
      },
      "two ways in the tree lead to the same page",
    ],
    [
      "leads to a page that does not exist",
      (database) => {
        const branch = branches(database)[0] ?? 0;
        pageView(database, branch).setBigUint64(element(3) + 8, 2n ** 63n, true);
        return branch;
      },
      "it points outside of the pages 2 to 15",
    ],
    [
      "leads to a meta page",
      (database) => {
        const branch = branches(database)[0] ?? 0;
        pageView(database, branch).setBigUint64(element(0) + 8, 1n, true);
        return branch;
      },
      "it points outside of the pages 2 to 15",
    ],
    [
      "has a page that carries the number of another",
      (database) => {
        pageView(database, 5).setBigUint64(0, 99n, true);
        return 5;
      },
      "the page carries the number of another",
    ],
    [
      "has a page that belongs to no tree",
      (database) => {
        pageView(database, 5).setUint16(8, 0x10, true);
        return 5;
      },
      "a page of the tree has the kind 0x10",
    ],
    [
      "has a page that runs on behind the last",
      (database) => {
        pageView(database, 5).setUint32(12, 0xffff_ffff, true);
        return 5;
      },
      "a page claims 4294967295 more pages of data",
    ],
    [
      "has a page with more elements than fit",
      (database) => {
        pageView(database, 5).setUint16(10, 0xffff, true);
        return 5;
      },
      "it claims 65535 elements, more than fit",
    ],
    [
      "has a branch without children",
      (database) => {
        const branch = branches(database)[0] ?? 0;
        pageView(database, branch).setUint16(10, 0, true);
        return branch;
      },
      "a branch has no children",
    ],
    [
      "has an element with data behind its page",
      (database) => {
        pageView(database, 5).setUint32(element(3) + 12, 0xffff_ff00, true);
        return 5;
      },
      "an element's data ends behind its page",
    ],
    [
      "has an element with data in the elements",
      (database) => {
        pageView(database, 5).setUint32(element(0) + 4, 0, true);
        return 5;
      },
      "an element's data does not follow the one before",
    ],
    [
      "has an element of no known kind",
      (database) => {
        pageView(database, 5).setUint32(element(0), 2, true);
        return 5;
      },
      "an element has the unknown flags 2",
    ],
    [
      "has leaves in the wrong order",
      (database) => {
        const view = pageView(database, branches(database)[0] ?? 0);
        const [first, second] = [
          view.getBigUint64(element(0) + 8, true),
          view.getBigUint64(element(1) + 8, true),
        ];
        view.setBigUint64(element(0) + 8, second, true);
        view.setBigUint64(element(1) + 8, first, true);
        return Number(second);
      },
      "keys are not in order",
    ],
  ];

  it.each(cases)("is found out when it %s", async (_, change, reason) => {
    const [error, page] = await damageAfter(change);
    expect(error).toBeInstanceOf(SnapshotDamage);
    expect(error).toMatchObject({ page, reason });
  });

  it("is found out when it is deeper than any tree can be", async () => {
    const database = writeDatabase({ key: history(200, 4000) }, { fanout: 1000 });
    const [branch = 0] = branches(database);
    for (const id of leaves(database).slice(0, 150)) database.pages.set(id, linkPage(database, branch, id));
    expect(await damageOf(database)).toMatchObject({ reason: "the tree is too deep" });
  });

  /** A branch in the place of page `id` with a single child, the page behind it. */
  function linkPage(database: Database, branch: number, id: number): Uint8Array {
    const page = (database.pages.get(branch) ?? new Uint8Array(0)).slice();
    const view = new DataView(page.buffer);
    view.setBigUint64(0, BigInt(id), true);
    view.setUint16(10, 1, true);
    view.setUint32(12, 0, true);
    view.setUint32(element(0), 16, true);
    view.setBigUint64(element(0) + 8, BigInt(id + 1), true);
    return page.subarray(0, database.pageSize);
  }
});
