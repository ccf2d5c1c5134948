import { WireReader } from "@etcdscope/codec";
import type { Recognised, Stored } from "./stored.ts";

/**
 * `etcdctl get -w protobuf`: etcd's `RangeResponse` (1 header, 2 kvs, 3 more, 4 count). Taken for one only where the
 * header comes first and holds numbers alone, and every pair has a key and a version.
 */
export function readEtcdctlProtobuf(input: Uint8Array): Recognised | null {
  const reader = new WireReader(input);
  if (!reader.next() || !isField(reader, 1, 2) || !isHeader(reader)) return null;
  const stored: Stored[] = [];
  while (reader.next()) {
    const kv = isField(reader, 2, 2) ? storedIn(reader) : null;
    if (kv !== null) stored.push(kv);
    else if (!isField(reader, 3, 0) && !isField(reader, 4, 0)) return null;
  }
  if (reader.problem !== null || stored.length === 0) return null;
  return { form: 'the output of "etcdctl get -w protobuf"', stored };
}

function isField(reader: WireReader, number: number, wireType: number): boolean {
  return reader.number === number && reader.wireType === wireType;
}

/** Cluster, member, revision and term. */
function isHeader({ bytes, valueStart, valueEnd }: WireReader): boolean {
  const header = new WireReader(bytes, valueStart, valueEnd);
  let hasRevision = false;
  while (header.next()) {
    if (header.wireType !== 0 || header.number > 4) return false;
    if (header.number === 3) hasRevision = true;
  }
  return header.problem === null && hasRevision;
}

const keyNumber = 1;
const versionNumber = 4;
const valueNumber = 5;

/** 1 key, 2 created at, 3 modified at, 4 version, 5 value, 6 lease: bytes and numbers by their field. */
function storedIn({ bytes, valueStart, valueEnd }: WireReader): Stored | null {
  const reader = new WireReader(bytes, valueStart, valueEnd);
  const found = new Map<number, Uint8Array>();
  while (reader.next()) {
    const isBytes = reader.number === keyNumber || reader.number === valueNumber;
    if (reader.number > 6 || reader.wireType !== (isBytes ? 2 : 0)) return null;
    found.set(reader.number, reader.payload());
  }
  const key = found.get(keyNumber);
  if (reader.problem !== null || key === undefined || !found.has(versionNumber)) return null;
  return { key, value: found.get(valueNumber) ?? new Uint8Array(0) };
}
