import type { WireType } from "../field/node.ts";
import { decodeUtf8 } from "../text/utf8.ts";

const maxGroupDepth = 100;

/**
 * Walks the fields of one protobuf message in `[position, end)` without copying. After `next()` the bounds of the
 * field stand in `start`, `tagEnd`, `valueStart`, `valueEnd` and `fieldEnd`. At damage `next()` answers false, `problem` says
 * why, and `start` is where the damaged field begins; nothing is ever read beyond `end`.
 */
export class WireReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  position: number;
  number = 0;
  wireType: WireType = 0;
  start = 0;
  tagEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  fieldEnd = 0;
  problem: string | null = null;
  /** Halves of the varint that was read last. */
  low = 0;
  high = 0;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Moves to the next field; false at the end and at damage. */
  next(): boolean {
    if (this.position >= this.end || this.problem !== null) return false;
    if (!this.readTag() || !this.readBounds()) return false;
    this.position = this.fieldEnd;
    return true;
  }

  /** The value of a varint field as an unsigned 64-bit number. */
  uint64(): bigint {
    this.varintAt(this.valueStart);
    return (BigInt(this.high >>> 0) << 32n) | BigInt(this.low >>> 0);
  }

  /** The value of a varint field as a signed 64-bit number. */
  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  /** The low 32 bits of a varint field, signed. */
  int32(): number {
    this.varintAt(this.valueStart);
    return this.low | 0;
  }

  /** A view of the field's payload. */
  payload(): Uint8Array {
    return this.bytes.subarray(this.valueStart, this.valueEnd);
  }

  /** The field's payload as UTF-8 text. */
  text(): string {
    return decodeUtf8(this.bytes, this.valueStart, this.valueEnd);
  }

  /**
   * Reads a varint of at most ten bytes at `at` into `low` and `high`; answers the offset behind it, or -1 when it
   * runs past the end or is too long.
   */
  varintAt(at: number): number {
    const first = this.bytes[at] ?? 0;
    if (at < this.end && first < 0x80) {
      this.low = first;
      this.high = 0;
      return at + 1;
    }
    return this.longVarintAt(at);
  }

  private longVarintAt(at: number): number {
    let low = 0;
    let high = 0;
    const limit = Math.min(this.end, at + 10);
    for (let i = at, shift = 0; i < limit; i++, shift += 7) {
      const byte = this.bytes[i] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 24) high |= shift < 32 ? bits >>> (32 - shift) : bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return i + 1;
      }
    }
    return -1;
  }

  private readTag(): boolean {
    const at = this.position;
    this.start = at;
    this.tagEnd = at;
    this.valueStart = at;
    const behind = this.varintAt(at);
    if (behind < 0) return this.fail("a field tag is cut off or longer than ten bytes");
    const wireType = this.low & 7;
    this.number = this.low >>> 3;
    if (this.number === 0 || this.high !== 0)
      return this.fail("a field tag carries an impossible field number");
    if (!isWireType(wireType)) return this.fail(`field ${this.number} has the unknown wire type ${wireType}`);
    this.wireType = wireType;
    this.tagEnd = behind;
    this.valueStart = behind;
    return true;
  }

  private readBounds(): boolean {
    switch (this.wireType) {
      case 0:
        return this.readVarintBounds();
      case 1:
        return this.readFixedBounds(8);
      case 2:
        return this.readLengthBounds();
      case 3:
        return this.readGroupBounds();
      case 4:
        return this.fail(`field ${this.number} ends a group that never began`);
      default:
        return this.readFixedBounds(4);
    }
  }

  private readVarintBounds(): boolean {
    const behind = this.varintAt(this.valueStart);
    if (behind < 0)
      return this.fail(`the varint of field ${this.number} is cut off or longer than ten bytes`);
    return this.close(behind, behind);
  }

  private readFixedBounds(size: number): boolean {
    const behind = this.valueStart + size;
    if (behind <= this.end) return this.close(behind, behind);
    const left = this.end - this.valueStart;
    return this.fail(`field ${this.number} needs ${size} bytes, ${left} ${left === 1 ? "is" : "are"} left`);
  }

  private readLengthBounds(): boolean {
    const behind = this.varintAt(this.tagEnd);
    if (behind < 0)
      return this.fail(`the length of field ${this.number} is cut off or longer than ten bytes`);
    const size = this.high * 0x1_0000_0000 + this.low;
    this.valueStart = behind;
    const left = this.end - behind;
    if (size > left)
      return this.fail(
        `field ${this.number} declares ${size} bytes, ${left} ${left === 1 ? "is" : "are"} left`,
      );
    return this.close(behind + size, behind + size);
  }

  /** A group ends at the end tag with its own number; groups inside it are skipped with a stack of their numbers. */
  private readGroupBounds(): boolean {
    const { number, start, tagEnd } = this;
    const open = [number];
    const inner = new WireReader(this.bytes, tagEnd, this.end);
    while (open.length > 0 && inner.position < this.end) {
      if (!inner.skipInside(open)) break;
    }
    if (open.length > 0) return this.fail(`the group of field ${number} does not end`);
    this.start = start;
    return this.close(inner.start, inner.position);
  }

  private skipInside(open: number[]): boolean {
    if (!this.readTag()) return false;
    if (this.wireType === 3) {
      open.push(this.number);
      this.position = this.tagEnd;
      return open.length <= maxGroupDepth;
    }
    if (this.wireType === 4) {
      this.position = this.tagEnd;
      return open.at(-1) === this.number && open.pop() !== undefined;
    }
    if (!this.readBounds()) return false;
    this.position = this.fieldEnd;
    return true;
  }

  private close(valueEnd: number, fieldEnd: number): boolean {
    this.valueEnd = valueEnd;
    this.fieldEnd = fieldEnd;
    return true;
  }

  private fail(problem: string): false {
    this.valueEnd = this.end;
    this.fieldEnd = this.end;
    this.problem = problem;
    return false;
  }
}

function isWireType(value: number): value is WireType {
  return value < 6;
}
