import { isTar } from "./tar.ts";

/**
 * What a file is by its bytes. `foreign`: it is something else, or cannot be opened here; the sentence says what and
 * what to do. `unknown`: nothing that is known, with a sentence all the same.
 */
export type Content =
  | { readonly kind: "database" | "gzip" | "zstd" | "zip" | "tar" }
  | { readonly kind: "foreign" | "unknown"; readonly message: string };

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Names of formats by their first bytes, and how a person comes from there to a database. */
const foreign: readonly (readonly [start: Uint8Array, message: string])[] = (
  [
    ["\xfd7zXZ\0", "The file is compressed with xz: unpack it first, with “xz -d”."],
    ["BZh", "The file is compressed with bzip2: unpack it first, with “bzip2 -d”."],
    ["\x04\x22\x4d\x18", "The file is compressed with lz4: unpack it first, with “lz4 -d”."],
    ["LZIP", "The file is compressed with lzip: unpack it first, with “lzip -d”."],
    ["\x1f\x9d", "The file is compressed with compress (.Z): unpack it first, with “gzip -d”."],
    ["\xff\x06\0\0sNaPpY", "The file is compressed with snappy: unpack it first, with “snzip -d”."],
    ["7z\xbc\xaf\x27\x1c", "The file is a 7z archive: unpack it first, with “7z x”."],
    ["Rar!\x1a\x07", "The file is a rar archive: unpack it first, with “unrar x”."],
    ["age-encryption.org/", "The file is encrypted with age: decrypt it first, with “age -d”."],
    ["-----BEGIN AGE ", "The file is encrypted with age: decrypt it first, with “age -d”."],
    ["Salted__", "The file is encrypted with openssl: decrypt it first, with “openssl enc -d”."],
    ["U2FsdGVkX1", "The file is encrypted with openssl: decrypt it first, with “openssl enc -d -a”."],
    ["-----BEGIN PGP MESSAGE", "The file is encrypted with PGP: decrypt it first, with “gpg -d”."],
    ["\x8c\x0d\x04", "The file looks encrypted with PGP: decrypt it first, with “gpg -d”."],
    ["\x85\x01\x0c\x03", "The file looks encrypted with PGP: decrypt it first, with “gpg -d”."],
    ["\x85\x02\x0c\x03", "The file looks encrypted with PGP: decrypt it first, with “gpg -d”."],
    [
      "SQLite format 3\0",
      "The file is an SQLite database, as kine has it in k3s (state.db), and not one of etcd: serve it by kine, and give its address as --endpoints.",
    ],
  ] as const
).map(([start, message]) => [bytesOf(start), message]);

const startsWith = (head: Uint8Array, start: Uint8Array, at = 0): boolean =>
  head.length >= at + start.length && start.every((byte, index) => head[at + index] === byte);

const metaMagic = Buffer.of(0xed, 0xda, 0x0c, 0xed, 2, 0, 0, 0);
const metaAt = 16;
const pageSizes = [1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];

/** Tells by a file's first bytes, 128 KiB where it has as many, and its size what it is. */
export function contentOf(head: Uint8Array, size: number): Content {
  if (size === 0) return { kind: "foreign", message: "The file is empty: not a snapshot of etcd." };
  if (isDatabase(head)) return databaseOrText(head);
  if (head[0] === 0x1f && head[1] === 0x8b) return { kind: "gzip" };
  if (startsWith(head, Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd)) || isSkippable(head)) return { kind: "zstd" };
  if (startsWith(head, bytesOf("PK\x03\x04")) || startsWith(head, bytesOf("PK\x05\x06")))
    return { kind: "zip" };
  if (isTar(head)) return { kind: "tar" };
  const found = foreign.find(([start]) => startsWith(head, start));
  if (found !== undefined) return { kind: "foreign", message: found[1] };
  const message = rest.map((say) => say(head, size)).find((said) => said !== undefined);
  return message === undefined ? unknown : { kind: "foreign", message };
}

/** What a line of `rest` answers: a sentence where it knows the file. */
type Say = (head: Uint8Array, size: number) => string | undefined;

const rest: readonly Say[] = [writeAheadLog, raftSnapshot, withoutMetas, shifted, recoded, textual];

const unknown: Content = {
  kind: "unknown",
  message:
    "The file is not a snapshot of etcd: neither of the two meta pages of a bbolt database is in it, and nothing else that is known.",
};

const isSkippable = (head: Uint8Array): boolean =>
  ((head[0] ?? 0) & 0xf0) === 0x50 && startsWith(head, Uint8Array.of(0x2a, 0x4d, 0x18), 1);

function isDatabase(head: Uint8Array): boolean {
  return [0, ...pageSizes].some((page) => startsWith(head, metaMagic, page + metaAt));
}

/** Every line feed of a binary file has a carriage return before it only where somebody put it there. */
function databaseOrText(head: Uint8Array): Content {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  let feeds = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1), feeds++)
    if (bytes[at - 1] !== 13) return { kind: "database" };
  if (feeds < 8) return { kind: "database" };
  return {
    kind: "foreign",
    message:
      "The file was changed as text: a carriage return stands before every line feed. Fetch the snapshot again, as binary.",
  };
}

/** etcd's log: a length of 8 bytes, padded, then a walpb.Record {1 type, 2 crc, 3 data}, the first of type 4 or 5. */
function writeAheadLog(head: Uint8Array): string | undefined {
  const padding = head[7] ?? 0;
  const isLength = (head[0] ?? 0) > 0 && head.subarray(2, 7).every((byte) => byte === 0);
  const isPadding = padding === 0 || (padding & 0xf8) === 0x80;
  const isRecord = head[8] === 8 && (head[9] === 4 || head[9] === 5) && head[10] === 0x10;
  if (!(isLength && isPadding && isRecord)) return undefined;
  return "The file is a part of etcd's write-ahead log (.wal), which holds requests and no keys: open member/snap/db of the same data directory.";
}

/** snappb.Snapshot {1 crc, 2 data}, where the data goes to the end of the file. */
function raftSnapshot(head: Uint8Array, size: number): string | undefined {
  const crc = varintAt(head, 1);
  const data = crc === undefined ? undefined : varintAt(head, crc.end + 1);
  if (head[0] !== 8 || crc === undefined || data === undefined || head[crc.end] !== 0x12) return undefined;
  if (data.end + data.value !== size) return undefined;
  return "The file is a snapshot of raft (.snap), which in etcd 3 holds members and no keys: open db, which lies beside it.";
}

function varintAt(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let at = start; at < start + 6 && at < bytes.length; at++) {
    value += ((bytes[at] ?? 0) & 0x7f) * 128 ** (at - start);
    if ((bytes[at] ?? 0) < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}

/**
 * What can be said of a database without a sound meta page; `undefined` where the bytes are no database. Pages of bbolt
 * begin with their own number, and what they are: 1 a branch, 2 a leaf, 0x10 the free pages.
 */
export function withoutMetas(head: Uint8Array): string | undefined {
  for (const size of pageSizes.slice(2)) {
    const view = new DataView(head.buffer, head.byteOffset, head.length);
    let pages = 0;
    for (let page = 2; (page + 1) * size <= head.length; page++) {
      const kind = view.getUint16(page * size + 8, true);
      if (view.getBigUint64(page * size, true) === BigInt(page) && [1, 2, 0x10].includes(kind)) pages++;
    }
    if (pages > 0)
      return `Both meta pages of this database of bbolt are damaged, so that nothing says where its trees begin. Its other pages are there (${pages} of the first ${Math.floor(head.length / size) - 2}): what stands in its leaves can be salvaged, which this version of etcdscope cannot do yet.`;
  }
  return undefined;
}

/** The magic number of the meta page is there, and not where it belongs. */
function shifted(head: Uint8Array): string | undefined {
  const at = Buffer.from(head.buffer, head.byteOffset, head.length).indexOf(metaMagic);
  if (at < 0 || at > 65_536) return undefined;
  const [count, what] = at > metaAt ? [at - metaAt, "too many"] : [metaAt - at, "missing"];
  return `The file is a database of bbolt of which ${count} bytes at the beginning are ${what}: it was changed after it was written.`;
}

const asUtf8 = Buffer.of(0xc3, 0xad, 0xc3, 0x9a, 0x0c, 0xc3, 0xad);
const replaced = Buffer.of(0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd, 0x0c, 0xef, 0xbf, 0xbd);

/** The magic number as somebody wrote it who took the bytes for text. */
function recoded(head: Uint8Array): string | undefined {
  const bytes = Buffer.from(head.subarray(0, 4096));
  const how = bytes.includes(asUtf8)
    ? "written as UTF-8, from the letters of latin1"
    : "replaced, where they were no UTF-8";
  if (!bytes.includes(asUtf8) && !bytes.includes(replaced)) return undefined;
  return `The file was changed as text: the bytes from 0x80 on were ${how}. Fetch the snapshot again, as binary (“kubectl exec” without -t).`;
}

/** Tab, line feed, vertical tab, form feed, carriage return and escape. */
const textControls: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 27]);

function textual(head: Uint8Array, size: number): string | undefined {
  if (head.some((byte) => byte < 0x20 && !textControls.has(byte))) return undefined;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: head.length < size });
  } catch {
    return undefined;
  }
  const what = /^\s*[[{]/.test(text) ? "JSON" : "text";
  return `The file is ${what}, not a snapshot of etcd: “etcdctl snapshot save” writes one. A single value can be read with “etcdscope decode”.`;
}
