import { execFileSync, spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import type { SourceDamage } from "@etcdscope/keyspace";
import { describe, expect, it } from "vitest";
import { memoryFile } from "./file.ts";
import { compressedBytes, fixtureBytes, keysOf, withFile, withFolder } from "./fixture.testing.ts";
import { openSnapshot, type SnapshotOptions } from "./open-snapshot.ts";
import { gunzip } from "./packing/gzip.ts";
import { Spool } from "./packing/spool.ts";
import { unzstd } from "./packing/zstd.ts";

interface Outcome {
  readonly keys?: number;
  readonly damage?: SourceDamage | undefined;
  readonly fault?: unknown;
}

async function outcomeOf(path: string, options?: SnapshotOptions): Promise<Outcome> {
  try {
    const source = await openSnapshot(path, options);
    const [keys, { damage }] = [(await keysOf(source)).length, await source.describe()];
    await source.close();
    return { keys, damage };
  } catch (fault) {
    return { fault };
  }
}

async function opening(bytes: Uint8Array, options?: SnapshotOptions): Promise<Outcome> {
  let outcome: Outcome = {};
  await withFile(bytes, async (path) => {
    outcome = await outcomeOf(path, options);
  });
  return outcome;
}

const sample = compressedBytes("sample-cluster");
const branches = compressedBytes("snapshot-branches");
const whole = fixtureBytes("snapshot-branches");

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const place = at < 0 ? bytes.length + at : at;
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
}

describe("a damaged gzip file", () => {
  it("shows what could be unpacked where it is cut off, wherever that is", async () => {
    const counts: number[] = [];
    for (const share of [0.5, 0.7, 0.9, 0.99]) {
      const end = Math.floor(share * sample.length);
      const { keys = 0, damage } = await opening(sample.subarray(0, end));
      expect(damage).toMatchObject({ packing: { fault: "cut", offset: end } });
      counts.push(keys);
    }
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[0]).toBeGreaterThan(0);
  });

  it("shows all of it where only its end is damaged", async () => {
    const sound = await opening(branches);
    expect(sound.damage).toBeUndefined();
    const cases: readonly [bytes: Uint8Array, packing: unknown][] = [
      [branches.subarray(0, -3), { fault: "cut", offset: branches.length - 3 }],
      [changed(branches, -1), { fault: "checksum", offset: branches.length - 8 }],
      [changed(branches, -6), { fault: "checksum", offset: branches.length - 8 }],
      [Buffer.concat([branches, Buffer.from("\n")]), { fault: "trailing", offset: branches.length }],
      [Buffer.concat([branches, Buffer.alloc(70_000, 65)]), { fault: "trailing", offset: branches.length }],
    ];
    for (const [bytes, packing] of cases) {
      const { keys, damage } = await opening(bytes);
      expect([keys, damage?.pages, damage?.packing]).toEqual([sound.keys, 0, packing]);
      expect((await opening(bytes, { isStrict: true })).fault).toMatchObject({ code: "snapshot_damaged" });
    }
  });

  it("shows what stands before a place that is corrupt", async () => {
    const { keys = 0, damage } = await opening(changed(sample, Math.floor(0.8 * sample.length)));
    expect(damage?.packing?.fault).toMatch(/corrupt|checksum/);
    expect(keys).toBeGreaterThan(0);
  });

  it("may have several members, and zeros behind them", async () => {
    const bytes = gunzipSync(sample);
    const [first, second] = [bytes.subarray(0, 700_001), bytes.subarray(700_001)];
    const members = Buffer.concat([gzipSync(first), gzipSync(second, { level: 1 })]);
    expect((await opening(members)).damage).toBeUndefined();
    expect((await opening(Buffer.concat([members, Buffer.alloc(1000)]))).damage).toBeUndefined();
    const cut = await opening(members.subarray(0, -2000));
    expect(cut.damage).toMatchObject({ packing: { fault: "cut" } });
  });

  it("is said to be the reason where nothing can be read of it", async () => {
    const { fault } = await opening(branches.subarray(0, 30));
    expect(fault).toMatchObject({
      code: "snapshot_damaged",
      message: expect.stringContaining("The packed file ends too early, at byte 30"),
    });
  });

  it("costs no more than its bytes where it is made of empty members", async () => {
    const empty = gzipSync("");
    const many = Buffer.concat(Array.from({ length: 5000 }, () => empty));
    let reads = 0;
    const file = memoryFile(many);
    const read = (at: number, length: number): Promise<Uint8Array> => {
      reads++;
      return file.read(at, length);
    };
    expect(await gunzip({ size: file.size, read }, async () => undefined)).toMatchObject({
      fault: "trailing",
    });
    expect(reads).toBeLessThan(8000);
  });
});

const zstdPath = fileURLToPath(new URL("../../../../fixtures/packed/one-key.db.zst", import.meta.url));
const frames = fileURLToPath(new URL("../../../../fixtures/packed/one-key-frames.db.zst", import.meta.url));

async function read(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function unpackedOf(bytes: Uint8Array): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await unzstd(memoryFile(bytes), async (chunk) => void chunks.push(chunk));
  return Buffer.concat(chunks);
}

describe("a damaged zstd file", () => {
  it("shows what could be unpacked, and says what is wrong with it", async () => {
    const [one, several] = [await read(zstdPath), await read(frames)];
    const cases: readonly [bytes: Uint8Array, fault: string][] = [
      [one.subarray(0, -2), "cut"],
      [changed(one, -1), "checksum"],
      [Buffer.concat([one, Buffer.from("more than nothing")]), "trailing"],
      [Buffer.concat([one, Buffer.from("\n")]), "trailing"],
      [several.subarray(0, -10), "cut"],
    ];
    for (const [bytes, fault] of cases)
      expect((await opening(bytes)).damage).toMatchObject({ packing: { fault } });
  });

  it("never ends otherwise, whichever byte is another", async () => {
    const one = await read(zstdPath);
    const expected = await unpackedOf(one);
    for (let at = 4; at < one.length; at += 7) {
      const { damage, fault } = await opening(changed(one, at));
      if (fault !== undefined) expect(fault).toMatchObject({ name: "SourceFault" });
      else if (damage === undefined) expect(await unpackedOf(changed(one, at))).toEqual(expected);
      else expect(damage.packing).toBeDefined();
    }
  });

  it("is refused where it needs a larger window or a dictionary, before any memory is taken for it", async () => {
    const window = Buffer.from("28b52ffda400000080", "hex");
    const dictionary = Buffer.from("28b52ffd21011000000000000000", "hex");
    for (const [head, what] of [
      [window, "a larger window"],
      [dictionary, "a dictionary"],
    ] as const)
      expect((await opening(Buffer.concat([head, Buffer.alloc(100)]))).fault).toMatchObject({
        code: "not_supported",
        message: expect.stringContaining(what),
      });
  });

  it("gives a decoder that moves its window no more than the bytes are worth", async () => {
    // A window of 8 MiB, and blocks of one byte each.
    const head = Buffer.from("28b52ffd0068", "hex");
    const blocks = Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from("0a000041", "hex")));
    let unpacked = 0;
    const damage = await unzstd(memoryFile(Buffer.concat([head, blocks])), async (bytes) => {
      unpacked += bytes.length;
    });
    expect(damage).toMatchObject({ fault: "corrupt" });
    expect(unpacked).toBeLessThan(5000);
  });
});

const limits = { memoryLimit: 1000, sizeLimit: 1_000_000, signal: undefined };

describe("the room to unpack in", () => {
  async function spooled(bytes: Uint8Array, options: Partial<typeof limits> & { temporaryFolder: string }) {
    const spool = new Spool({ ...limits, ...options });
    try {
      for (let at = 0; at < bytes.length; at += 4096) await spool.add(bytes.subarray(at, at + 4096));
      return await spool.finish();
    } catch (error) {
      await spool.discard();
      throw error;
    }
  }

  it("is a file without a name, which nobody else may read", async () => {
    await withFolder(async (temporaryFolder) => {
      const file = await spooled(whole.subarray(0, 100_000), { temporaryFolder });
      expect(await readdir(temporaryFolder)).toEqual([]);
      expect(Buffer.compare(await file.read(0, 100_000), whole.subarray(0, 100_000))).toBe(0);
      expect(await file.read(99_997, 100)).toHaveLength(3);
      await file.close();
    });
  });

  it("ends at a limit, and leaves nothing behind", async () => {
    await withFolder(async (temporaryFolder) => {
      await expect(spooled(whole, { temporaryFolder, sizeLimit: 5000 })).rejects.toMatchObject({
        code: "too_large",
      });
      expect(await readdir(temporaryFolder)).toEqual([]);
    });
  });

  it("is what is told of where it is missing, and not the snapshot", async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, "file"), "");
      for (const [name, reason] of [
        ["missing", "does not exist"],
        ["file", "is not a folder"],
      ] as const) {
        const temporaryFolder = join(folder, name);
        await expect(spooled(whole, { temporaryFolder })).rejects.toMatchObject({
          code: "source_unavailable",
          message: `The snapshot is unpacked in the folder for temporary files, and ${temporaryFolder} ${reason}: set TMPDIR to another.`,
        });
      }
    });
  });

  it("is what is told of where it is full", async (context) => {
    const folder = await mkdtemp(join(tmpdir(), "etcdscope-small-"));
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]);
    if (mounted.status !== 0) {
      await rm(folder, { recursive: true });
      return context.skip(`a small disk cannot be mounted here: ${mounted.stderr}`);
    }
    try {
      for (const bytes of [whole, whole.subarray(0, 300_000)])
        await expect(spooled(bytes, { temporaryFolder: folder })).rejects.toMatchObject({
          code: "source_unavailable",
          message: expect.stringContaining(`There is not enough room to unpack the snapshot in ${folder}`),
        });
      expect(await readdir(folder)).toEqual([]);
    } finally {
      execFileSync("umount", [folder]);
      await rm(folder, { recursive: true });
    }
  });

  it("is not taken for gigabytes of what is no database", async () => {
    let taken = 0;
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    await withFolder(async (temporaryFolder) => {
      const { fault } = await opening(bomb, { temporaryFolder: join(temporaryFolder, "missing") });
      expect(fault).toMatchObject({ code: "snapshot_damaged" });
      taken = (await readdir(temporaryFolder)).length;
    });
    expect(taken).toBe(0);
  });
});

describe("what a path leads to", () => {
  it("is looked at before it is read", async () => {
    await withFolder(async (folder) => {
      const pipe = join(folder, "pipe");
      execFileSync("mkfifo", [pipe]);
      await symlink("/dev/zero", join(folder, "device"));
      const socket = createServer().listen(join(folder, "socket"));
      for (const [name, what] of [
        ["pipe", "a pipe"],
        ["device", "a device"],
        ["socket", "a socket"],
      ] as const)
        expect((await outcomeOf(join(folder, name))).fault).toMatchObject({
          code: "source_unavailable",
          message: `The snapshot's path leads to ${what}; a file is needed.`,
        });
      socket.close();
    });
  });

  it("may be a data directory, or a folder in one, of which the database is opened with a note", async () => {
    await withFolder(async (folder) => {
      const snap = join(folder, "data", "member", "snap");
      await mkdir(snap, { recursive: true });
      await mkdir(join(folder, "data", "member", "wal"));
      await writeFile(join(snap, "db"), whole.subarray(0, -32));
      await writeFile(join(folder, "data", "member", "wal", "0-0.wal"), "");
      for (const place of ["data", "data/member", "data/member/snap"]) {
        const notes: string[] = [];
        const { keys, damage } = await outcomeOf(join(folder, place), {
          onWarning: (note) => void notes.push(note),
        });
        expect(damage).toBeUndefined();
        expect(keys).toBeGreaterThan(0);
        expect(notes).toEqual([
          expect.stringContaining("if etcd is running on it, the copy may be inconsistent"),
        ]);
      }
      expect((await outcomeOf(join(folder, "data/member/wal"))).fault).toMatchObject({
        message: expect.stringContaining("write-ahead log"),
      });
      expect((await outcomeOf(folder)).fault).toMatchObject({
        message: expect.stringContaining("a folder without a database of etcd"),
      });
    });
  });
});

it("a compressed sample unpacks to what it was made from", async () => {
  const chunks: Uint8Array[] = [];
  await gunzip(memoryFile(branches), async (bytes) => void chunks.push(Uint8Array.from(bytes)));
  expect(Buffer.compare(Buffer.concat(chunks), gunzipSync(branches))).toBe(0);
});
