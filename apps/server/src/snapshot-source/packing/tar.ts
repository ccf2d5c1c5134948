import type { PackingDamage } from "@etcdscope/keyspace";
import type { SnapshotFile } from "@etcdscope/snapshot";

/** A file in an archive: its bytes are those of the archive from `offset` on. */
export interface TarMember {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Its holes were left out: it cannot be read in place. */
  readonly isSparse: boolean;
}

export interface TarList {
  readonly members: AsyncIterable<TarMember>;
  /** What is wrong with the archive; known when all members were gone through. */
  damage(): PackingDamage | undefined;
}

const blockSize = 512;
/** Names and other attributes of one member: no name of a file is longer. */
const longestAttributes = 64 * 1024;
const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder();

/** Goes over the members of a tar archive (ustar, with the long names of pax and GNU) by reading their headers alone. */
export function listTar(file: SnapshotFile): TarList {
  const walk = new TarWalk(file);
  return { members: walk.members(), damage: () => walk.damage };
}

/** Attributes that stand before the header that they are of. */
interface Ahead {
  name?: string;
  size?: number;
  isSparse?: boolean;
}

class TarWalk {
  readonly #file: SnapshotFile;
  damage: PackingDamage | undefined;
  #ahead: Ahead = {};

  constructor(file: SnapshotFile) {
    this.#file = file;
  }

  async *members(): AsyncGenerator<TarMember> {
    const end = await this.#file.size();
    for (let at = 0; at < end; ) {
      const header = await this.#header(at);
      if (header === undefined) return;
      const member = await this.#take(header, at + blockSize);
      at = member.offset + Math.ceil(member.size / blockSize) * blockSize;
      if (member.offset + member.size > end) this.damage ??= { fault: "cut", offset: end };
      if (isFile(header.type)) yield member;
    }
  }

  /** The header at this place; `undefined` where the archive ends, or makes no sense. */
  async #header(at: number): Promise<Header | undefined> {
    const block = await this.#file.read(at, blockSize);
    if (block.every((byte) => byte === 0)) return undefined;
    const header = block.length < blockSize ? undefined : headerOf(block);
    if (header === undefined)
      this.damage ??= { fault: block.length < blockSize ? "cut" : "corrupt", offset: at };
    return header;
  }

  /** A member with the attributes that stand before it; these may be what it is. */
  async #take(header: Header, offset: number): Promise<TarMember> {
    if (isAttributes(header.type)) {
      await this.#readAhead(header.type, offset, header.size);
      return { ...header, offset, isSparse: false };
    }
    const { name = header.name, size = header.size, isSparse = header.type === "S" } = this.#ahead;
    this.#ahead = {};
    return { name, size, offset, isSparse };
  }

  /** pax (x) gives records, GNU (L) the name itself; of links (K) and of all members (g) nothing is needed. */
  async #readAhead(type: string, offset: number, size: number): Promise<void> {
    if (type !== "x" && type !== "L") return;
    const bytes = await this.#file.read(offset, Math.min(size, longestAttributes));
    if (type === "L") this.#ahead.name = utf8.decode(bytes).replace(/\0.*$/s, "");
    else this.#ahead = paxOf(bytes);
  }
}

const isAttributes = (type: string): boolean => "xgLK".includes(type);
/** 0 and NUL are files, 7 was a file on a disk of its own kind, S one with holes. */
const isFile = (type: string): boolean => ["0", "\0", "7", "S"].includes(type);

/** Records are "LENGTH NAME=VALUE\n", the length being that of the whole record. */
function paxOf(bytes: Uint8Array): Ahead {
  const ahead: Ahead = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(latin1.decode(bytes.subarray(at, space)));
    if (!Number.isInteger(length) || length < 4 || at + length > bytes.length) break;
    takeRecord(utf8.decode(bytes.subarray(space + 1, at + length - 1)), ahead);
    at += length;
  }
  return ahead;
}

function takeRecord(record: string, ahead: Ahead): void {
  const equals = record.indexOf("=");
  const [name, value] = [record.slice(0, equals), record.slice(equals + 1)];
  if (name === "path") ahead.name = value;
  if (name === "size" && /^\d{1,15}$/.test(value)) ahead.size = Number(value);
  if (name.startsWith("GNU.sparse.")) ahead.isSparse = true;
}

interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** A ustar header; `undefined` where its checksum does not fit. */
function headerOf(block: Uint8Array): Header | undefined {
  const stored = octalOf(block, 148, 8);
  let sum = 0;
  for (let at = 0; at < blockSize; at++) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  const size = sizeOf(block);
  if (stored !== sum || size === undefined) return undefined;
  const isUstar = latin1.decode(block.subarray(257, 263)) === "ustar\0";
  const prefix = isUstar ? textOf(block, 345, 155) : "";
  const name = textOf(block, 0, 100);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    size,
    type: latin1.decode(block.subarray(156, 157)),
  };
}

/** Octal digits, or, from 8 GiB on, a big-endian number behind a byte 0x80. */
function sizeOf(block: Uint8Array): number | undefined {
  if (block[124] !== 0x80) return octalOf(block, 124, 12);
  let size = 0;
  for (const byte of block.subarray(125, 136)) size = size * 256 + byte;
  return Number.isSafeInteger(size) ? size : undefined;
}

function octalOf(block: Uint8Array, at: number, length: number): number | undefined {
  const digits = textOf(block, at, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : undefined;
}

function textOf(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return utf8.decode(end < 0 ? field : field.subarray(0, end));
}

/** Whether a file begins with a header of a tar archive. */
export function isTar(head: Uint8Array): boolean {
  const block = head.subarray(0, blockSize);
  return block.length === blockSize && block.some((byte) => byte !== 0) && headerOf(block) !== undefined;
}
