import { type FieldNode, readScalar, type ScalarType } from "@etcdscope/codec";
import type { Output } from "./output.ts";

/** Writes a leaf as Go's encoder does: text escaped, bytes in base64, integers with all their digits. */
export function writeScalar(out: Output, node: FieldNode, scalar: ScalarType): void {
  const hidden = out.redact?.(node);
  if (hidden !== undefined) out.writer.text(hidden);
  else if (scalar === "string") out.writer.utf8(out.bytes, node.valueStart, node.valueEnd);
  else if (scalar === "bytes") out.writer.base64(out.bytes, node.valueStart, node.valueEnd);
  else out.writer.literal(numberText(out.bytes, node, scalar));
}

function numberText(bytes: Uint8Array, node: FieldNode, scalar: ScalarType): string {
  const small = smallVarint(bytes, node);
  if (small >= 0 && isPlainInteger(scalar)) return String(small);
  if (small >= 0 && scalar === "bool") return small === 0 ? "false" : "true";
  const value = readScalar(bytes, node);
  return typeof value === "number" ? floatText(value) : String(value);
}

/** A varint of at most two bytes, or -1: most integers are that small, and it spares a bigint. */
function smallVarint(bytes: Uint8Array, { wireType, valueStart, valueEnd }: FieldNode): number {
  if (wireType !== 0 || valueEnd - valueStart > 2) return -1;
  const first = bytes[valueStart] ?? 0;
  return first < 0x80 ? first : (first & 0x7f) | ((bytes[valueStart + 1] ?? 0) << 7);
}

function isPlainInteger(scalar: ScalarType): boolean {
  return scalar === "int32" || scalar === "int64" || scalar === "uint32" || scalar === "uint64";
}

/** JavaScript's shortest form is Go's, but for the sign of zero; JSON has no word for infinity. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return "null";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Whether Go's `omitempty` leaves a scalar out: false, 0, "", no bytes. */
export function isEmptyScalar(bytes: Uint8Array, node: FieldNode): boolean {
  if (node.wireType === 2) return node.valueStart === node.valueEnd;
  if (node.wireType === 0 && node.valueEnd - node.valueStart === 1) return bytes[node.valueStart] === 0;
  const value = readScalar(bytes, node);
  return value === 0 || value === 0n || value === false;
}
