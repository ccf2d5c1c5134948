import { compareBytes } from "../bytes/order.ts";
import type { KeyMeta, KeyPage, KeySource, ListOptions } from "../source/source.ts";
import type { ContractCase } from "./contract-case.ts";
import { expectSame, expectTrue } from "./expectations.ts";
import { bytesOf, compact, put, remove } from "./script.ts";

async function pagesOf(source: KeySource, options: ListOptions = {}): Promise<KeyPage[]> {
  const pages: KeyPage[] = [];
  for await (const page of source.listKeys(options)) {
    pages.push(page);
  }
  return pages;
}

async function metasOf(source: KeySource, options: ListOptions = {}): Promise<KeyMeta[]> {
  return (await pagesOf(source, options)).flatMap((page) => page.keys);
}

async function keysOf(source: KeySource, options: ListOptions = {}): Promise<Uint8Array[]> {
  return (await metasOf(source, options)).map((meta) => meta.key);
}

/** Numbers whose text order is not their order, so that order must come from bytes. */
function manyPuts(count: number) {
  return Array.from({ length: count }, (_, at) => put(`/many/${(at * 7919) % count}/${at}`, `${at}`));
}

export const listingCases: readonly ContractCase[] = [
  {
    name: "lists an empty keyspace as a page without keys",
    async run(prepare) {
      const { source } = await prepare([]);
      const pages = await pagesOf(source);
      expectTrue(pages.length > 0, "at least one page");
      expectSame(await keysOf(source), [], "keys");
    },
  },
  {
    name: "lists every key once, in byte order, all pages at one revision",
    async run(prepare) {
      const script = manyPuts(250);
      const { source, revisions } = await prepare(script);
      const pages = await pagesOf(source);
      expectSame(
        [...new Set(pages.map((page) => page.revision))],
        [revisions.at(-1)],
        "revisions of the pages",
      );
      const keys = pages.flatMap((page) => page.keys.map((meta) => meta.key));
      const expected = script.flatMap((step) => (step.type === "put" ? [step.key] : [])).sort(compareBytes);
      expectSame(keys, expected, "keys");
    },
  },
  {
    name: "lists binary keys exactly and in byte order",
    async run(prepare) {
      const keys = [
        [0],
        [0, 0],
        [0, 1],
        [0x2f],
        [0x2f, 0xff],
        [0x80, 0xfe],
        [0xff],
        [0xff, 0x00],
        [0xff, 0xff],
      ].map((key) => Uint8Array.from(key));
      const { source } = await prepare([...keys].reverse().map((key) => put(key, key)));
      expectSame(await keysOf(source), keys, "keys");
    },
  },
  {
    name: "lists the keys under a prefix and no other",
    async run(prepare) {
      const keys = ["/a", "/a/", "/a/x", "/a/y/z", "/a0", "/b", "\xff", "\xff\xff", "\xff\xffx"];
      const { source } = await prepare(keys.map((key) => put(key, "")));
      const under = async (prefix: string) => keysOf(source, { prefix: bytesOf(prefix) });
      expectSame(await under("/a/"), ["/a/", "/a/x", "/a/y/z"].map(bytesOf), "keys under /a/");
      expectSame(await under("/a"), ["/a", "/a/", "/a/x", "/a/y/z", "/a0"].map(bytesOf), "keys under /a");
      expectSame(await under("\xff\xff"), ["\xff\xff", "\xff\xffx"].map(bytesOf), "keys under 0xffff");
      expectSame(await under("/c"), [], "keys under /c");
      expectSame((await under("")).length, keys.length, "keys under the empty prefix");
    },
  },
  {
    name: "lists a part of the keys, from one of them on and before another",
    async run(prepare) {
      const { source } = await prepare(["/a", "/a/x", "/b", "/b/x", "/c", "/d"].map((key) => put(key, "")));
      const part = async (options: Readonly<Record<string, string>>) =>
        keysOf(
          source,
          Object.fromEntries(Object.entries(options).map(([name, key]) => [name, bytesOf(key)])),
        );
      expectSame(await part({ from: "/b" }), ["/b", "/b/x", "/c", "/d"].map(bytesOf), "keys from /b on");
      expectSame(await part({ until: "/b" }), ["/a", "/a/x"].map(bytesOf), "keys before /b");
      expectSame(
        await part({ from: "/a/", until: "/c" }),
        ["/a/x", "/b", "/b/x"].map(bytesOf),
        "keys between",
      );
      expectSame(await part({ prefix: "/b", from: "/b\0" }), [bytesOf("/b/x")], "keys under /b behind it");
      expectSame(await part({ prefix: "/b", from: "/c" }), [], "keys under /b from /c on");
      expectSame(await part({ from: "/c", until: "/c" }), [], "keys from /c on before it");
    },
  },
  {
    name: "lists what is known of each key: revisions, version, lease",
    async run(prepare) {
      const { source, revisions } = await prepare([put("/a", "1"), put("/b", "1"), put("/a", "22")]);
      const listed = (await metasOf(source)).map(({ valueSize, ...meta }) => meta);
      const [createRevision, other, modRevision] = revisions;
      expectSame(
        listed,
        [
          { key: bytesOf("/a"), createRevision, modRevision, version: 2n, lease: 0n },
          { key: bytesOf("/b"), createRevision: other, modRevision: other, version: 1n, lease: 0n },
        ],
        "listed keys",
      );
    },
  },
  {
    name: "lists the state of an older revision",
    async run(prepare) {
      const { source, revisions } = await prepare([
        put("/a", "1"),
        put("/b", "1"),
        remove("/a"),
        put("/c", "1"),
      ]);
      const [first, second, third, fourth] = revisions;
      const expected = [["/a"], ["/a", "/b"], ["/b"], ["/b", "/c"]];
      for (const [at, revision] of [first, second, third, fourth].entries()) {
        const pages = await pagesOf(source, revision === undefined ? {} : { revision });
        const keys = pages.flatMap((page) => page.keys.map((meta) => meta.key));
        expectSame(keys, expected[at]?.map(bytesOf), `keys after step ${at}`);
        expectSame(pages[0]?.revision, revision, "revision of the page");
      }
    },
  },
  {
    name: "lists the keys that a compaction left",
    async run(prepare) {
      const { source } = await prepare([
        put("/a", "1"),
        put("/b", "1"),
        remove("/a"),
        put("/b", "2"),
        compact(3),
      ]);
      expectSame(await keysOf(source), [bytesOf("/b")], "keys");
    },
  },
  {
    name: "goes on listing one revision while keys change",
    needs: "change",
    async run(prepare) {
      const script = manyPuts(250);
      const { source, revisions, change } = await prepare(script);
      const seen: bigint[] = [];
      let keys = 0;
      for await (const page of source.listKeys()) {
        await change?.([put(`/many/0/new-${seen.length}`, ""), put(`/zzz/${seen.length}`, "")]);
        seen.push(page.revision);
        keys += page.keys.length;
      }
      expectSame([...new Set(seen)], [revisions.at(-1)], "revisions of the pages");
      expectSame(keys, script.length, "keys listed");
    },
  },
];
