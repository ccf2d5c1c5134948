import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Revision } from "../revision/revision.ts";
import { historyOf } from "./collect.testing.ts";
import {
  type Answers,
  crc32c,
  fixtureAnswers,
  fixtureBytes,
  fixtureNames,
  hashOfLines,
  MemoryFile,
  sha256,
} from "./fixture.testing.ts";
import { readSnapshot, type Snapshot } from "./snapshot.ts";
import { checkTrailer, databaseSize } from "./trailer.ts";

const open = (name: string): Promise<Snapshot> => readSnapshot(new MemoryFile(fixtureBytes(name)));

/** Every byte of every bucket, in the order in which `etcdctl snapshot status` sums them up. */
async function bucketBytes(snapshot: Snapshot): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (const bucket of snapshot.facts.buckets) {
    parts.push(new TextEncoder().encode(bucket));
    for await (const elements of snapshot.entries(bucket))
      for (const { key, value } of elements) parts.push(key, value);
  }
  return parts;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

function line({ kv, main, isDeletion }: Revision): string {
  if (isDeletion) return `${base64(kv.key)} ${main} deleted`;
  const hash = createHash("sha256").update(kv.value).digest("hex").slice(0, 16);
  const numbers = [kv.createRevision, kv.modRevision, kv.version, kv.lease, kv.value.length];
  return [base64(kv.key), ...numbers, hash].join(" ");
}

/** The keys of a state by replaying the history up to it. */
function stateAt(revisions: readonly Revision[], revision: bigint): string[] {
  const keys = new Map<string, Revision>();
  for (const change of revisions) {
    const key = Buffer.from(change.kv.key).toString("latin1");
    if (change.main > revision) break;
    if (change.isDeletion) keys.delete(key);
    else keys.set(key, change);
  }
  return [...keys.keys()].sort().map((key) => line(keys.get(key) as Revision));
}

describe.each(fixtureNames)("the snapshot %s", (name) => {
  const answers: Answers = fixtureAnswers(name);

  it("has every byte of every bucket that etcdctl sums up", async () => {
    const snapshot = await open(name);
    const parts = await bucketBytes(snapshot);
    expect(crc32c(parts)).toBe(answers.status.hash);
    expect((parts.length - snapshot.facts.buckets.length) / 2).toBe(answers.status.totalKey);
    expect(databaseSize(fixtureBytes(name).length)).toBe(answers.status.totalSize);
  });

  it("replays to the states that its server gave", async () => {
    const revisions = await historyOf(await open(name));
    for (const state of answers.states) {
      const lines = stateAt(revisions, BigInt(state.revision));
      expect([state.revision, lines.length]).toEqual([state.revision, state.count]);
      expect(hashOfLines(lines)).toBe(state.sha256);
    }
  });

  it("holds the changes that its server told a watcher", async () => {
    const oldest = BigInt(answers.oldestRevision);
    const revisions = await historyOf(await open(name));
    const lines = revisions.filter(({ main }) => main >= oldest).map(line);
    expect(lines.length).toBe(answers.events.count);
    expect(hashOfLines(lines)).toBe(answers.events.sha256);
  });

  it("says from where on it can be read", async () => {
    const { facts } = await open(name);
    expect(facts.compactRevision).toBe(answers.oldestRevision === "1" ? 0n : BigInt(answers.oldestRevision));
    expect(facts.warnings).toEqual([]);
  });

  it("fits its sha256, or has none", async () => {
    const verdict = await checkTrailer(new MemoryFile(fixtureBytes(name)), sha256());
    expect(verdict).toBe(name.endsWith("raw") ? "absent" : "intact");
  });
});
