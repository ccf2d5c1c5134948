import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fixtureBytes } from "./fixture.testing.ts";

const pageSize = 4096;

interface Element {
  /** Where the page number of a branch's element stands; the value's beginning of a leaf's. */
  readonly at: number;
  readonly key: string;
}

/** The elements of a page: of a branch (pos, size, page), of a leaf (flags, pos, sizes). */
function elementsOf(bytes: Buffer, page: number): Element[] {
  const start = page * pageSize;
  const isLeaf = bytes.readUInt16LE(start + 8) === 2;
  return Array.from({ length: bytes.readUInt16LE(start + 10) }, (_, index) => {
    const at = start + 16 + index * 16;
    const pos = at + bytes.readUInt32LE(isLeaf ? at + 4 : at);
    const size = bytes.readUInt32LE(isLeaf ? at + 8 : at + 4);
    return { at: isLeaf ? pos + size : at + 8, key: bytes.toString("latin1", pos, pos + size) };
  });
}

/** Where the trees of the sample are: the list of buckets, a branch of the history, and what stands in it. */
function placesOf(bytes: Buffer) {
  const root = Number(bytes.readBigUInt64LE(16 + 16));
  const key = elementsOf(bytes, root).find((element) => element.key === "key")?.at ?? 0;
  const top = Number(bytes.readBigUInt64LE(key));
  const branch = Number(bytes.readBigUInt64LE(elementsOf(bytes, top)[0]?.at ?? 0));
  const children = elementsOf(bytes, branch).map(({ at }) => at);
  const childOf = (index: number): number => Number(bytes.readBigUInt64LE(children[index] ?? 0));
  const leaf = children.findIndex((_, index) => elementsOf(bytes, childOf(index)).length > 1);
  return { root, branch, children, childOf, leaf: childOf(leaf) };
}

/** The sample without its sha256 after somebody wrote something else over a part of it. */
function harmed(harm: (bytes: Buffer, places: ReturnType<typeof placesOf>) => void): Buffer {
  const bytes = Buffer.from(fixtureBytes("sample-cluster").subarray(0, -32));
  harm(bytes, placesOf(bytes));
  return bytes;
}

const pointing = (child: number, page: (places: ReturnType<typeof placesOf>) => bigint): Buffer =>
  harmed((bytes, places) => void bytes.writeBigUInt64LE(page(places), places.children[child] ?? 0));

const asText = (): string => Buffer.from(fixtureBytes("sample-cluster")).toString("latin1");

const corrupted = new URL("../../../../fixtures/damaged/etcd-corrupted_backup.db.gz", import.meta.url);

/** Kinds of damage that people reported of etcd, each as a file, and what is said of it. */
export const reportedDamage: readonly (readonly [name: string, bytes: () => Buffer, said: RegExp])[] = [
  ["a whole snapshot", () => Buffer.from(fixtureBytes("sample-cluster")), /^ok\trevision 1215, 490 keys$/],
  ["no sha256", () => harmed(() => undefined), /^ok\t.*490 keys, but without sha256: restoring needs --skip/],
  [
    "a branch that leads to the list of buckets",
    () => pointing(5, ({ root }) => BigInt(root)),
    /^failed\t.*48\d keys, damaged: 1 of 908 pages$/,
  ],
  [
    "a branch that leads to itself",
    () => pointing(5, ({ branch }) => BigInt(branch)),
    /damaged: 1 of 908 pages$/,
  ],
  ["a leaf twice", () => pointing(6, ({ childOf }) => BigInt(childOf(5))), /damaged: 1 of 908 pages$/],
  ["a page that there cannot be", () => pointing(5, () => 8314893338927566090n), /damaged: 1 of 908 pages$/],
  [
    "a record with a byte zeroed",
    () => harmed((bytes, { leaf }) => void bytes.fill(0, ...firstByte(elementsOf(bytes, leaf)[1]?.at ?? 0))),
    /^failed\t.*489 keys, damaged: 1 of 908 pages$/,
  ],
  [
    "a page of zeros",
    () => harmed((bytes, { leaf }) => void bytes.fill(0, leaf * pageSize, (leaf + 1) * pageSize)),
    /^failed\t.*damaged: 1 of 908 pages$/,
  ],
  [
    "no meta pages",
    () => harmed((bytes) => void bytes.fill(0, 0, 2 * pageSize)),
    /^failed\t.*can be salvaged/,
  ],
  [
    "a damaged meta page",
    () => harmed((bytes) => void bytes.fill(0, 32, 33)),
    /^failed\t.*damaged: 1 of 908/,
  ],
  [
    "a line feed at the end",
    () => Buffer.concat([fixtureBytes("sample-cluster"), Buffer.from("\n")]),
    /^failed\t.*490 keys, damaged: sha256 cut$/,
  ],
  [
    "line ends of another system",
    () => Buffer.from(asText().replaceAll("\n", "\r\n"), "latin1"),
    /^failed\t.*a carriage return stands before every line feed/,
  ],
  ["UTF-8 made of it", () => Buffer.from(asText()), /^failed\t.*were written as UTF-8/],
  [
    "a byte order mark before it",
    () => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), fixtureBytes("sample-cluster")]),
    /^failed\t.*3 bytes at the beginning are too many/,
  ],
  [
    "a list of free pages that contradicts its trees",
    () => gunzipSync(readFileSync(corrupted)),
    /^failed\trevision 2, 1 keys, damaged: list of free pages contradicts 2 pages$/,
  ],
];

const firstByte = (at: number): [start: number, end: number] => [at, at + 1];
