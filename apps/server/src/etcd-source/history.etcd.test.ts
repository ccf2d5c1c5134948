import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import { type KeySource, type MemorySource, memorySource } from "@etcdscope/keyspace";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bytesOf, EtcdWriter, etcdBinary } from "./etcd.testing.ts";
import { openEtcd } from "./open-etcd.ts";

const key = bytesOf("/watched");
const other = bytesOf("/other");

describe.skipIf(etcdBinary === undefined)("the history of a key in a real etcd", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  let source: KeySource;

  beforeAll(async () => {
    etcd = await startEtcd({ binary: etcdBinary! });
    writer = new EtcdWriter(etcd);
    source = await openEtcd({ endpoints: [etcd.endpoint] });
  });
  beforeEach(() => writer.clear());
  afterAll(async () => {
    await source.close();
    writer.close();
    await etcd.stop();
  });

  /** Revisions of the history, a deletion negative. */
  async function historyOf(of: KeySource, what = key): Promise<bigint[]> {
    const revisions: bigint[] = [];
    for await (const { modRevision, kv } of of.history!(what)) {
      revisions.push(kv === undefined ? -modRevision : modRevision);
    }
    return revisions;
  }

  /** Other changes, many at once: a revision each. */
  async function pass(revisions: number): Promise<void> {
    await Promise.all(Array.from({ length: revisions }, (_, at) => writer.put(other, bytesOf(`${at}`))));
  }

  test("is that of a source which remembers everything, over random lives and a compaction", async () => {
    const model = memorySource();
    let offset = 0n;
    let seed = 7;
    for (let step = 0; step < 150; step++) {
      seed = (seed * 16807) % 2147483647;
      const target = bytesOf(`/k${seed % 4}`);
      const revision = await (seed % 5 < 2 ? writer.delete(target) : writer.put(target, bytesOf(`${step}`)));
      offset = revision - change(model, seed % 5 < 2, target, bytesOf(`${step}`));
      if (step === 60) {
        await writer.compact(revision - 10n);
        model.compact(revision - offset - 10n);
      }
    }
    for (const name of ["/k0", "/k1", "/k2", "/k3"]) {
      const expected = await historyOf(model, bytesOf(name));
      const moved = expected.map((revision) => (revision < 0n ? revision - offset : revision + offset));
      expect(await historyOf(source, bytesOf(name))).toEqual(moved);
    }
  });

  test("has an earlier life that lasted, however long ago, with the revision of its deletion", async () => {
    const born = await writer.put(key, bytesOf("1"));
    await pass(1500);
    const died = await writer.delete(key);
    await pass(2500);
    const reborn = await writer.put(key, bytesOf("2"));
    expect(await historyOf(source)).toEqual([born, -died, reborn]);
  });

  test("has the newest thousand of more versions, with their values", async () => {
    const puts = await Promise.all(Array.from({ length: 1100 }, () => writer.put(key, bytesOf("x"))));
    const versions = await historyOf(source);
    expect(versions).toEqual(puts.sort((left, right) => Number(left - right)).slice(-1000));
  });
});

function change(model: MemorySource, isDeletion: boolean, key: Uint8Array, value: Uint8Array): bigint {
  return isDeletion ? model.delete(key) : model.put(key, value);
}
