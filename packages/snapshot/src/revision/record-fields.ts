/** Why a record stops making sense, and at which of the given bytes. */
export interface RecordFailure {
  readonly reason: string;
  readonly at: number;
}

/** Where each number of a record stands in `RecordFields.words`: its low half, and the high half behind it. */
export const numberField = { createRevision: 0, modRevision: 2, version: 4, lease: 6 } as const;

const wireVarint = 0;
const wireFixed64 = 1;
const wireBytes = 2;
const wireFixed32 = 5;
const lastField = 6;

/**
 * The fields of etcd's `mvccpb.KeyValue` (1 key, 2 create_revision, 3 mod_revision, 4 version, 5 value, 6 lease) as
 * they stand in some bytes. One of these reads millions of records: it makes nothing for each, and numbers of 64 bits
 * stay in two halves.
 */
export class RecordFields {
  /** The record, its key and its value, in the bytes that were read. */
  start = 0;
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  /** Numbers in halves of 32 bits; see `numberField`. */
  readonly words: Uint32Array = new Uint32Array(8);
  /** Set where `read` answers `false`. */
  failure: RecordFailure | undefined;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  /** The varint just read. */
  #low = 0;
  #high = 0;

  /** Reads the record `[start, end)` of `bytes`; `false` where it is damaged. What is not in it is empty or 0. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.start = this.#at = start;
    this.#end = end;
    this.failure = undefined;
    this.keyStart = this.keyEnd = this.valueStart = this.valueEnd = start;
    this.#clear();
    while (this.#at < end) if (!this.#field()) return false;
    return true;
  }

  /** Without `fill`, which costs more than a record. */
  #clear(): void {
    const { words } = this;
    for (let at = 0; at < words.length; at++) words[at] = 0;
  }

  #field(): boolean {
    const start = this.#at;
    if (!this.#varint()) return false;
    if (this.#high !== 0 || this.#low < 8)
      return this.#fail("a record has an impossible field number", start);
    const tag = this.#low;
    switch (tag) {
      case (1 << 3) | wireBytes:
        if (!this.#skipBytes()) return false;
        this.keyStart = this.#at - this.#low;
        this.keyEnd = this.#at;
        return true;
      case (5 << 3) | wireBytes:
        if (!this.#skipBytes()) return false;
        this.valueStart = this.#at - this.#low;
        this.valueEnd = this.#at;
        return true;
      case (2 << 3) | wireVarint:
        return this.#number(numberField.createRevision);
      case (3 << 3) | wireVarint:
        return this.#number(numberField.modRevision);
      case (4 << 3) | wireVarint:
        return this.#number(numberField.version);
      case (6 << 3) | wireVarint:
        return this.#number(numberField.lease);
      default:
        return this.#skipUnknown(tag, start);
    }
  }

  /** Later etcd versions may add fields; a known number with another wire type is damage. */
  #skipUnknown(tag: number, start: number): boolean {
    if (tag >>> 3 <= lastField) return this.#fail("a record has a field of the wrong kind", start);
    const wireType = tag & 7;
    if (wireType === wireVarint) return this.#varint();
    if (wireType === wireBytes) return this.#skipBytes();
    if (wireType === wireFixed64) return this.#skip(8);
    if (wireType === wireFixed32) return this.#skip(4);
    return this.#fail("a record has a field of no known kind", start);
  }

  #number(word: number): boolean {
    if (!this.#varint()) return false;
    this.words[word] = this.#low;
    this.words[word + 1] = this.#high;
    return true;
  }

  /** A length and as many bytes; the length is in `#low` then. */
  #skipBytes(): boolean {
    const start = this.#at;
    if (!this.#varint()) return false;
    if (this.#high !== 0 || this.#low > this.#end - this.#at)
      return this.#fail("a record's field ends behind the record", start);
    this.#at += this.#low;
    return true;
  }

  #skip(length: number): boolean {
    if (this.#end - this.#at < length) return this.#fail("a record is cut off", this.#at);
    this.#at += length;
    return true;
  }

  /** A varint of up to 28 bits, which most are; what is longer elsewhere. */
  #varint(): boolean {
    const start = this.#at;
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (this.#at >= this.#end) return this.#fail("a record is cut off", start);
      const byte = this.#bytes[this.#at++] ?? 0;
      low |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      this.#low = low;
      this.#high = 0;
      return true;
    }
    return this.#long(low, start);
  }

  /** The rest of a varint of ten bytes at most. What is beyond 64 bits is dropped, as protobuf has it. */
  #long(low: number, start: number): boolean {
    let bottom = low;
    let high = 0;
    for (let shift = 28; shift < 70; shift += 7) {
      if (this.#at >= this.#end) return this.#fail("a record is cut off", start);
      const byte = this.#bytes[this.#at++] ?? 0;
      const bits = byte & 0x7f;
      if (shift === 28) bottom |= bits << 28;
      high |= shift === 28 ? bits >>> 4 : bits << (shift - 32);
      if (byte >= 0x80) continue;
      this.#low = bottom >>> 0;
      this.#high = high >>> 0;
      return true;
    }
    return this.#fail("a record has a number of more than ten bytes", start);
  }

  #fail(reason: string, at: number): boolean {
    this.failure = { reason, at };
    return false;
  }
}
