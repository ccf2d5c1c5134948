import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { SnapshotFile } from "./file.ts";
import type { Sha256 } from "./trailer.ts";

interface Listing {
  readonly count: number;
  readonly sha256: string;
}

/** What a real etcd said of a fixture; scripts/build-snapshot-fixtures.ts asks it. */
export interface Answers {
  readonly status: { readonly hash: number; readonly totalKey: number; readonly totalSize: number };
  readonly revision: string;
  readonly oldestRevision: string;
  readonly states: readonly (Listing & { readonly revision: string })[];
  readonly events: Listing;
}

const folder = new URL("../../../../fixtures/", import.meta.url);

export const fixtureNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".db.gz"))
  .map((name) => name.slice(0, -".db.gz".length));

export const fixtureBytes = (name: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(new URL(`${name}.db.gz`, folder))));

export const fixtureAnswers = (name: string): Answers =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

/** A file in memory that keeps account of what is read, and fails a reader that asks without bound. */
export class MemoryFile implements SnapshotFile {
  readonly #bytes: Uint8Array;
  readonly #most: number;
  bytesRead = 0;

  constructor(bytes: Uint8Array, most = Number.POSITIVE_INFINITY) {
    this.#bytes = bytes;
    this.#most = most;
  }

  async size(): Promise<number> {
    return this.#bytes.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = this.#bytes.subarray(offset, offset + length);
    this.bytesRead += bytes.length;
    if (this.bytesRead > this.#most) throw new Error(`more than ${this.#most} bytes were read`);
    return bytes;
  }
}

export function sha256(): Sha256 {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

export const hashOfLines = (lines: readonly string[]): string =>
  createHash("sha256").update(lines.join("\n")).digest("hex");

/** CRC-32C (Castagnoli), with which etcdctl sums up a snapshot. */
export function crc32c(parts: Iterable<Uint8Array>): number {
  let crc = 0xffff_ffff;
  for (const part of parts) for (const byte of part) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffff_ffff) >>> 0;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1;
  return crc;
});
