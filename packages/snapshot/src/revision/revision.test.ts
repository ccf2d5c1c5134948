import { describe, expect, it } from "vitest";
import { bytesOf, type Entry, writeDatabase } from "../bolt/writer.testing.ts";
import { historyOf } from "../snapshot/collect.testing.ts";
import { MemoryFile } from "../snapshot/fixture.testing.ts";
import { readSnapshot } from "../snapshot/snapshot.ts";
import { encodeKeyValue, putEntry, revisionKey } from "./record.testing.ts";

const text = new TextEncoder();
const key = text.encode("/app");
const record = { key, createRevision: 2n, modRevision: 2n, version: 1n, value: key, lease: 0n };

const open = (buckets: Readonly<Record<string, readonly Entry[]>>) =>
  readSnapshot(new MemoryFile(bytesOf(writeDatabase(buckets))));
const read = async (...entries: Entry[]) => historyOf(await open({ key: entries }));

describe("a revision", () => {
  it("is a put, or a deletion where its name ends with a t", async () => {
    const deletion: Entry = [revisionKey(3n, 1n, true), encodeKeyValue({ ...record, modRevision: 0n })];
    expect(await read(putEntry(2n, key, key), deletion)).toMatchObject([
      { main: 2n, sub: 0n, isDeletion: false, kv: record },
      { main: 3n, sub: 1n, isDeletion: true, kv: { key } },
    ]);
  });

  it("may be as large as 63 bits", async () => {
    const largest = 2n ** 63n - 1n;
    expect(await read(putEntry(largest, key, key))).toMatchObject([{ main: largest }]);
  });

  const names: readonly [name: string, bytes: Uint8Array][] = [
    ["too short", revisionKey(2n).subarray(0, 16)],
    ["with another end", Uint8Array.of(...revisionKey(2n), 0x75)],
    ["without the underscore", revisionKey(2n).fill(0x2d, 8, 9)],
    ["negative", revisionKey(2n ** 63n)],
  ];

  it.each(names)("is damaged when its name is %s", async (_, name) => {
    const reason = "a key of the history is no revision";
    await expect(read([name, encodeKeyValue(record)])).rejects.toMatchObject({ reason });
  });

  const records: readonly [name: string, record: typeof record][] = [
    ["another revision", { ...record, modRevision: 3n }],
    ["a creation after the change", { ...record, createRevision: 3n }],
    ["no creation", { ...record, createRevision: 0n }],
    ["no version", { ...record, version: 0n }],
    ["no key", { ...record, key: new Uint8Array(0) }],
  ];

  it.each(records)("is damaged when its record has %s", async (_, other) => {
    const reason = "a record contradicts its revision";
    await expect(read([revisionKey(2n), encodeKeyValue(other)])).rejects.toMatchObject({ reason });
  });
});

describe("the bucket meta", () => {
  const history = { key: [putEntry(2n, key, key)] };
  const number = (value: number): Uint8Array => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, value);
  const meta = (...entries: readonly [name: string, value: Uint8Array][]): Entry[] =>
    entries.map(([name, value]) => [text.encode(name), value]);

  it("tells what the versions of etcd have written into it", async () => {
    const { facts } = await open({
      ...history,
      meta: meta(
        ["confState", text.encode('{"voters":[1]}')],
        ["consistent_index", number(9)],
        ["finishedCompactRev", revisionKey(1n)],
        ["later", text.encode("?")],
        ["scheduledCompactRev", revisionKey(1n)],
        ["storageVersion", text.encode("3.6.0")],
        ["term", number(4)],
      ),
    });
    expect(facts.store).toEqual({
      confState: text.encode('{"voters":[1]}'),
      consistentIndex: 9n,
      finishedCompactRevision: 1n,
      scheduledCompactRevision: 1n,
      storageVersion: "3.6.0",
      term: 4n,
    });
  });

  it("counts a compaction that was only promised, as etcd does when it starts", async () => {
    const entries = meta(["finishedCompactRev", revisionKey(3n)], ["scheduledCompactRev", revisionKey(7n)]);
    expect((await open({ ...history, meta: entries })).facts.compactRevision).toBe(7n);
  });

  it.each(["consistent_index", "finishedCompactRev"])("is damaged when %s has another form", async (name) => {
    const opened = open({ ...history, meta: meta([name, Uint8Array.of(1)]) });
    await expect(opened).rejects.toMatchObject({ reason: "an entry of the bucket meta has the wrong form" });
  });

  it("may be missing", async () => {
    expect((await open(history)).facts).toMatchObject({ store: {}, compactRevision: 0n, buckets: ["key"] });
  });
});
