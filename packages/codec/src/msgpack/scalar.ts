import { bigEndian } from "../cbor/head.ts";
import type { FieldNode } from "../field/node.ts";
import { hexText } from "../print/hex.ts";
import { decodeUtf8 } from "../text/utf8.ts";

/** Bytes of a key of an odd type that are written out. */
const longestOddName = 64;

/** The name that a map's key gives: text, or bytes that hold text; numbers in decimal, others by their bytes. */
export function msgpackName(bytes: Uint8Array, key: FieldNode): string {
  if (key.type === "text string" || key.type === "byte string")
    return decodeUtf8(bytes, key.valueStart, key.valueEnd);
  if (key.type === "uint" || key.type === "int" || key.type === "bool") return msgpackLiteral(bytes, key);
  return hexText(bytes.subarray(key.start, Math.min(key.end, key.start + longestOddName)));
}

/** A number, bool or nil as JSON writes it; null for a number that JSON has no word for. */
export function msgpackLiteral(bytes: Uint8Array, node: FieldNode): string {
  const { type, tagEnd, valueStart, valueEnd } = node;
  const size = valueEnd - valueStart;
  const first = bytes[tagEnd] ?? 0;
  if (type === "bool") return first === 0xc3 ? "true" : "false";
  if (type === "uint") return String(size === 0 ? first : bigEndian(bytes, valueStart, size));
  if (type === "int" && size === 0) return String(first - 256);
  if (type === "int") return String(BigInt.asIntN(size * 8, bigEndian(bytes, valueStart, size)));
  return type === "float" ? floatText(bytes, valueStart, size) : "null";
}

function floatText(bytes: Uint8Array, start: number, size: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, size);
  const value = size === 4 ? view.getFloat32(0) : view.getFloat64(0);
  return Number.isFinite(value) ? String(value) : "null";
}
