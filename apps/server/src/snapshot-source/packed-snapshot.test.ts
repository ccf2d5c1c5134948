import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fixtureBytes, keysOf, withFile } from "./fixture.testing.ts";
import { openSnapshot, type SnapshotOptions } from "./open-snapshot.ts";

const packedPath = (name: string): string =>
  fileURLToPath(new URL(`../../../../fixtures/packed/${name}`, import.meta.url));
const packedBytes = (name: string): Uint8Array => readFileSync(packedPath(name));
const unzipped = (name: string): Uint8Array => gunzipSync(packedBytes(name));

/** The keys of a snapshot, and what is damaged. */
async function opened(path: string, options?: SnapshotOptions) {
  const source = await openSnapshot(path, options);
  try {
    const keys = (await keysOf(source)).map((key) => Buffer.from(key).toString());
    return { keys, damage: (await source.describe()).damage };
  } finally {
    await source.close();
  }
}

const refusal = (path: string): Promise<unknown> =>
  opened(path).then(
    () => "opened",
    (error: unknown) => (error instanceof Error ? error.message : error),
  );

async function ofBytes<T>(bytes: Uint8Array, run: (path: string) => Promise<T>): Promise<T> {
  const results: T[] = [];
  await withFile(bytes, async (path) => void results.push(await run(path)));
  const [result] = results;
  if (result === undefined) throw new Error("nothing was run");
  return result;
}

describe("a packed snapshot", () => {
  it.each([
    "one-key.db.zst",
    "one-key-frames.db.zst",
    "one-key.tar.gz",
    "one-key.tar.zst",
    "one-key.zip",
    "one-key-stored.zip",
    "long-name-gnu.tar.gz",
    "long-name-pax.tar.gz",
    "compressed-within.tar.gz",
  ])("opens by its bytes, whatever it is called: %s", async (name) => {
    expect(await opened(packedPath(name))).toEqual({ keys: ["/app/name"], damage: undefined });
    expect(await ofBytes(packedBytes(name), opened)).toMatchObject({ keys: ["/app/name"] });
  });

  it("opens in a tar archive that is not compressed, where it is", async () => {
    const outcome = await ofBytes(unzipped("one-key.tar.gz"), (path) =>
      opened(path, { temporaryFolder: "/nowhere" }),
    );
    expect(outcome.keys).toEqual(["/app/name"]);
  });

  it("opens as the one database in a whole data directory", async () => {
    const { keys } = await opened(packedPath("data-directory.tgz"));
    expect(keys).toHaveLength(50);
  });

  it.each(["two.tar.gz", "two.zip"])("is named where it is one of several, and chosen: %s", async (name) => {
    const path = packedPath(name);
    expect(await refusal(path)).toBe(
      `There are 2 databases in the archive: lease.db, one-key.db. Say which one is meant, as in ${path}#lease.db.`,
    );
    expect((await opened(`${path}#one-key.db`)).keys).toEqual(["/app/name"]);
    expect(await refusal(`${path}#other.db`)).toBe(
      'The archive has no member "other.db"; it has: lease.db, one-key.db.',
    );
  });

  it.each([
    ["none.zip", "There is no database of etcd in the archive; it has: README.txt."],
    ["encrypted.zip", "The archive is encrypted: unpack it first, and give the database."],
    ["sparse.tar.gz", "The member sparse.db of the archive is stored with holes: unpack the archive first."],
    ["one-key.db.xz", "The file is compressed with xz: unpack it first, with “xz -d”."],
    ["one-key.db.bz2", "The file is compressed with bzip2: unpack it first, with “bzip2 -d”."],
    ["one-key.db.lz4", "The file is compressed with lz4: unpack it first, with “lz4 -d”."],
  ])("is named with what to do where it cannot be opened: %s", async (name, message) => {
    expect(await refusal(packedPath(name))).toBe(message);
  });

  it("has no member where it is no archive", async () => {
    expect(await refusal(`${packedPath("one-key.db.zst")}#db`)).toBe(
      'The file is no archive: it has no member "db".',
    );
  });

  it("is told of where a zip archive was cut off", async () => {
    expect(await ofBytes(packedBytes("one-key.zip").subarray(0, 500), refusal)).toContain(
      "The zip archive is damaged, or was cut off",
    );
  });
});

describe("a file that is mistaken for a snapshot", () => {
  it.each([
    ["log.wal.gz", "write-ahead log (.wal), which holds requests and no keys"],
    ["raft.snap.gz", "snapshot of raft (.snap)"],
    ["state.db.gz", "SQLite database, as kine has it in k3s"],
  ])("is named: %s", async (name, message) => {
    expect(await refusal(packedPath(name))).toContain(message);
    expect(await ofBytes(unzipped(name), refusal)).toContain(message);
  });

  const sample = fixtureBytes("snapshot-branches");
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  const cases: readonly [name: string, bytes: Uint8Array, message: string][] = [
    ["JSON", text(' {"kvs": [{"key": "L2E="}]}'), "The file is JSON, not a snapshot of etcd"],
    ["text", text("apiVersion: v1\nkind: List\n"), "The file is text, not a snapshot of etcd"],
    ["age", text("age-encryption.org/v1\n-> X25519 abc"), "encrypted with age"],
    ["openssl", text("Salted__\x01\x02\x03\x04\x05\x06\x07\x08"), "encrypted with openssl"],
    ["a database without metas", Uint8Array.from(sample).fill(0, 0, 8192), "can be salvaged"],
    [
      "bytes before it",
      Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), sample]),
      "3 bytes at the beginning are too many",
    ],
    ["bytes missing before it", sample.subarray(5), "5 bytes at the beginning are missing"],
    [
      "UTF-8",
      Buffer.from(Buffer.from(sample).toString("latin1")),
      "written as UTF-8, from the letters of latin1",
    ],
    [
      "UTF-8 with replacements",
      Buffer.from(Buffer.from(sample).toString("utf8")),
      "replaced, where they were no UTF-8",
    ],
    [
      "line ends",
      Buffer.from(Buffer.from(sample).toString("latin1").replaceAll("\n", "\r\n"), "latin1"),
      "a carriage return stands before every line feed",
    ],
    [
      "noise",
      Uint8Array.from({ length: 5000 }, (_, at) => (at * at * 7919) >> 3),
      "nothing else that is known",
    ],
  ];

  it.each(cases)("is named: %s", async (_, bytes, message) => {
    expect(await ofBytes(bytes, refusal)).toContain(message);
    expect(await ofBytes(gzipSync(bytes), refusal)).toContain(message);
  });
});
