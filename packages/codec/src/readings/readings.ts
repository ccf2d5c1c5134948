import { epochText } from "../cbor/epoch.ts";
import { bigEndian } from "../cbor/head.ts";
import type { FieldNode } from "../field/node.ts";
import { parseMsgpack } from "../msgpack/parse.ts";
import { writeMsgpackNode } from "../msgpack/write.ts";
import { JsonWriter } from "../print/json-writer.ts";

/** What a whole value can be read as where nothing says what it is. */
export const bytesReadingIds = [
  "uint16-be",
  "uint32-be",
  "uint64-be",
  "unix-s",
  "unix-ms",
  "unix-us",
  "unix-ns",
  "msgpack",
] as const;

export type BytesReadingId = (typeof bytesReadingIds)[number];

export interface BytesReading {
  readonly as: BytesReadingId;
  readonly text: string;
}

/**
 * Everything that a value can be read as: a number with its first byte the most significant, where it has two, four or
 * eight bytes; a time since 1970, of those bytes or of decimal digits, that lies between 1990 and 2100; MessagePack,
 * where it is a map or list to its last byte, and has `mostMsgpack` bytes at most.
 */
export function readingsOfBytes(bytes: Uint8Array, mostMsgpack: number): readonly BytesReading[] {
  const number = numberIn(bytes);
  const numbers = number === null || isDigits(bytes) ? [] : [numberReading(bytes.length, number)];
  return [...numbers, ...(number === null ? [] : timesOf(number)), ...msgpackIn(bytes, mostMsgpack)];
}

function numberReading(size: number, number: bigint): BytesReading {
  const as = size === 2 ? "uint16-be" : size === 4 ? "uint32-be" : "uint64-be";
  return { as, text: String(number) };
}

const longestDigits = 20;

function isDigits(bytes: Uint8Array): boolean {
  return (
    bytes.length > 8 && bytes.length <= longestDigits && bytes.every((byte) => byte >= 0x30 && byte <= 0x39)
  );
}

function numberIn(bytes: Uint8Array): bigint | null {
  if (isDigits(bytes)) return BigInt(String.fromCharCode(...bytes));
  return [2, 4, 8].includes(bytes.length) ? bigEndian(bytes, 0, bytes.length) : null;
}

const units = [
  ["unix-s", 1n],
  ["unix-ms", 1000n],
  ["unix-us", 1_000_000n],
  ["unix-ns", 1_000_000_000n],
] as const;

/** 1990 and 2100 in seconds. */
const earliest = 631_152_000n;
const latest = 4_102_444_800n;

function timesOf(number: bigint): BytesReading[] {
  return units.flatMap(([as, unit]) => {
    const seconds = number / unit;
    const whole = seconds >= earliest && seconds < latest ? epochText(seconds) : null;
    if (whole === null) return [];
    const digits = String(unit).length - 1;
    const rest =
      digits === 0
        ? ""
        : String(number % unit)
            .padStart(digits, "0")
            .replace(/0+$/, "");
    return [{ as, text: rest === "" ? whole : whole.replace("Z", `.${rest}Z`) }];
  });
}

function msgpackIn(bytes: Uint8Array, most: number): BytesReading[] {
  const first = bytes[0] ?? 0;
  const mayBe = (first >= 0x80 && first < 0xa0) || (first >= 0xdc && first <= 0xdf);
  if (!mayBe || bytes.length < 2 || bytes.length > most) return [];
  const nodes = parseMsgpack(bytes);
  const [root] = nodes;
  if (root === undefined || nodes.length > 1 || !nodes.every(isSound)) return [];
  const writer = new JsonWriter({ indent: 2 });
  writeMsgpackNode(bytes, root, writer);
  return [{ as: "msgpack", text: writer.finish().text }];
}

const isSound = (node: FieldNode): boolean => node.problem === null && (node.children ?? []).every(isSound);
