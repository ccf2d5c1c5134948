import { readNumeric, type ScalarType, type WireType, wireTypeOf } from "@etcdscope/codec";
import type { Output } from "./output.ts";

/** Writes a leaf as Go's encoder does: text escaped, bytes in base64, integers with all their digits. */
export function writeScalar(out: Output, start: number, end: number, scalar: ScalarType): void {
  const hidden = out.redact?.({ valueStart: start, valueEnd: end });
  if (hidden !== undefined) out.writer.text(hidden);
  else if (scalar === "string") out.writer.utf8(out.bytes, start, end);
  else if (scalar === "bytes") out.writer.base64(out.bytes, start, end);
  else out.writer.literal(numberText(out.bytes, start, end, scalar));
}

function numberText(bytes: Uint8Array, start: number, end: number, scalar: ScalarType): string {
  const wireType = wireTypeOf(scalar);
  const small = smallVarint(bytes, start, end, wireType);
  if (small >= 0 && scalar === "bool") return small === 0 ? "false" : "true";
  if (small >= 0 && !scalar.startsWith("s")) return String(small);
  const value = readNumeric(bytes, start, end, wireType, scalar);
  return typeof value === "number" ? floatText(value) : String(value);
}

/** A varint of at most two bytes, or -1: most integers are that small, and it spares a bigint. */
function smallVarint(bytes: Uint8Array, start: number, end: number, wireType: WireType): number {
  if (wireType !== 0 || end - start > 2) return -1;
  const first = bytes[start] ?? 0;
  return first < 0x80 ? first : (first & 0x7f) | ((bytes[start + 1] ?? 0) << 7);
}

/** JavaScript's shortest form is Go's, but for the sign of zero; JSON has no word for infinity. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return "null";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Whether Go's `omitempty` leaves a scalar out: false, 0, "", no bytes. */
export function isEmptyScalar(bytes: Uint8Array, start: number, end: number, scalar: ScalarType): boolean {
  const wireType = wireTypeOf(scalar);
  if (wireType === 2) return start === end;
  if (wireType === 0 && end - start === 1) return bytes[start] === 0;
  const value = readNumeric(bytes, start, end, wireType, scalar);
  return value === 0 || value === 0n || value === false;
}
