import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EtcdProcess, startEtcd } from "@etcdscope/etcd-process";
import {
  type ContractStep,
  type KeySource,
  type KeyValue,
  SourceFault,
  sourceContract,
} from "@etcdscope/keyspace";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EtcdWriter, etcdBinary, prepareOn } from "../etcd-source/etcd.testing.ts";
import { openEtcd } from "../etcd-source/open-etcd.ts";
import { openSnapshot } from "./open-snapshot.ts";

describe.skipIf(etcdBinary === undefined)("the contract of sources, kept over what etcdctl saves", () => {
  let etcd: EtcdProcess;
  let writer: EtcdWriter;
  let folder: string;
  const opened: KeySource[] = [];
  const open = async () => {
    const file = join(folder, `${opened.length}.db`);
    await etcd.etcdctl("snapshot", "save", file);
    const source = await openSnapshot(file);
    opened.push(source);
    return source;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "etcdscope-test-"));
    etcd = await startEtcd({ binary: etcdBinary! });
    writer = new EtcdWriter(etcd);
  });
  afterAll(async () => {
    await Promise.all(opened.map((source) => source.close()));
    writer.close();
    await etcd.stop();
    await rm(folder, { recursive: true });
  });

  for (const { name, needs, run } of sourceContract) {
    if (needs === undefined || needs === "history") test(name, () => run(prepareOn(writer, open)));
  }

  test("answers every read and every history as the running etcd does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 20, maxLength: 60 }),
        fc.nat(19),
        async (script, kept) => {
          await writer.clear();
          // A revision of its own, for a compaction of one that was compacted before is refused.
          const revisions = await writer.perform([first, ...script]);
          const compacted = revisions[revisions.length - 1 - kept] ?? 0n;
          await writer.compact(compacted);
          const [saved, live] = [await open(), await openEtcd({ endpoints: [etcd.endpoint] })];
          for (let revision = compacted - 1n; revision <= (revisions.at(-1) ?? 0n) + 1n; revision++)
            for (const key of keys)
              expect(await outcomeOf(() => saved.read(key, { revision }))).toEqual(
                await outcomeOf(() => live.read(key, { revision })),
              );
          for (const key of keys)
            expect(withoutDeletionAt(compacted, await versionsOf(saved, key))).toEqual(
              await versionsOf(live, key),
            );
          await live.close();
        },
      ),
      { numRuns: 8 },
    );
  });
});

const keys = ["/a", "/a/", "/b", "\xff"].map((text) => new Uint8Array(Buffer.from(text, "latin1")));

const first: ContractStep = { type: "put", key: keys[0] ?? new Uint8Array(0), value: new Uint8Array(0) };

/** A put three times of four, so that there is something to delete. */
const change: fc.Arbitrary<ContractStep> = fc
  .record({ key: fc.constantFrom(...keys), value: fc.uint8Array({ maxLength: 5 }), chance: fc.nat(3) })
  .map(({ key, value, chance }) => (chance === 0 ? { type: "delete", key } : { type: "put", key, value }));

/** What a read ends in: what is stored, or the code of its fault. */
async function outcomeOf(read: () => Promise<KeyValue | undefined>): Promise<unknown> {
  try {
    const kv = await read();
    if (kv === undefined) return "absent";
    const { key, value, createRevision, modRevision, version, lease } = kv;
    const bytes = [key, value].map((part) => Buffer.from(part).toString("hex"));
    return { bytes, createRevision, modRevision, version, lease };
  } catch (error) {
    return error instanceof SourceFault ? error.code : error;
  }
}

/** What the file may hold of a compaction's own revision (etcd 3.5.16 and newer), and no request reads. */
function withoutDeletionAt(compacted: bigint, versions: readonly (readonly [bigint, unknown])[]) {
  return versions.filter(([revision, kv]) => revision !== compacted || kv !== "absent");
}

async function versionsOf(source: KeySource, key: Uint8Array): Promise<[bigint, unknown][]> {
  const versions: [bigint, unknown][] = [];
  for await (const { modRevision, kv } of source.history?.(key) ?? [])
    versions.push([modRevision, await outcomeOf(async () => kv)]);
  return versions;
}
