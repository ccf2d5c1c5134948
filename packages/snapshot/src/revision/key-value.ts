import { type DamagePlace, SnapshotDamage } from "../snapshot/damage.ts";

/** etcd's `mvccpb.KeyValue`: what one revision stores. */
export interface KeyValueRecord {
  readonly key: Uint8Array;
  readonly createRevision: bigint;
  readonly modRevision: bigint;
  readonly version: bigint;
  readonly value: Uint8Array;
  readonly lease: bigint;
}

type Writable<T> = { -readonly [name in keyof T]: T[name] };

interface Cursor {
  readonly bytes: Uint8Array;
  /** Where the bytes begin in the file, and in which page where that is known. */
  readonly place: DamagePlace;
  at: number;
}

const wireVarint = 0;
const wireFixed64 = 1;
const wireBytes = 2;
const wireFixed32 = 5;
const empty = new Uint8Array(0);

/**
 * Decodes a stored `mvccpb.KeyValue` (1 key, 2 create_revision, 3 mod_revision, 4 version, 5 value, 6 lease).
 * Key and value are views over `bytes`. `place` is where the record begins in the file.
 *
 * @throws SnapshotDamage with the byte of the file at which the record stops making sense.
 */
export function decodeKeyValue(bytes: Uint8Array, place: DamagePlace): KeyValueRecord {
  const record: Writable<KeyValueRecord> = {
    key: empty,
    createRevision: 0n,
    modRevision: 0n,
    version: 0n,
    value: empty,
    lease: 0n,
  };
  const cursor = { bytes, place, at: 0 };
  while (cursor.at < bytes.length) readField(cursor, record);
  return record;
}

function readField(cursor: Cursor, record: Writable<KeyValueRecord>): void {
  const start = cursor.at;
  const tag = readTag(cursor);
  switch (tag) {
    case (1 << 3) | wireBytes:
      record.key = readBytes(cursor);
      return;
    case (2 << 3) | wireVarint:
      record.createRevision = readInt64(cursor);
      return;
    case (3 << 3) | wireVarint:
      record.modRevision = readInt64(cursor);
      return;
    case (4 << 3) | wireVarint:
      record.version = readInt64(cursor);
      return;
    case (5 << 3) | wireBytes:
      record.value = readBytes(cursor);
      return;
    case (6 << 3) | wireVarint:
      record.lease = readInt64(cursor);
      return;
    default:
      skipUnknown(cursor, tag, start);
  }
}

/** Later etcd versions may add fields; a known number with another wire type is damage. */
function skipUnknown(cursor: Cursor, tag: number, start: number): void {
  if (tag >> 3 <= 6) throw damaged(cursor, "a record has a field of the wrong kind", start);
  const wireType = tag & 7;
  if (wireType === wireVarint) readInt64(cursor);
  else if (wireType === wireBytes) readBytes(cursor);
  else if (wireType === wireFixed64) skip(cursor, 8);
  else if (wireType === wireFixed32) skip(cursor, 4);
  else throw damaged(cursor, "a record has a field of no known kind", start);
}

function readTag(cursor: Cursor): number {
  const start = cursor.at;
  const tag = readInt64(cursor);
  if (tag < 8n || tag > 0xffff_ffffn) throw damaged(cursor, "a record has an impossible field number", start);
  return Number(tag & 0x7fff_ffffn);
}

function readBytes(cursor: Cursor): Uint8Array {
  const start = cursor.at;
  const length = readInt64(cursor);
  if (length < 0n || length > BigInt(cursor.bytes.length - cursor.at))
    throw damaged(cursor, "a record's field ends behind the record", start);
  const from = cursor.at;
  cursor.at += Number(length);
  return cursor.bytes.subarray(from, cursor.at);
}

function skip(cursor: Cursor, length: number): void {
  if (cursor.bytes.length - cursor.at < length) throw damaged(cursor, "a record is cut off", cursor.at);
  cursor.at += length;
}

/** A varint as a signed 64-bit number. Up to 28 bits are put together as plain numbers, for speed. */
function readInt64(cursor: Cursor): bigint {
  const { bytes } = cursor;
  const start = cursor.at;
  let small = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[cursor.at++];
    if (byte === undefined) throw damaged(cursor, "a record is cut off", start);
    small |= (byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt(small);
  }
  return readLong(cursor, start, BigInt(small));
}

function readLong(cursor: Cursor, start: number, low: bigint): bigint {
  let value = low;
  for (let shift = 28n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw damaged(cursor, "a record is cut off", start);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asIntN(64, value);
  }
  throw damaged(cursor, "a record has a number of more than ten bytes", start);
}

const damaged = ({ place }: Cursor, reason: string, at: number): SnapshotDamage =>
  new SnapshotDamage(reason, { ...place, offset: place.offset + at });
