/**
 * The varint fields of a small protobuf message by their number, each as the last one of its number stands; other
 * fields are passed over. `undefined` where the bytes are no such message.
 */
export function numberFields(bytes: Uint8Array): ReadonlyMap<number, bigint> | undefined {
  const fields = new Map<number, bigint>();
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const tag = varint(cursor);
    if (tag === undefined || tag < 8n || tag > 0xffff_ffffn) return undefined;
    const value = payload(cursor, Number(tag & 7n));
    if (value === undefined) return undefined;
    if ((tag & 7n) === 0n) fields.set(Number(tag >> 3n), value);
  }
  return fields;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** A varint's value; of other wire types only that they are whole. */
function payload(cursor: Cursor, wireType: number): bigint | undefined {
  if (wireType === 0) return varint(cursor);
  if (wireType === 1) return skip(cursor, 8n);
  if (wireType === 5) return skip(cursor, 4n);
  const length = wireType === 2 ? varint(cursor) : undefined;
  return length === undefined ? undefined : skip(cursor, length);
}

function skip(cursor: Cursor, length: bigint): bigint | undefined {
  if (length > BigInt(cursor.bytes.length - cursor.at)) return undefined;
  cursor.at += Number(length);
  return length;
}

/** Unsigned, of 64 bits at most. */
function varint(cursor: Cursor): bigint | undefined {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  return undefined;
}
