import { describe, expect, test } from "vitest";
import { SourceFault } from "../source/fault.ts";
import type { KeyEvents } from "../source/source.ts";
import { sourceContract } from "../source-contract/cases.ts";
import type { ContractStep, PrepareSource } from "../source-contract/script.ts";
import { type MemorySource, memorySource } from "./memory-source.ts";

const key = Uint8Array.of(0x2f, 0x61);

function perform(source: MemorySource, script: readonly ContractStep[]): bigint[] {
  const revisions: bigint[] = [];
  for (const step of script) {
    revisions.push(performStep(source, step, revisions));
  }
  return revisions;
}

function performStep(source: MemorySource, step: ContractStep, revisions: readonly bigint[]): bigint {
  if (step.type === "put") {
    return source.put(step.key, step.value);
  }
  if (step.type === "delete") {
    return source.delete(step.key);
  }
  source.compact(revisions[step.toStep]!);
  return revisions.at(-1)!;
}

const prepare: PrepareSource = async (script) => {
  const source = memorySource({ pageSize: 16 });
  return {
    source,
    revisions: perform(source, script),
    change: async (more) => perform(source, more),
  };
};

describe("the contract of sources", () => {
  for (const contractCase of sourceContract) {
    test(contractCase.name, () => contractCase.run(prepare));
  }
});

function following(source: MemorySource, fromRevision: bigint): AsyncIterator<KeyEvents> {
  return source.follow(fromRevision, new AbortController().signal)[Symbol.asyncIterator]();
}

test("ends following with the fault of an interruption", async () => {
  const source = memorySource();
  const waiting = following(source, 2n).next();
  source.interrupt(new SourceFault("source_unavailable", "The source does not answer."));
  await expect(waiting).rejects.toMatchObject({ code: "source_unavailable" });
});

test("faults when a compaction overtakes a slow follower", async () => {
  const source = memorySource();
  for (const value of [1, 2, 3, 4]) {
    source.put(key, Uint8Array.of(value));
  }
  const batches = following(source, 2n);
  await batches.next();
  source.compact(4n);
  await expect(batches.next()).rejects.toMatchObject({ code: "revision_compacted" });
});

test("deletes several keys in one revision", async () => {
  const source = memorySource();
  const other = Uint8Array.of(0x62);
  source.put(key, key);
  source.put(other, other);
  expect(source.delete(key, other, Uint8Array.of(0))).toBe(4n);
  expect(source.delete(key)).toBe(4n);
  const batches = following(source, 4n);
  expect((await batches.next()).value).toEqual({
    revision: 4n,
    events: [
      { type: "delete", key, modRevision: 4n },
      { type: "delete", key: other, modRevision: 4n },
    ],
  });
});

test("shares no bytes with its callers", async () => {
  const source = memorySource();
  const value = Uint8Array.of(1, 2);
  source.put(key, value);
  value.fill(0);
  (await source.read(key))?.value.fill(9);
  expect((await source.read(key))?.value).toEqual(Uint8Array.of(1, 2));
});
