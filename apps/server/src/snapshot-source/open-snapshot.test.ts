import { copyFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SourceFault } from "@etcdscope/keyspace";
import { describe, expect, it } from "vitest";
import { fixtureBytes, fixturePath, keysOf, withFile, withFolder } from "./fixture.testing.ts";
import { openSnapshot, type SnapshotOptions } from "./open-snapshot.ts";

const text = new TextEncoder();
const key = text.encode("/app/name");

/** The bytes with one changed in the value of `/app/name`. */
function withChangedValue(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[Buffer.from(copy.buffer).indexOf("etcdscope")] = 0x45;
  return copy;
}

const opening = async (bytes: Uint8Array, options?: SnapshotOptions): Promise<unknown> => {
  let outcome: unknown;
  await withFile(bytes, async (path) => {
    outcome = await openSnapshot(path, options).then(
      (source) => source.close(),
      (error: unknown) => error,
    );
  });
  return outcome;
};

describe("opening a snapshot", () => {
  it("takes what etcdctl saved, plain and compressed, under the file's name or another", async () => {
    const plain = fixtureBytes("snapshot-one-key");
    for (const bytes of [plain, gzipSync(plain)])
      await withFile(bytes, async (path) => {
        const source = await openSnapshot(path);
        expect(await source.describe()).toMatchObject({ name: "test.db", keyCount: 1, revision: 2n });
        expect((await source.read(key))?.value).toEqual(text.encode("etcdscope"));
        await source.close();
        const named = await openSnapshot(path, { name: "production" });
        expect(await named.describe()).toMatchObject({ name: "production" });
        await named.close();
      });
  });

  it("shows a file whose bytes do not fit its sha256 as it is and says so, unless told to be strict", async () => {
    const changed = withChangedValue(fixtureBytes("snapshot-one-key"));
    await withFile(changed, async (path) => {
      const warnings: string[] = [];
      const onWarning = (warning: string): void => void warnings.push(warning);
      const source = await openSnapshot(path, { onWarning });
      expect(warnings).toEqual([expect.stringContaining("sha256")]);
      expect((await source.read(key))?.value).toEqual(text.encode("Etcdscope"));
      expect((await source.describe()).damage).toEqual({
        pages: 0,
        pageCount: 5,
        places: [],
        hash: "mismatch",
      });
      await source.close();
      const silent = await openSnapshot(path, { skipHashCheck: true, isStrict: true, onWarning });
      expect((await silent.describe()).damage).toBeUndefined();
      expect(warnings).toHaveLength(1);
      await silent.close();
    });
    expect(await opening(changed, { isStrict: true })).toMatchObject({
      name: "SourceFault",
      code: "snapshot_damaged",
      message: expect.stringContaining("sha256"),
    });
  });

  it("tells of a file that ends inside its sha256", async () => {
    const bytes = fixtureBytes("snapshot-one-key");
    const cut = bytes.subarray(0, bytes.length - 9);
    await withFile(cut, async (path) => {
      const source = await openSnapshot(path);
      expect((await source.describe()).damage).toMatchObject({ pages: 0, hash: "cut" });
      await source.close();
    });
    expect(await opening(cut, { isStrict: true })).toMatchObject({ code: "snapshot_damaged" });
  });

  it("says where a damaged file is damaged, whatever its sha256 says", async () => {
    const bytes = Uint8Array.from(fixtureBytes("snapshot-one-key"));
    for (const page of [2, 3, 4]) bytes.fill(0xff, page * 4096, page * 4096 + 8);
    const fault = await opening(bytes);
    if (!(fault instanceof SourceFault)) throw new Error("it was opened");
    expect(fault.code).toBe("snapshot_damaged");
    expect(fault.detail.offset).toBe((fault.detail.page ?? 0) * 4096);
    expect(fault.message).toContain(`page ${fault.detail.page}, byte ${fault.detail.offset}`);
  });

  it("tells what is no snapshot at all from what is damaged", async () => {
    expect(await opening(text.encode("apiVersion: v1\n".repeat(400)))).toMatchObject({
      code: "snapshot_damaged",
      message: expect.stringContaining("The file is text, not a snapshot of etcd"),
      detail: {},
    });
    expect(await opening(new Uint8Array(0))).toMatchObject({ message: expect.stringContaining("empty") });
    expect(await opening(gzipSync("hello"))).toMatchObject({
      message: expect.stringContaining("The file is text, not a snapshot of etcd"),
    });
  });

  it("says in a sentence why a path cannot be read", async () => {
    await withFolder(async (folder) => {
      await expect(openSnapshot(join(folder, "none.db"))).rejects.toMatchObject({
        code: "source_unavailable",
        message: "There is no such snapshot file.",
      });
      await expect(openSnapshot(folder)).rejects.toMatchObject({
        code: "source_unavailable",
        message: expect.stringContaining("a folder without a database of etcd"),
      });
    });
  });

  it("ends with the reason of an abort", async () => {
    const reason = new Error("no longer wanted");
    const signal = AbortSignal.abort(reason);
    await expect(openSnapshot(fixturePath("snapshot-one-key"), { signal })).rejects.toBe(reason);
    await withFile(fixtureBytes("snapshot-one-key"), async (path) => {
      await expect(openSnapshot(path, { signal })).rejects.toBe(reason);
    });
  });
});

describe("an open snapshot", () => {
  it("tells when its file was changed under it", async () => {
    await withFile(fixtureBytes("snapshot-one-key"), async (path) => {
      const source = await openSnapshot(path);
      await writeFile(path, new Uint8Array(20_512));
      await expect(source.read(key)).rejects.toMatchObject({ code: "snapshot_damaged" });
      await truncate(path, 100);
      await expect(source.read(key)).rejects.toMatchObject({ code: "snapshot_damaged" });
      await source.close();
    });
  });

  it("goes on when its file is replaced or removed", async () => {
    await withFolder(async (folder) => {
      const path = join(folder, "a.db.gz");
      await copyFile(fixturePath("snapshot-one-key"), path);
      const source = await openSnapshot(path);
      await writeFile(path, "something else");
      expect((await source.read(key))?.value).toEqual(text.encode("etcdscope"));
      await source.close();
    });
  });

  it("answers nothing once it is closed, and may be closed twice", async () => {
    const source = await openSnapshot(fixturePath("snapshot-one-key"));
    await source.close();
    await source.close();
    const closed = { code: "source_unavailable", message: "The snapshot is closed." };
    await expect(source.describe()).rejects.toMatchObject(closed);
    await expect(source.read(key)).rejects.toMatchObject(closed);
    await expect(keysOf(source)).rejects.toMatchObject(closed);
  });

  it("hands out bytes of its own", async () => {
    const source = await openSnapshot(fixturePath("snapshot-one-key"));
    (await source.read(key))?.value.fill(0);
    for (const listed of await keysOf(source)) listed.fill(0);
    expect((await source.read(key))?.value).toEqual(text.encode("etcdscope"));
    expect(await keysOf(source)).toEqual([key]);
    await source.close();
  });

  it("stops a listing where it is aborted", async () => {
    const source = await openSnapshot(fixturePath("snapshot-branches"));
    const reason = new Error("no longer wanted");
    const abort = new AbortController();
    const pages = source.listKeys({ signal: abort.signal })[Symbol.asyncIterator]();
    const { value } = await pages.next();
    expect(value.keys).toHaveLength(2048);
    abort.abort(reason);
    await expect(pages.next()).rejects.toBe(reason);
    await source.close();
  });
});
