import { tokensOf } from "../bytes/tokens.ts";

/** One way to read the bytes under the caret. */
export interface Reading {
  /** The name of the form. */
  readonly name: string;
  /** `undefined` where the bytes cannot be read so. */
  readonly text: string | undefined;
}

/** Bytes that the longest reading takes: a varint. */
export const mostRead = 10;

/** Everything that the first of these bytes may begin. */
export function readingsOf(bytes: Uint8Array): readonly Reading[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const varint = varintOf(bytes);
  const numbers = numeric.map(({ name, width, read }) => ({
    name,
    text: bytes.length < width ? undefined : String(read(view)),
  }));
  return [
    { name: "bits", text: bytes[0]?.toString(2).padStart(8, "0") },
    { name: "UTF-8", text: characterOf(bytes) },
    ...numbers,
    { name: "varint", text: varint?.toString() },
    { name: "zigzag", text: varint === undefined ? undefined : String(unzigzag(varint)) },
    { name: "Unix s", text: timeIn(view, varint, 1n) },
    { name: "Unix ms", text: timeIn(view, varint, 1000n) },
    { name: "Unix ns", text: timeIn(view, varint, 1_000_000_000n) },
  ];
}

interface Numeric {
  readonly name: string;
  /** In bytes. */
  readonly width: number;
  readonly read: (view: DataView) => bigint | number;
}

/** LE: the least significant byte first. */
const numeric: readonly Numeric[] = [
  { name: "uint8", width: 1, read: (view) => view.getUint8(0) },
  { name: "int8", width: 1, read: (view) => view.getInt8(0) },
  { name: "uint16 LE", width: 2, read: (view) => view.getUint16(0, true) },
  { name: "int16 LE", width: 2, read: (view) => view.getInt16(0, true) },
  { name: "uint16 BE", width: 2, read: (view) => view.getUint16(0) },
  { name: "int16 BE", width: 2, read: (view) => view.getInt16(0) },
  { name: "uint32 LE", width: 4, read: (view) => view.getUint32(0, true) },
  { name: "int32 LE", width: 4, read: (view) => view.getInt32(0, true) },
  { name: "uint32 BE", width: 4, read: (view) => view.getUint32(0) },
  { name: "int32 BE", width: 4, read: (view) => view.getInt32(0) },
  { name: "uint64 LE", width: 8, read: (view) => view.getBigUint64(0, true) },
  { name: "int64 LE", width: 8, read: (view) => view.getBigInt64(0, true) },
  { name: "uint64 BE", width: 8, read: (view) => view.getBigUint64(0) },
  { name: "int64 BE", width: 8, read: (view) => view.getBigInt64(0) },
  { name: "float32 LE", width: 4, read: (view) => view.getFloat32(0, true) },
  { name: "float32 BE", width: 4, read: (view) => view.getFloat32(0) },
  { name: "float64 LE", width: 8, read: (view) => view.getFloat64(0, true) },
  { name: "float64 BE", width: 8, read: (view) => view.getFloat64(0) },
];

/** A varint of at most 64 bits; what is beyond them does not count. */
function varintOf(bytes: Uint8Array): bigint | undefined {
  let value = 0n;
  for (const [at, byte] of bytes.subarray(0, mostRead).entries()) {
    value |= BigInt(byte & 0x7f) << BigInt(7 * at);
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  return undefined;
}

const unzigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);

/** The character that begins here, with its code point. */
function characterOf(bytes: Uint8Array): string | undefined {
  const [token] = tokensOf(bytes.subarray(0, 4));
  if (token === undefined || token.kind === "invalid") return undefined;
  const [char = ""] = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, 4));
  const point = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return token.kind === "text" && char !== " " ? `${char} ${point}` : point;
}

/** Years in which a number is more likely a time than something else. */
const [firstYear, lastYear] = [Date.UTC(1990, 0), Date.UTC(2100, 0)];

/** The first of the integers here that is a time of our days, `perSecond` of them being a second. */
function timeIn(view: DataView, varint: bigint | undefined, perSecond: bigint): string | undefined {
  const { byteLength } = view;
  const candidates: readonly (readonly [string, bigint | undefined])[] = [
    ["varint", varint],
    ["64 LE", byteLength < 8 ? undefined : view.getBigInt64(0, true)],
    ["64 BE", byteLength < 8 ? undefined : view.getBigInt64(0)],
    ["32 LE", byteLength < 4 ? undefined : BigInt(view.getUint32(0, true))],
    ["32 BE", byteLength < 4 ? undefined : BigInt(view.getUint32(0))],
  ];
  for (const [name, value] of candidates) {
    const time = value === undefined ? 0 : Number((value * 1000n) / perSecond);
    if (time >= firstYear && time < lastYear) return `${new Date(time).toISOString()} (${name})`;
  }
  return undefined;
}
