import type { KeySource } from "../source/source.ts";
import type { ContractCase } from "./contract-case.ts";
import { expectFault, expectSame, expectTrue } from "./expectations.ts";
import { bytesOf, compact, put, remove } from "./script.ts";

async function valueAt(source: KeySource, key: string, revision?: bigint): Promise<Uint8Array | undefined> {
  return (await source.read(bytesOf(key), revision === undefined ? {} : { revision }))?.value;
}

async function listToEnd(source: KeySource, revision: bigint): Promise<void> {
  for await (const page of source.listKeys({ revision })) {
    expectTrue(page.revision === revision, "revision of the page");
  }
}

const everyByte = Uint8Array.from({ length: 256 }, (_, at) => at);

export const readingCases: readonly ContractCase[] = [
  {
    name: "describes its newest revision and its keys",
    async run(prepare) {
      const { source, revisions } = await prepare([put("/a", "1"), put("/b", "1"), remove("/a")]);
      const facts = await source.describe();
      expectSame(facts.revision, revisions.at(-1), "newest revision");
      expectTrue(facts.keyCount === undefined || facts.keyCount === 1, "key count, where known, is 1");
      expectTrue(facts.name.length > 0, "a name");
    },
  },
  {
    name: "reads an absent key as undefined",
    async run(prepare) {
      const { source } = await prepare([put("/a/b", "1")]);
      expectSame(await source.read(bytesOf("/a")), undefined, "the prefix of a key");
      expectSame(await source.read(bytesOf("/a/")), undefined, "the prefix with a slash");
      expectSame(await source.read(bytesOf("/a/b/")), undefined, "a key with a slash behind");
      expectSame(await source.read(bytesOf("/z")), undefined, "an unknown key");
    },
  },
  {
    name: "reads binary keys and values byte for byte",
    async run(prepare) {
      const odd = [
        everyByte,
        Uint8Array.of(0),
        Uint8Array.of(0xff, 0xff),
        Uint8Array.of(0xc3, 0x28, 0x2f, 0),
      ];
      const { source } = await prepare(odd.map((bytes) => put(bytes, bytes)));
      for (const bytes of odd) {
        const kv = await source.read(bytes);
        expectSame([kv?.key, kv?.value], [bytes, bytes], "key and value");
      }
    },
  },
  {
    name: "reads an empty value as no bytes, not as absent",
    async run(prepare) {
      const { source } = await prepare([put("/empty", "")]);
      expectSame(await valueAt(source, "/empty"), new Uint8Array(0), "value");
    },
  },
  {
    name: "reads a large value whole",
    async run(prepare) {
      const large = Uint8Array.from({ length: 1_400_000 }, (_, at) => (at * 31) & 0xff);
      const { source } = await prepare([put("/large", large)]);
      const value = await valueAt(source, "/large");
      expectSame(value?.length, large.length, "size");
      expectTrue(value?.every((byte, at) => byte === large[at]) ?? false, "bytes");
    },
  },
  {
    name: "reads create revision, mod revision and version over puts, a deletion and a new life",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/a", "1"),
        put("/other", ""),
        put("/a", "2"),
        remove("/a"),
        put("/a", "3"),
      ]);
      const [first, , second, , third] = revisions;
      const numbersAt = async (revision: bigint | undefined) => {
        const kv = await source.read(bytesOf("/a"), revision === undefined ? {} : { revision });
        return [kv?.createRevision, kv?.modRevision, kv?.version, kv?.lease];
      };
      expectSame(await numbersAt(first), [first, first, 1n, 0n], "after the first put");
      expectSame(await numbersAt(second), [first, second, 2n, 0n], "after the second put");
      expectSame(await numbersAt(third), [third, third, 1n, 0n], "after the new life");
      expectSame(await numbersAt(undefined), [third, third, 1n, 0n], "newest");
    },
  },
  {
    name: "reads the state of every older revision",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/other", "0"),
        put("/a", "1"),
        put("/other", "1"),
        put("/a", "2"),
        remove("/a"),
        put("/other", "2"),
      ]);
      const expected = [undefined, "1", "1", "2", undefined, undefined];
      for (const [at, revision] of revisions.entries()) {
        const value = expected[at];
        expectSame(
          await valueAt(source, "/a", revision),
          value === undefined ? undefined : bytesOf(value),
          `after step ${at}`,
        );
      }
    },
  },
  {
    name: "faults on a compacted revision and reads the oldest that is left",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/a", "1"),
        put("/a", "2"),
        put("/a", "3"),
        compact(1),
      ]);
      const [first, second, third] = revisions;
      const below = first ?? 0n;
      const fault = await expectFault(
        () => source.read(bytesOf("/a"), { revision: below }),
        "revision_compacted",
      );
      await expectFault(() => listToEnd(source, below), "revision_compacted");
      const known = fault.detail.oldestRevision;
      expectTrue(known === undefined || known === second, "the fault's oldest revision, where known");
      expectSame(await valueAt(source, "/a", second), bytesOf("2"), "value at the compacted revision");
      expectSame(await valueAt(source, "/a", third), bytesOf("3"), "value behind it");
      const { oldestRevision } = await source.describe();
      expectTrue(oldestRevision === undefined || oldestRevision === second, "oldest revision, where known");
    },
  },
  {
    name: "faults on a revision that does not exist yet",
    async run(prepare) {
      const { source, revisions } = await prepare([put("/a", "1")]);
      const newest = revisions.at(-1) ?? 0n;
      const future = newest + 100n;
      const fault = await expectFault(
        () => source.read(bytesOf("/a"), { revision: future }),
        "revision_in_future",
      );
      await expectFault(() => listToEnd(source, future), "revision_in_future");
      const known = fault.detail.newestRevision;
      expectTrue(known === undefined || known === newest, "the fault's newest revision, where known");
    },
  },
];
