/** What the first bytes of a MessagePack value say (msgpack.org, spec.md). */
export interface MsgpackHead {
  readonly type: MsgpackType;
  /** Behind the first byte and the length or count; behind the first byte of a number. */
  readonly end: number;
  /** Bytes of content behind the head. */
  readonly size: number;
  /** Elements of a list, or pairs of a map; -1 for what is neither. */
  readonly count: number;
}

type MsgpackType =
  | "uint"
  | "int"
  | "float"
  | "nil"
  | "bool"
  | "text string"
  | "byte string"
  | "list"
  | "map"
  | "extension";

/** A form by its first byte: how many bytes its length takes, or how many its content has. */
interface Form {
  readonly type: MsgpackType;
  readonly lengthSize?: number;
  readonly size?: number;
}

const forms: ReadonlyMap<number, Form> = new Map<number, Form>([
  [0xc0, { type: "nil", size: 0 }],
  [0xc2, { type: "bool", size: 0 }],
  [0xc3, { type: "bool", size: 0 }],
  ...sized(0xc4, "byte string", [1, 2, 4]),
  ...sized(0xc7, "extension", [1, 2, 4]),
  ...fixed(0xca, "float", [4, 8]),
  ...fixed(0xcc, "uint", [1, 2, 4, 8]),
  ...fixed(0xd0, "int", [1, 2, 4, 8]),
  ...fixed(0xd4, "extension", [2, 3, 5, 9, 17]),
  ...sized(0xd9, "text string", [1, 2, 4]),
  ...sized(0xdc, "list", [2, 4]),
  ...sized(0xde, "map", [2, 4]),
]);

function sized(first: number, type: MsgpackType, sizes: readonly number[]): [number, Form][] {
  return sizes.map((lengthSize, at) => [first + at, { type, lengthSize }]);
}

function fixed(first: number, type: MsgpackType, sizes: readonly number[]): [number, Form][] {
  return sizes.map((size, at) => [first + at, { type, size }]);
}

/** Reads the head at `at`; null where it is cut off, or begins with the one byte that is reserved. */
export function readMsgpackHead(bytes: Uint8Array, at: number, end: number): MsgpackHead | null {
  const first = bytes[at];
  if (first === undefined || at >= end) return null;
  const short = shortHead(first, at + 1);
  if (short !== null) return short;
  const form = forms.get(first);
  if (form === undefined) return null;
  const { type, lengthSize = 0, size = 0 } = form;
  const behind = at + 1 + lengthSize;
  if (behind > end) return null;
  const length = lengthAt(bytes, at + 1, lengthSize);
  if (type === "list" || type === "map") return { type, end: behind, size: 0, count: length };
  // The type of an extension stands behind its length, and counts as its content here.
  const kind = type === "extension" && lengthSize > 0 ? 1 : 0;
  return { type, end: behind, size: size + length + kind, count: -1 };
}

/** Numbers, texts, lists and maps that are so small that the first byte says all. */
function shortHead(first: number, end: number): MsgpackHead | null {
  if (first < 0x80) return { type: "uint", end, size: 0, count: -1 };
  if (first >= 0xe0) return { type: "int", end, size: 0, count: -1 };
  if (first < 0x90) return { type: "map", end, size: 0, count: first & 15 };
  if (first < 0xa0) return { type: "list", end, size: 0, count: first & 15 };
  return first < 0xc0 ? { type: "text string", end, size: first & 31, count: -1 } : null;
}

function lengthAt(bytes: Uint8Array, at: number, size: number): number {
  let length = 0;
  for (let i = at; i < at + size; i++) length = length * 256 + (bytes[i] ?? 0);
  return length;
}
