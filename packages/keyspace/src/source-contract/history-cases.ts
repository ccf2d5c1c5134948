import type { KeySource } from "../source/source.ts";
import type { ContractCase } from "./contract-case.ts";
import { expectSame, expectTrue } from "./expectations.ts";
import { bytesOf, compact, put, remove } from "./script.ts";

/** Versions as `revision value`, a deletion as `revision -`. */
async function historyOf(source: KeySource, key: string): Promise<string[]> {
  expectTrue(source.history !== undefined, "the source has history");
  const versions: string[] = [];
  for await (const { modRevision, kv } of source.history?.(bytesOf(key)) ?? []) {
    expectTrue(kv === undefined || kv.modRevision === modRevision, "mod revision of the version");
    versions.push(`${modRevision} ${kv === undefined ? "-" : String.fromCharCode(...kv.value)}`);
  }
  return versions;
}

export const historyCases: readonly ContractCase[] = [
  {
    name: "tells every version of a key, oldest first, the deletion between two lives included",
    needs: "history",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/a", "1"),
        put("/ab", "x"),
        put("/a", "2"),
        remove("/a"),
        put("/other", "x"),
        put("/a", "3"),
        put("/a", "4"),
      ]);
      const [first, , second, deleted, , third, fourth] = revisions;
      expectSame(
        await historyOf(source, "/a"),
        [`${first} 1`, `${second} 2`, `${deleted} -`, `${third} 3`, `${fourth} 4`],
        "history",
      );
    },
  },
  {
    name: "tells the versions of a key that is deleted now, its deletion last",
    needs: "history",
    async run(prepare) {
      const { source, revisions } = await prepare([put("/a", "1"), remove("/a"), put("/other", "x")]);
      const [first, deleted] = revisions;
      expectSame(await historyOf(source, "/a"), [`${first} 1`, `${deleted} -`], "history");
    },
  },
  {
    name: "tells what a compaction left of a history",
    needs: "history",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/a", "1"),
        put("/a", "2"),
        put("/other", "x"),
        put("/a", "3"),
        compact(2),
      ]);
      const [, second, , third] = revisions;
      expectSame(await historyOf(source, "/a"), [`${second} 2`, `${third} 3`], "history");
    },
  },
  {
    name: "tells no history of a key that never was",
    needs: "history",
    async run(prepare) {
      const { source } = await prepare([put("/a", "1")]);
      expectSame(await historyOf(source, "/b"), [], "history");
      expectSame(await historyOf(source, "/"), [], "history of a prefix");
    },
  },
];
