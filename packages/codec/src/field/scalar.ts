import { readCborScalar } from "../cbor/scalar.ts";
import { decodeJsonString } from "../json/string.ts";
import { WireReader } from "../protobuf/reader.ts";
import { encodeBase64 } from "../text/base64.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import type { FieldNode, WireType } from "./node.ts";

/** A scalar: bigint for 64-bit integers, number for smaller ones and floats, text for JSON numbers, which stay as written. */
export type Scalar = bigint | number | boolean | string | Uint8Array;

/** The value of a leaf; null where the node has children, is cut off, or has no value (JSON null). */
export function readScalar(bytes: Uint8Array, node: FieldNode): Scalar | null {
  if (node.children !== null || isBroken(node)) return null;
  if (node.wireType === null) return readPlain(bytes, node);
  return node.wireType === 2 ? readPayload(bytes, node) : readNumber(bytes, node);
}

/** A leaf as text: integers in decimal, bytes in base64. Null where there is no scalar. */
export function scalarText(bytes: Uint8Array, node: FieldNode): string | null {
  const scalar = readScalar(bytes, node);
  if (scalar === null) return null;
  return scalar instanceof Uint8Array ? encodeBase64(scalar) : String(scalar);
}

/** Damage: the bytes are not all there, or are not what they should be. */
function isBroken(node: FieldNode): boolean {
  return node.problem !== null && node.place === "none";
}

/** Nodes of JSON, CBOR and plain bytes have no wire type. */
function readPlain(bytes: Uint8Array, node: FieldNode): Scalar | null {
  const value = readCborScalar(bytes, node);
  return value === undefined ? readJsonScalar(bytes, node) : value;
}

function readJsonScalar(bytes: Uint8Array, { type, valueStart, valueEnd }: FieldNode): Scalar | null {
  switch (type) {
    case "null":
      return null;
    case "string":
      return decodeJsonString(bytes, valueStart, valueEnd);
    case "bytes":
      return bytes.subarray(valueStart, valueEnd);
    case "boolean":
      return bytes[valueStart] === 0x74;
    default:
      return decodeUtf8(bytes, valueStart, valueEnd);
  }
}

function readPayload(bytes: Uint8Array, { type, valueStart, valueEnd }: FieldNode): Scalar {
  const isText = type === "string" || type === "text";
  return isText ? decodeUtf8(bytes, valueStart, valueEnd) : bytes.subarray(valueStart, valueEnd);
}

function readNumber(bytes: Uint8Array, { type, wireType, valueStart, valueEnd }: FieldNode): Scalar {
  return readNumeric(bytes, valueStart, valueEnd, wireType, type);
}

/** A number or bool of protobuf at `[start, end)`: 64-bit integers as bigint, without a known type unsigned. */
export function readNumeric(
  bytes: Uint8Array,
  start: number,
  end: number,
  wireType: WireType | null,
  type: string,
): bigint | number | boolean {
  if (wireType === 0) return readVarint(bytes, start, end, type);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  return wireType === 1 ? readFixed64(view, type) : readFixed32(view, type);
}

function readFixed64(view: DataView, type: string): bigint | number {
  if (type === "double") return view.getFloat64(0, true);
  return type === "sfixed64" ? view.getBigInt64(0, true) : view.getBigUint64(0, true);
}

function readFixed32(view: DataView, type: string): number {
  if (type === "float") return view.getFloat32(0, true);
  return type === "sfixed32" ? view.getInt32(0, true) : view.getUint32(0, true);
}

function readVarint(bytes: Uint8Array, start: number, end: number, type: string): bigint | number | boolean {
  const reader = new WireReader(bytes, start, end);
  reader.valueStart = start;
  switch (type) {
    case "bool":
      return reader.uint64() !== 0n;
    case "int32":
      return reader.int32();
    case "uint32":
      return reader.int32() >>> 0;
    case "sint32":
      return unzigzag32(reader.int32());
    case "int64":
      return reader.int64();
    case "sint64":
      return unzigzag64(reader.uint64());
    default:
      return type.startsWith("enum ") ? reader.int32() : reader.uint64();
  }
}

function unzigzag32(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

function unzigzag64(value: bigint): bigint {
  return (value >> 1n) ^ -(value & 1n);
}
