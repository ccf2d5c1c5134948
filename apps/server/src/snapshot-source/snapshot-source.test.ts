import type { KeySource } from "@etcdscope/keyspace";
import { readSnapshot, revisionOf } from "@etcdscope/snapshot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryFile } from "./file.ts";
import {
  type Answers,
  eventLine,
  fixtureAnswers,
  fixtureBytes,
  fixtureNames,
  fixturePath,
  hashOfLines,
  keysOf,
  lineOf,
  versionsOf,
} from "./fixture.testing.ts";
import { openSnapshot } from "./open-snapshot.ts";

const text = new TextEncoder();

/** Every change since a revision as the source's histories of single keys tell it, in the order of the file. */
async function historyLines(source: KeySource, bytes: Uint8Array, oldest: bigint): Promise<string[]> {
  const snapshot = await readSnapshot(memoryFile(bytes));
  const keys = new Map<string, Uint8Array>();
  const order: string[] = [];
  await snapshot.history((change) => {
    const { main, kv } = revisionOf(change);
    const id = Buffer.from(kv.key).toString("latin1");
    keys.set(id, kv.key);
    if (main >= oldest) order.push(`${id} ${main}`);
  });
  const lines = new Map<string, string>();
  for (const [id, key] of keys)
    for (const version of await versionsOf(source, key))
      lines.set(`${id} ${version.modRevision}`, eventLine(key, version));
  return order.map((change) => lines.get(change) ?? "");
}

describe.each(fixtureNames)("the snapshot %s", (name) => {
  const answers: Answers = fixtureAnswers(name);
  let source: KeySource;

  beforeAll(async () => {
    source = await openSnapshot(fixturePath(name));
  });
  afterAll(() => source.close());

  it("tells its revisions and how many keys are alive", async () => {
    expect(await source.describe()).toEqual({
      kind: "snapshot",
      name: `${name}.db.gz`,
      revision: BigInt(answers.revision),
      oldestRevision: BigInt(answers.oldestRevision),
      keyCount: answers.states.at(-1)?.count,
    });
  });

  it("lists and reads the states that its server gave", async () => {
    for (const state of answers.states) {
      const revision = BigInt(state.revision);
      const lines: string[] = [];
      for (const key of await keysOf(source, { revision })) {
        const kv = await source.read(key, { revision });
        if (kv !== undefined) lines.push(lineOf(kv));
      }
      expect([state.revision, lines.length]).toEqual([state.revision, state.count]);
      expect(hashOfLines(lines)).toBe(state.sha256);
    }
  });

  it("lists what it reads: the same facts without the value", async () => {
    for await (const { keys, revision, total } of source.listKeys()) {
      expect(revision).toBe(BigInt(answers.revision));
      expect(total).toBe(answers.states.at(-1)?.count);
      for (const meta of keys.slice(0, 50)) {
        const { value, ...facts } = (await source.read(meta.key)) ?? { value: undefined };
        expect(facts).toEqual(meta);
        expect(value).toHaveLength(meta.valueSize ?? -1);
      }
    }
  });

  it("tells the history that its server told a watcher", async () => {
    const told = await historyLines(source, fixtureBytes(name), BigInt(answers.oldestRevision));
    expect(told.length).toBe(answers.events.count);
    expect(hashOfLines(told)).toBe(answers.events.sha256);
  });

  it("refuses revisions before the oldest and after the newest", async () => {
    const [oldest, newest] = [BigInt(answers.oldestRevision), BigInt(answers.revision)];
    const key = text.encode("/app");
    await expect(source.read(key, { revision: oldest - 1n })).rejects.toMatchObject({
      name: "SourceFault",
      code: "revision_compacted",
      detail: { oldestRevision: oldest },
    });
    await expect(source.read(key, { revision: newest + 1n })).rejects.toMatchObject({
      name: "SourceFault",
      code: "revision_in_future",
      detail: { newestRevision: newest },
    });
    await expect(keysOf(source, { revision: newest + 1n })).rejects.toThrow("not in the snapshot");
  });
});
