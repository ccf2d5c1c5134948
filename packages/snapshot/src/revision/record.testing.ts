import { type Entry, joinBytes } from "../bolt/writer.testing.ts";
import type { KeyValueRecord } from "./key-value.ts";

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.of(...bytes, Number(rest));
}

const number = (field: number, value: bigint): Uint8Array =>
  value === 0n ? new Uint8Array(0) : joinBytes([Uint8Array.of(field << 3), varint(value)]);

const bytes = (field: number, value: Uint8Array): Uint8Array =>
  value.length === 0
    ? value
    : joinBytes([Uint8Array.of((field << 3) | 2), varint(BigInt(value.length)), value]);

/** Writes a record as etcd does: what is zero or empty is left out. */
export function encodeKeyValue(record: KeyValueRecord): Uint8Array {
  return joinBytes([
    bytes(1, record.key),
    number(2, record.createRevision),
    number(3, record.modRevision),
    number(4, record.version),
    bytes(5, record.value),
    number(6, record.lease),
  ]);
}

/** The name of a change, as in the bucket `key`. */
export function revisionKey(main: bigint, sub = 0n, isDeletion = false): Uint8Array {
  const view = new DataView(new ArrayBuffer(isDeletion ? 18 : 17));
  view.setBigUint64(0, main);
  view.setUint8(8, 0x5f);
  view.setBigUint64(9, sub);
  if (isDeletion) view.setUint8(17, 0x74);
  return new Uint8Array(view.buffer);
}

/** The entry of a key that is put for the first time. */
export function putEntry(revision: bigint, key: Uint8Array, value: Uint8Array): Entry {
  const numbers = { createRevision: revision, modRevision: revision, version: 1n, lease: 0n };
  return [revisionKey(revision), encodeKeyValue({ key, value, ...numbers })];
}
