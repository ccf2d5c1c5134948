import { invalidUtf8At, isJson } from "@etcdscope/codec";
import type { FieldPlan, MessagePlan } from "./plan.ts";

/** Levels of messages that are followed; deeper ones are left to the tree. */
const maxDepth = 200;

/**
 * Whether a message holds nothing but known and well-formed fields up to its last byte, embedded JSON included. It
 * is strict: what it refuses may still be readable, but what it accepts needs no further care.
 */
export function isSound(bytes: Uint8Array, start: number, end: number, plan: MessagePlan): boolean {
  return new SoundnessCheck(bytes, start).message(end, plan, 0);
}

class SoundnessCheck {
  private readonly bytes: Uint8Array;
  private at: number;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.at = start;
  }

  message(end: number, plan: MessagePlan, depth: number): boolean {
    if (depth > maxDepth) return false;
    while (this.at < end) {
      const tag = this.small(end);
      const field = plan.fields[tag >>> 3];
      if (field === undefined || field.wireType !== (tag & 7) || !this.value(end, field, depth)) return false;
    }
    return this.at === end;
  }

  private value(end: number, field: FieldPlan, depth: number): boolean {
    switch (field.wireType) {
      case 0:
        return this.varint(end);
      case 1:
        this.at += 8;
        return this.at <= end;
      case 2:
        return this.payload(end, field, depth);
      default:
        this.at += 4;
        return this.at <= end;
    }
  }

  private payload(end: number, field: FieldPlan, depth: number): boolean {
    const size = this.small(end);
    const behind = this.at + size;
    if (size < 0 || behind > end) return false;
    const start = this.at;
    if (field.message !== null) {
      if (!this.message(behind, field.message, depth + 1)) return false;
      return (
        field.message.complain === undefined || field.message.complain(this.bytes, start, behind) === null
      );
    }
    this.at = behind;
    if (field.scalar === "string") return invalidUtf8At(this.bytes, start, behind) < 0;
    return field.expand === null || start === behind || isJson(this.bytes, start, behind);
  }

  /** A varint below 2^28, or -1. */
  private small(end: number): number {
    let value = 0;
    for (let shift = 0; shift < 28 && this.at < end; shift += 7) {
      const byte = this.bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return -1;
  }

  private varint(end: number): boolean {
    const limit = Math.min(end, this.at + 10);
    while (this.at < limit) {
      if ((this.bytes[this.at++] ?? 0) < 0x80) return true;
    }
    return false;
  }
}
