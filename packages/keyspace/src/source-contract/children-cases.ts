import { compareBytes } from "../bytes/order.ts";
import { KeyIndex } from "../key-index/key-index.ts";
import type { FoundChild, KeyChild, KeySource } from "../source/source.ts";
import type { ContractCase } from "./contract-case.ts";
import { expectFault, expectSame, expectTrue } from "./expectations.ts";
import { bytesOf, compact, put, remove } from "./script.ts";

/** Every page of a level, one after the other. */
async function childrenOf(
  source: KeySource,
  prefix: Uint8Array,
  limit: number,
  revision?: bigint,
): Promise<FoundChild[]> {
  const found: FoundChild[] = [];
  const at = revision === undefined ? {} : { revision };
  let after: Uint8Array | undefined;
  do {
    const page = await source.children?.(prefix, { limit, ...at, ...(after === undefined ? {} : { after }) });
    expectTrue(page !== undefined, "the source finds children");
    found.push(...(page?.children ?? []));
    after = page?.next;
  } while (after !== undefined);
  return found;
}

/** Compares what is found at every prefix with what an index of the same keys has. */
async function compareLevels(source: KeySource, limit: number, revision?: bigint): Promise<void> {
  const index = await KeyIndex.build(source.listKeys(revision === undefined ? {} : { revision }));
  const keys = [...index.entries()].map((meta) => meta.key);
  for (const prefix of prefixesOf(keys)) {
    const { children } = index.children(prefix, { limit: keys.length + 1 });
    const found = await childrenOf(source, prefix, limit, revision);
    expectSame(found.map(shapeOf), children.map(shapeOf), "children");
    for (const [at, child] of found.entries()) expectCount(child, children[at]?.count ?? 0);
  }
}

function expectCount({ count, countExact }: FoundChild, exact: number): void {
  expectTrue(countExact ? count === exact : count <= exact, "a count that holds");
}

function shapeOf({ name, key, isKey, isPrefix }: KeyChild) {
  return { name, key, isKey, isPrefix };
}

/** The root, and every beginning of a key that ends with a slash or stands before one. */
function prefixesOf(keys: readonly Uint8Array[]): Uint8Array[] {
  const slash = 0x2f;
  const found = new Map<string, Uint8Array>([["", new Uint8Array(0)]]);
  for (const key of keys)
    for (let end = 1; end <= key.length; end++)
      if (key[end - 1] === slash || key[end] === slash)
        found.set(String(key.slice(0, end)), key.slice(0, end));
  return [...found.values()].sort(compareBytes);
}

const awkward = [
  "/a",
  "/a/",
  "/a//x",
  "/a/b",
  "/a/b/c",
  "/a/b-c",
  "/a/b-c/d",
  "/a/b.d/e",
  "/a-b/c",
  "/a0",
  "a",
  "a/",
  "//",
  "/\xff/\x00",
  "/\xff/\x00/\xfe",
  "\xff\xff/x",
];

/** Names that begin one another around the slash, in numbers that make pages. */
function manyKeys(seed: number): string[] {
  const parts = ["x", "x-", "x-y", "x.y", "x0", "", "\xff", "y"];
  const keys = Array.from({ length: 60 }, (_, at) => {
    const pick = (step: number) => parts[(at * step + seed) % parts.length] ?? "";
    return `/${pick(3)}/${pick(5)}${at % 7 === 0 ? "" : `/${pick(7)}${at % 11}`}`;
  });
  return [...new Set(keys)];
}

export const childrenCases: readonly ContractCase[] = [
  {
    name: "finds the children of awkward keys, whatever the page",
    needs: "children",
    async run(prepare) {
      const { source } = await prepare(awkward.map((key) => put(key, "1")));
      for (const limit of [1, 2, 100]) await compareLevels(source, limit);
    },
  },
  {
    name: "finds the children of names that begin one another",
    needs: "children",
    async run(prepare) {
      for (const seed of [0, 1, 2]) {
        const { source } = await prepare(manyKeys(seed).map((key) => put(key, "1")));
        for (const limit of [3, 100]) await compareLevels(source, limit);
      }
    },
  },
  {
    name: "finds no children where there is no key",
    needs: "children",
    async run(prepare) {
      const { source } = await prepare([put("/a", "1")]);
      expectSame(await childrenOf(source, bytesOf("/b/"), 10), [], "children of /b/");
      expectSame(await childrenOf(source, bytesOf("/a/"), 10), [], "children of /a/");
    },
  },
  {
    name: "finds the children of an older revision",
    needs: "children",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/a/1", "1"),
        put("/a/2/x", "1"),
        remove("/a/1"),
        put("/a/3", "1"),
      ]);
      for (const revision of revisions) await compareLevels(source, 2, revision);
      const page = await source.children?.(bytesOf("/a/"), { limit: 9 });
      expectSame(page?.revision, revisions.at(-1), "revision of the newest level");
    },
  },
  {
    name: "refuses to find children at a revision that is compacted or to come",
    needs: "children",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/a/1", "1"),
        put("/a/2", "1"),
        put("/a/3", "1"),
        compact(2),
      ]);
      const [first = 0n, , third = 0n] = revisions;
      await expectFault(() => childrenOf(source, bytesOf("/a/"), 9, first), "revision_compacted");
      await expectFault(() => childrenOf(source, bytesOf("/a/"), 9, third + 99n), "revision_in_future");
    },
  },
];
