import { type DamagePlace, SnapshotDamage } from "../snapshot/damage.ts";
import { int64 } from "./int64.ts";
import { numberField, RecordFields } from "./record-fields.ts";

/** etcd's `mvccpb.KeyValue`: what one revision stores. */
export interface KeyValueRecord {
  readonly key: Uint8Array;
  readonly createRevision: bigint;
  readonly modRevision: bigint;
  readonly version: bigint;
  readonly value: Uint8Array;
  readonly lease: bigint;
}

/**
 * Decodes a stored `mvccpb.KeyValue`. Key and value are views over `bytes`. `place` is where the record begins in the
 * file.
 *
 * @throws SnapshotDamage with the byte of the file at which the record stops making sense.
 */
export function decodeKeyValue(bytes: Uint8Array, place: DamagePlace): KeyValueRecord {
  const fields = new RecordFields();
  if (!fields.read(bytes, 0, bytes.length)) {
    const { reason = "a record is damaged", at = 0 } = fields.failure ?? {};
    throw new SnapshotDamage(reason, { ...place, offset: place.offset + at });
  }
  return {
    key: bytes.subarray(fields.keyStart, fields.keyEnd),
    createRevision: int64(fields.words, numberField.createRevision),
    modRevision: int64(fields.words, numberField.modRevision),
    version: int64(fields.words, numberField.version),
    value: bytes.subarray(fields.valueStart, fields.valueEnd),
    lease: int64(fields.words, numberField.lease),
  };
}
