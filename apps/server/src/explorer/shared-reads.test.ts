import { memorySource } from "@etcdscope/keyspace";
import { describe, expect, it } from "vitest";
import { Explorer } from "./explorer.ts";
import { Gate } from "./gate.ts";
import { SharedReads } from "./shared-reads.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const patient = (): AbortSignal => new AbortController().signal;

describe("identical reads at the same time", () => {
  it("reach the source once, for fifty who ask for a value, and once for a level of the past", async () => {
    const memory = memorySource();
    const revision = memory.put(bytes("/a/1"), bytes("x"));
    memory.put(bytes("/a/2"), bytes("y"));
    let reads = 0;
    let listings = 0;
    const source = {
      ...{ describe: memory.describe.bind(memory), close: memory.close.bind(memory) },
      follow: memory.follow.bind(memory),
      read: async (...given: Parameters<typeof memory.read>) => {
        reads++;
        await new Promise(setImmediate);
        return memory.read(...given);
      },
      listKeys: (...given: Parameters<typeof memory.listKeys>) => {
        listings++;
        return memory.listKeys(...given);
      },
    };
    const explorer = await Explorer.open([{ id: "s", source }]);
    const one = explorer.source("s");
    await expect.poll(() => one.status().state).toBe("ready");
    const fifty = Array.from({ length: 50 });
    const values = await Promise.all(fifty.map(() => one.read(bytes("/a/1"), undefined, patient())));
    expect(values.every(({ kv }) => kv.modRevision === revision)).toBe(true);
    expect(reads).toBe(1);
    await Promise.all(fifty.map(() => one.read(bytes("/a/1"), revision, patient())));
    expect(reads).toBe(2);
    await one.read(bytes("/a/1"), undefined, patient());
    expect(reads).toBe(3);
    const level = { prefix: bytes("/a/"), limit: 10, revision, signal: patient() };
    const levels = await Promise.all(fifty.map(() => one.level(level)));
    expect(levels.every(({ total }) => total === 1)).toBe(true);
    expect(listings).toBe(2);
    await explorer.close();
  });

  it("are not given to one who already knows of a change", async () => {
    const memory = memorySource();
    memory.put(bytes("k"), bytes("old"));
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const read = memory.read.bind(memory);
    memory.read = async (...given) => {
      const answer = await read(...given);
      await held;
      return answer;
    };
    const explorer = await Explorer.open([{ id: "s", source: memory }]);
    const one = explorer.source("s");
    await expect.poll(() => one.status().state).toBe("ready");
    const before = one.read(bytes("k"), undefined, patient());
    await new Promise(setImmediate);
    const revision = memory.put(bytes("k"), bytes("new"));
    await expect.poll(() => one.status().revision).toBe(revision);
    const after = one.read(bytes("k"), undefined, patient());
    letGo();
    expect(await before).toMatchObject({ revision: 2n, kv: { value: bytes("old") } });
    expect(await after).toMatchObject({ revision, kv: { value: bytes("new") } });
    await explorer.close();
  });
});

describe("reads that are shared", () => {
  it("end when the last who waits has gone, not before", async () => {
    const reads = new SharedReads<string>(new Gate(1));
    let stopped = 0;
    const never = (stop: AbortSignal): Promise<string> =>
      new Promise((_, reject) => {
        stop.addEventListener("abort", () => {
          stopped++;
          reject(stop.reason);
        });
      });
    const [first, second] = [new AbortController(), new AbortController()];
    const waits = [first, second].map((one) => reads.read("q", never, one.signal));
    first.abort();
    await expect(waits[0]).rejects.toThrow();
    expect(stopped).toBe(0);
    second.abort();
    await expect(waits[1]).rejects.toThrow();
    expect(stopped).toBe(1);
    expect(await reads.read("q", async () => "again", patient())).toBe("again");
  });

  it("go on a few at a time, and who leaves the queue is not read for", async () => {
    const gate = new Gate(2);
    const reads = new SharedReads<number>(gate);
    let [now, most, begun] = [0, 0, 0];
    const work = async (): Promise<number> => {
      begun++;
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      return begun;
    };
    const leaving = new AbortController();
    const stay = Array.from({ length: 10 }, (_, at) => reads.read(`stay ${at}`, work, patient()));
    const left = reads.read("leaves", work, leaving.signal);
    leaving.abort();
    await expect(left).rejects.toThrow();
    await Promise.all(stay);
    expect([most, begun]).toEqual([2, 10]);
  });
});
