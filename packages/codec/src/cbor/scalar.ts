import type { FieldNode } from "../field/node.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { readHead } from "./head.ts";

/** The value of a CBOR leaf; undefined for a node of another encoding, null for nil and what has no value. */
export function readCborScalar(
  bytes: Uint8Array,
  { type, valueStart, valueEnd }: FieldNode,
): bigint | number | boolean | string | Uint8Array | null | undefined {
  switch (type) {
    case "uint":
      return argumentAt(bytes, valueStart, valueEnd);
    case "negint":
      return -1n - argumentAt(bytes, valueStart, valueEnd);
    case "float":
      return readFloat(bytes, valueStart, valueEnd);
    case "bool":
      return bytes[valueStart] === 0xf5;
    case "text string":
      return decodeUtf8(bytes, valueStart, valueEnd);
    case "byte string":
      return bytes.subarray(valueStart, valueEnd);
    case "simple":
      return argumentAt(bytes, valueStart, valueEnd);
    default:
      return type === "nil" || type === "undefined" ? null : undefined;
  }
}

function argumentAt(bytes: Uint8Array, start: number, end: number): bigint {
  return readHead(bytes, start, end)?.argument ?? 0n;
}

/** Half, single or double precision behind the first byte. */
function readFloat(bytes: Uint8Array, start: number, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  if (end - start === 9) return view.getFloat64(1);
  return end - start === 5 ? view.getFloat32(1) : halfFloat(view.getUint16(1));
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
