import { crc32 } from "node:zlib";
import type { PackingDamage } from "@etcdscope/keyspace";
import type { SnapshotFile } from "@etcdscope/snapshot";
import { chunksOf, inflateAt, type Sink } from "./deflate.ts";

const fixedHeader = 10;
const trailerSize = 8;
/** No program writes a longer name, comment or extra field. */
const longestHeader = 64 * 1024;
const flag = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;
/** Members are allowed as bytes come out of them: one costs more than its few bytes. */
const freeMembers = 1000;
const bytesForMember = 1024;

/**
 * Unpacks a gzip file (RFC 1952) with one or more members. What can be unpacked reaches the sink; the answer is what is
 * wrong with the file, its first damage, or `undefined`. Zeros behind the last member are what tapes leave.
 */
export async function gunzip(file: SnapshotFile, sink: Sink): Promise<PackingDamage | undefined> {
  const size = await file.size();
  let damage: PackingDamage | undefined;
  let unpacked = 0;
  for (let at = 0, members = 1; ; members++) {
    const member = await unpackMember(file, { at, size }, async (bytes) => {
      unpacked += bytes.length;
      await sink(bytes);
    });
    damage ??= member.damage;
    if (member.next === undefined || member.next >= size) return damage;
    at = member.next;
    const isAllowed = members < freeMembers + unpacked / bytesForMember;
    if (!isAllowed || !isMagic(await file.read(at, 3))) return damage ?? (await trailing(file, at, size));
  }
}

interface Member {
  readonly damage?: PackingDamage;
  /** Where the next one would begin; absent where nothing can be read behind this one. */
  readonly next?: number;
}

async function unpackMember(
  file: SnapshotFile,
  { at, size }: { readonly at: number; readonly size: number },
  sink: Sink,
): Promise<Member> {
  const header = headerSize(await file.read(at, longestHeader));
  if (header === undefined)
    return { damage: { fault: size - at < longestHeader ? "cut" : "corrupt", offset: at } };
  let sum = 0;
  let length = 0;
  const { end, outcome } = await inflateAt(file, { from: at + header, until: size }, async (bytes) => {
    sum = crc32(bytes, sum);
    length += bytes.length;
    await sink(bytes);
  });
  if (outcome === "cut" || outcome === "corrupt") return { damage: { fault: outcome, offset: end } };
  const trailer = Buffer.from(await file.read(end, trailerSize));
  if (trailer.length < trailerSize) return { damage: { fault: "cut", offset: size } };
  const fits = trailer.readUInt32LE(0) === sum && trailer.readUInt32LE(4) === length % 2 ** 32;
  const next = end + trailerSize;
  return fits ? { next } : { damage: { fault: "checksum", offset: end }, next };
}

const isMagic = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;

/** Bytes of a member's header; `undefined` where it is no header, or cut off. */
function headerSize(bytes: Uint8Array): number | undefined {
  const flags = bytes[3] ?? 0;
  if (bytes.length < fixedHeader || !isMagic(bytes) || (flags & flag.reserved) !== 0) return undefined;
  const extra = (flags & flag.extra) === 0 ? 0 : 2 + (bytes[10] ?? 0) + 256 * (bytes[11] ?? 0);
  const name = textEnd(bytes, fixedHeader + extra, (flags & flag.name) !== 0);
  const comment = textEnd(bytes, name, (flags & flag.comment) !== 0);
  const size = comment + ((flags & flag.headerCrc) === 0 ? 0 : 2);
  return size <= bytes.length ? size : undefined;
}

/** Where a text that ends with a zero ends, where there is one; infinite where it has no end. */
function textEnd(bytes: Uint8Array, at: number, isThere: boolean): number {
  if (!isThere) return at;
  const end = bytes.indexOf(0, at);
  return end < 0 ? Number.POSITIVE_INFINITY : end + 1;
}

/** Bytes from `at` on that belong to no member. */
async function trailing(file: SnapshotFile, at: number, size: number): Promise<PackingDamage | undefined> {
  for await (const bytes of chunksOf(file, at, size))
    if (bytes.some((byte) => byte !== 0)) return { fault: "trailing", offset: at };
  return undefined;
}
