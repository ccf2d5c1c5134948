import { type FieldNode, readScalar, type Scalar } from "@etcdscope/codec";

/** Writes nodes back to bytes from their numbers, names of types and scalars; only JSON and damage are copied. */
export function reencode(bytes: Uint8Array, nodes: readonly FieldNode[]): number[] {
  return nodes.flatMap((node) => reencodeNode(bytes, node));
}

function reencodeNode(bytes: Uint8Array, node: FieldNode): number[] {
  const copy = (from: number, to: number) => Array.from(bytes.subarray(from, to));
  const payload = node.children === null ? leaf(bytes, node) : reencode(bytes, node.children);
  if (node.wireType === null || node.tagEnd === node.start) {
    return [...copy(node.start, node.valueStart), ...payload, ...copy(node.valueEnd, node.end)];
  }
  const tag = varint((BigInt(node.number) << 3n) | BigInt(node.wireType), node.tagEnd - node.start);
  if (node.wireType === 3)
    return [...tag, ...payload, ...varint((BigInt(node.number) << 3n) | 4n, node.end - node.valueEnd)];
  const width = node.valueStart - node.tagEnd;
  return [...tag, ...(width === 0 ? [] : varint(BigInt(payload.length), width)), ...payload];
}

function leaf(bytes: Uint8Array, node: FieldNode): number[] {
  const raw = bytes.subarray(node.valueStart, node.valueEnd);
  const scalar = readScalar(bytes, node);
  if (scalar === null || node.wireType === null || node.problem !== null) return Array.from(raw);
  if (node.wireType === 2)
    return Array.from(typeof scalar === "string" ? new TextEncoder().encode(scalar) : raw);
  return node.wireType === 0
    ? varint(integerOf(scalar, node.type), raw.length)
    : fixed(scalar, node.type, raw.length);
}

function integerOf(scalar: Scalar, type: string): bigint {
  const value = BigInt(
    typeof scalar === "bigint" || typeof scalar === "number" || typeof scalar === "boolean" ? scalar : 0,
  );
  return BigInt.asUintN(64, type.startsWith("sint") ? (value << 1n) ^ (value >> 63n) : value);
}

function fixed(scalar: Scalar, type: string, size: number): number[] {
  const view = new DataView(new ArrayBuffer(size));
  if (type === "double") view.setFloat64(0, Number(scalar), true);
  else if (type === "float") view.setFloat32(0, Number(scalar), true);
  else if (size === 8) view.setBigUint64(0, integerOf(scalar, type), true);
  else view.setUint32(0, Number(scalar), true);
  return Array.from(new Uint8Array(view.buffer));
}

/** A varint in exactly `width` bytes: writers may pad. */
function varint(value: bigint, width: number): number[] {
  return Array.from(
    { length: width },
    (_, i) => Number((value >> BigInt(7 * i)) & 0x7fn) | (i < width - 1 ? 0x80 : 0),
  );
}
