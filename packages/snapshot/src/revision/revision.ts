import type { StoredChange } from "./change-reader.ts";
import { int64 } from "./int64.ts";
import { decodeKeyValue, type KeyValueRecord } from "./key-value.ts";
import type { RevisionKey } from "./revision-key.ts";

/** One change in the history of the store. */
export interface Revision extends RevisionKey {
  /** What was stored; of a deletion only the key means anything. */
  readonly kv: KeyValueRecord;
  /** Where the record of `kv` begins in the file. */
  readonly offset: number;
  /** Bytes of the record. */
  readonly size: number;
}

/** A change that lasts: copied out of its page. */
export function revisionOf({ bytes, name, record, offset, size }: StoredChange): Revision {
  const stored = bytes.slice(record.start, record.start + size);
  return {
    main: int64(name.words, 0),
    sub: int64(name.words, 2),
    isDeletion: name.isDeletion,
    kv: decodeKeyValue(stored, { offset }),
    offset,
    size,
  };
}
