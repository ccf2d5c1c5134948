import { describe, expect, it } from "vitest";
import { bytesOf, type Entry, writeDatabase } from "../bolt/writer.testing.ts";
import { putEntry, revisionKey } from "../revision/record.testing.ts";
import { type Revision, revisionOf } from "../revision/revision.ts";
import { NotASnapshot, SnapshotDamage } from "./damage.ts";
import { fixtureBytes, MemoryFile } from "./fixture.testing.ts";
import { readSnapshot } from "./snapshot.ts";

const pageSize = 4096;

interface Partial {
  readonly history: readonly string[];
  readonly damages: readonly SnapshotDamage[];
  readonly compactRevision: bigint | undefined;
}

/** A change without its value, for which nothing but a hash can vouch. */
const textOf = ({ main, sub, isDeletion, kv }: Revision): string =>
  [main, sub, isDeletion, kv.createRevision, kv.version, Buffer.from(kv.key).toString("latin1")].join(" ");

/** What can be read of a file, from one that stops a reader who asks for much more than there is. */
async function partOf(bytes: Uint8Array): Promise<Partial> {
  const damages: SnapshotDamage[] = [];
  const file = new MemoryFile(bytes, 8 * bytes.length + 65_536);
  const snapshot = await readSnapshot(file, { onDamage: (damage) => void damages.push(damage) });
  const history: string[] = [];
  await snapshot.history((change) => void history.push(textOf(revisionOf(change))));
  return { history, damages, compactRevision: snapshot.facts.compactRevision };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof SnapshotDamage || error instanceof NotASnapshot;

const partOrRefusal = (bytes: Uint8Array): Promise<Partial | undefined> =>
  partOf(bytes).catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    return undefined;
  });

type Harm = (page: Uint8Array, at: number, bytes: Uint8Array) => void;

/** The same at every run, and different in every byte. */
function noise(page: Uint8Array, seed: number): void {
  let state = seed + 1;
  for (let at = 0; at < page.length; at++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    page[at] = state >>> 11;
  }
}

const harms: readonly [name: string, harm: Harm][] = [
  ["is zero", (page) => void page.fill(0)],
  ["is all ones", (page) => void page.fill(0xff)],
  ["is noise", noise],
  ["is noise but for its header", (page, at) => noise(page.subarray(16), at)],
  ["is noise in its second half", (page, at) => noise(page.subarray(pageSize / 2), at)],
  ["holds what another holds", (page, at, bytes) => page.set(another(bytes, at).subarray(16), 16)],
];

const another = (bytes: Uint8Array, at: number): Uint8Array => {
  const pages = Math.floor(bytes.length / pageSize);
  const other = (at * 7 + 3) % pages;
  return bytes.slice(other * pageSize, (other + 1) * pageSize);
};

function harmed(bytes: Uint8Array, page: number, harm: Harm): Uint8Array {
  const copy = bytes.slice();
  harm(copy.subarray(page * pageSize, (page + 1) * pageSize), page, bytes);
  return copy;
}

describe.each(harms)("a snapshot of which one page %s", (_, harm) => {
  it.each([
    ["snapshot-branches", 37],
    ["snapshot-overflow", 1],
    ["snapshot-compacted", 1],
    ["snapshot-tombstones", 1],
  ])("gives what is left and says what is missing: %s", async (name, step) => {
    const bytes = fixtureBytes(name);
    const whole = await partOf(bytes);
    expect(whole.damages).toEqual([]);
    const stored = new Set(whole.history);
    let opened = 0;
    for (let page = 0; page < Math.floor(bytes.length / pageSize); page += step) {
      const part = await partOrRefusal(harmed(bytes, page, harm));
      if (part === undefined) continue;
      opened++;
      expect([page, part.history.filter((change) => !stored.has(change))]).toEqual([page, []]);
      if (part.damages.length === 0) expect([page, part]).toEqual([page, whole]);
    }
    expect(opened).toBeGreaterThan(0);
  });
});

const text = new TextEncoder();
const puts = (count: number, valueSize: number): Entry[] =>
  Array.from({ length: count }, (_, at) =>
    putEntry(BigInt(at + 2), text.encode(`/app/${at}`), new Uint8Array(valueSize).fill(at)),
  );

/** A database of 400 changes under three levels of branches, and where each of its pages is. */
function deepDatabase() {
  const database = writeDatabase({ key: puts(400, 100) }, { pageSize: 1024, fanout: 4 });
  const kinds = new Map<number, number>();
  for (const [id, page] of database.pages)
    if (id > 1) kinds.set(id, new DataView(page.buffer, page.byteOffset).getUint16(8, true));
  const pagesOf = (flags: number) => [...kinds].filter(([, kind]) => kind === flags).map(([id]) => id);
  return { database, leaves: pagesOf(2), branches: pagesOf(1) };
}

const revisionsOf = ({ history }: Partial): number[] => history.map((line) => Number(line.split(" ")[0]));

describe("what is left of a damaged history", () => {
  it("is all but the leaf that is damaged, wherever it stands", async () => {
    const { database, leaves } = deepDatabase();
    const whole = revisionsOf(await partOf(bytesOf(database)));
    for (const leaf of leaves.slice(0, -1).filter((_, at) => at % 7 === 0)) {
      const bytes = bytesOf(database);
      bytes.fill(0, leaf * 1024, (leaf + 1) * 1024);
      const part = await partOf(bytes);
      expect(part.damages.map(({ page, offset }) => [page, offset])).toEqual([[leaf, leaf * 1024]]);
      const left = new Set(revisionsOf(part));
      const missing = whole.filter((revision) => !left.has(revision));
      expect(missing.length).toBeGreaterThan(0);
      expect(missing.length).toBeLessThan(10);
      expect((missing.at(-1) ?? 0) - (missing[0] ?? 0)).toBe(missing.length - 1);
    }
  });

  it("is all but what stands under a branch that is damaged", async () => {
    const { database, branches } = deepDatabase();
    const [lowest = 0] = branches;
    const bytes = bytesOf(database);
    bytes.fill(0, lowest * 1024, (lowest + 1) * 1024);
    const part = await partOf(bytes);
    expect(part.damages).toMatchObject([{ page: lowest, reason: "the page carries the number of another" }]);
    expect(revisionsOf(part).at(-1)).toBe(401);
    expect(400 - part.history.length).toBeGreaterThan(10);
    expect(400 - part.history.length).toBeLessThan(40);
  });

  it("is all but one change where one record is damaged", async () => {
    const { database, leaves } = deepDatabase();
    const bytes = bytesOf(database);
    const page = leaves[5] ?? 0;
    const data = Buffer.from(bytes.buffer).indexOf(text.encode("/app/"), page * 1024);
    bytes[data - 2] = 0x0f;
    const part = await partOf(bytes);
    expect(part.damages).toMatchObject([{ page }]);
    expect(part.history).toHaveLength(399);
  });

  it("loses nothing behind a leaf that is out of another time", async () => {
    const { database, leaves } = deepDatabase();
    const bytes = bytesOf(database);
    const [early = 0, late = 0] = [leaves[3], leaves.at(-3)];
    bytes.copyWithin(early * 1024 + 16, late * 1024 + 16, (late + 1) * 1024);
    const part = await partOf(bytes);
    expect(part.damages).toMatchObject([{ page: early, reason: "keys are not in order" }]);
    expect(part.history.length).toBeGreaterThan(390);
    expect(revisionsOf(part)).toEqual([...revisionsOf(part)].sort((a, b) => a - b));
  });

  it("is what stands before the end of a file that was cut off", async () => {
    const bytes = fixtureBytes("sample-cluster");
    const whole = await partOf(bytes);
    for (const share of [0.3, 0.7, 0.9]) {
      const part = await partOf(bytes.subarray(0, Math.floor(share * bytes.length)));
      expect(part.damages[0]?.reason).toContain("the file was cut off");
      expect(part.damages.length).toBeGreaterThan(1);
      expect(part.history.length).toBeGreaterThan(0);
      expect(part.history.every((change) => whole.history.includes(change))).toBe(true);
    }
  });

  it("does not know of compactions where the bucket meta is damaged", async () => {
    const meta: Entry = [text.encode("finishedCompactRev"), text.encode("?")];
    const part = await partOf(bytesOf(writeDatabase({ key: puts(20, 10), meta: [meta] })));
    expect(part.compactRevision).toBeUndefined();
    expect(part.history).toHaveLength(20);
    const whole: Entry = [text.encode("finishedCompactRev"), revisionKey(3n)];
    const intact = await partOf(bytesOf(writeDatabase({ key: puts(20, 10), meta: [whole] })));
    expect(intact).toMatchObject({ damages: [], compactRevision: 3n });
  });

  it("is nothing where the list of buckets or the root of the history is damaged", async () => {
    const { database, branches } = deepDatabase();
    for (const page of [database.rootPage, branches.at(-1) ?? 0]) {
      const bytes = bytesOf(database);
      bytes.fill(0, page * 1024, (page + 1) * 1024);
      await expect(partOf(bytes)).rejects.toMatchObject({ name: "SnapshotDamage", page });
    }
  });
});
