import { decodeKeyValue, readSnapshot } from "@etcdscope/snapshot";
import { describe, expect, it } from "vitest";
import { memoryFile } from "./file.ts";
import { fixtureBytes, keysOf, withFile } from "./fixture.testing.ts";
import { openSnapshot, type SnapshotOptions } from "./open-snapshot.ts";

const pageSize = 4096;
const sample = fixtureBytes("sample-cluster");
const nameOf = (key: Uint8Array): string => Buffer.from(key).toString("latin1");

interface StoredAt {
  readonly key: string;
  readonly revision: bigint;
  readonly page: number;
}

/** Which leaf each change of the sample stands in. */
async function places(): Promise<StoredAt[]> {
  const all: StoredAt[] = [];
  const snapshot = await readSnapshot(memoryFile(sample));
  for await (const elements of snapshot.entries("key"))
    for (const { value, valueOffset: offset, page } of elements) {
      const { key, modRevision: revision } = decodeKeyValue(value, { offset });
      all.push({ key: nameOf(key), revision, page });
    }
  return all;
}

function withoutPages(...pages: number[]): Uint8Array {
  const bytes = Uint8Array.from(sample);
  for (const page of pages) bytes.fill(0, page * pageSize, (page + 1) * pageSize);
  return bytes;
}

async function opened(bytes: Uint8Array, options: SnapshotOptions = {}) {
  const warnings: string[] = [];
  let told: unknown;
  let keys: string[] = [];
  await withFile(bytes, async (path) => {
    const source = await openSnapshot(path, { onWarning: (text) => void warnings.push(text), ...options });
    told = (await source.describe()).damage;
    keys = (await keysOf(source)).map(nameOf);
    await source.close();
  });
  return { told, keys, warnings };
}

describe("a damaged snapshot", () => {
  it("shows what is left, and says which pages are missing", async () => {
    const whole = await opened(sample);
    expect(whole).toMatchObject({ told: undefined, warnings: [] });
    const stored = await places();
    const [early, late] = [stored[100]?.page ?? 0, stored[600]?.page ?? 0];
    const { told, keys, warnings } = await opened(withoutPages(early, late));
    expect(told).toMatchObject({
      pages: 2,
      pageCount: 908,
      hash: "mismatch",
      places: [early, late].map((page) => ({
        page,
        offset: page * pageSize,
        reason: "the page carries the number of another",
      })),
    });
    expect(keys.filter((key) => !whole.keys.includes(key))).toEqual([]);
    expect(keys.length).toBeGreaterThan(400);
    expect(warnings).toEqual([expect.stringContaining("2 of 908 pages could not be read")]);
    expect(warnings[0]).toContain(`page ${early}, byte ${early * pageSize}`);
    expect(warnings[0]).toContain("may be older than what was stored");
  });

  it("shows an older state of a key whose newest change is lost, never a made one", async () => {
    const stored = await places();
    const alive = new Set((await opened(sample)).keys);
    const versions = (name: string) => stored.filter(({ key }) => key === name).slice(-2);
    const key = [...alive].find((name) => new Set(versions(name).map(({ page }) => page)).size === 2) ?? "";
    const [before, newest] = versions(key);
    await withFile(withoutPages(newest?.page ?? 0), async (path) => {
      const source = await openSnapshot(path);
      const read = await source.read(Buffer.from(key, "latin1"));
      expect(read?.modRevision).toBe(before?.revision);
      await source.close();
    });
  });

  it("is opened or refused, whichever page of the history is lost, and never with a key that was not there", async () => {
    const whole = new Set((await opened(sample)).keys);
    const deleted = new Set((await places()).map(({ key }) => key));
    const pages = [...new Set((await places()).map(({ page }) => page))];
    for (const page of pages.filter((_, at) => at % 25 === 3)) {
      const { told, keys } = await opened(withoutPages(page));
      expect(told).toMatchObject({ pages: 1 });
      expect(keys.filter((key) => !whole.has(key) && !deleted.has(key))).toEqual([]);
    }
  });

  it("is refused where nothing of it can be read, and where only a whole one is wanted", async () => {
    const stored = await places();
    const harmed = withoutPages(stored[100]?.page ?? 0);
    await expect(opened(harmed, { isStrict: true })).rejects.toMatchObject({
      code: "snapshot_damaged",
      detail: { page: stored[100]?.page },
    });
    await expect(opened(sample, { isStrict: true })).resolves.toMatchObject({ told: undefined });
    const nothing = withoutPages(...Array.from({ length: 906 }, (_, at) => at + 2));
    await expect(opened(nothing)).rejects.toMatchObject({ code: "snapshot_damaged" });
  });

  it("of which the end is missing shows what stands before it", async () => {
    const { told, keys, warnings } = await opened(sample.subarray(0, 2_900_001));
    expect(told).toMatchObject({ hash: "cut" });
    expect(warnings[0]).toContain(`the file was cut off: it has 2900001 of ${908 * pageSize} bytes`);
    expect(keys.length).toBeGreaterThan(50);
  });
});
