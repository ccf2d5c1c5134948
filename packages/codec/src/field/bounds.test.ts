import { describe, expect, test } from "vitest";
import { parseCbor } from "../cbor/parse.ts";
import { parseJson } from "../json/parse.ts";
import { isJson } from "../json/text.ts";
import type { MessageShape } from "../protobuf/shape.ts";
import { messageFields } from "../protobuf/tree.ts";
import { wireFields } from "../protobuf/wire.ts";
import { deepestNode, maxDepth, maxWireDepth, mostNodes } from "./bounds.ts";
import type { FieldNode } from "./node.ts";

const size = 4200;

/** A message of which field 1 is the same message, field 2 a text, field 3 a group of the same, field 4 JSON. */
const fields: MessageShape["fields"][number][] = [];
const shape: MessageShape = { name: "deep", fields };
const plain = { scalar: null, message: shape, type: "deep", place: "member", expand: null } as const;
fields[1] = { ...plain, number: 1, name: "a", repeated: true };
fields[2] = { ...plain, number: 2, name: "b", repeated: false, message: null, scalar: "string" };
fields[3] = { ...plain, number: 3, name: "c", repeated: true, group: true };
fields[4] = {
  ...plain,
  number: 4,
  name: "d",
  repeated: false,
  message: null,
  scalar: "bytes",
  expand: (bytes, start, end) => parseJson(bytes, start, end).nodes,
};

/** Messages in messages, as deep as they go. */
function nested(length: number, tag = 0x0a, inside: readonly number[] = []): Uint8Array {
  let inner = [...inside];
  while (inner.length < length) inner = [tag, ...varint(inner.length), ...inner];
  return Uint8Array.from(inner);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** Maps of one member, each the key of the one around it; the innermost has a long text as its key. */
function keysInKeys(depth: number, length: number): Uint8Array {
  const text = [0x79, length >> 8, length & 0xff, ...Array.from({ length }, () => 0x61)];
  const maps = Array.from({ length: depth }, () => 0xa1);
  return Uint8Array.from([...maps, ...text, ...maps.map(() => 0)]);
}

const repeated = (text: string, head = "") =>
  new TextEncoder().encode(head + text.repeat(size / text.length));
const ofBytes = (...pattern: number[]) =>
  Uint8Array.from({ length: size }, (_, at) => pattern[at % pattern.length] ?? 0);

const deepGroup = [...Array.from({ length: 100 }, () => 0x1b), ...Array.from({ length: 100 }, () => 0x1c)];

const hostile: readonly [string, Uint8Array][] = [
  ["messages in messages", nested(size)],
  ["messages in messages with a number that no schema has", nested(size, 0x4a)],
  // Tags and lengths that could be text: only the very last byte tells.
  ["messages that look like text", nested(2 * size, 0x0a, [...ofBytes(0x61), 0xff])],
  ["empty messages", ofBytes(0x0a, 0x00)],
  ["groups that never end", ofBytes(0x1b)],
  ["groups of one number that end at once", ofBytes(0x1b, 0x1c)],
  ["groups in groups", Uint8Array.from([...ofBytes(0x1b), ...ofBytes(0x1c)])],
  ["groups in groups as deep as they are followed", ofBytes(...deepGroup)],
  ["groups that others end", ofBytes(0x1b, 0x23, 0x1c, 0x24)],
  ["lengths beyond the end", ofBytes(0x0a, 0x7f)],
  ["one long text that is none", ofBytes(0x12, 0xff)],
  ["varints without end", ofBytes(0xff)],
  ["zeros", ofBytes(0)],
  ["JSON lists that never end", repeated("[")],
  ["JSON objects that never end", repeated('{"":')],
  ["a JSON list of lists", repeated("[],", "[")],
  ["a JSON list of digits", repeated("1,", "[")],
  ["a JSON object of empty names", repeated('"":1,', "{")],
  ["quotes", repeated('"')],
  ["backslashes", repeated('"\\')],
  ["CBOR lists of one", ofBytes(0x81)],
  ["CBOR lists without end", ofBytes(0x9f)],
  ["a CBOR list of numbers", Uint8Array.from([0x9f, ...ofBytes(0)])],
  ["CBOR tags", ofBytes(0xc0)],
  ["CBOR maps of one", ofBytes(0xa1)],
  ["CBOR maps as keys of maps", keysInKeys(390, size - 2 * 390)],
  ["CBOR strings in pieces", ofBytes(0x7f)],
  ["CBOR lists that declare more than there can be", ofBytes(0x9b)],
];

const readers: readonly [string, number, (bytes: Uint8Array) => readonly FieldNode[]][] = [
  // Guessing reads every level again, and a group is read to its end before what is in it.
  ["protobuf without a schema", 3 * maxWireDepth, (bytes) => wireFields(bytes)],
  ["protobuf with one", 3 * maxWireDepth, (bytes) => messageFields(bytes, shape)],
  ["JSON", 8, (bytes) => parseJson(bytes).nodes],
  ["CBOR", 8, (bytes) => parseCbor(bytes)],
];

describe.each(readers)("%s", (_, readsPerByte, read) => {
  test.each(hostile)("is bounded by its size: %s", (_, bytes) => {
    const counted = countingReads(bytes);
    const { nodes, depth } = measure(read(counted.bytes));
    expect(nodes).toBeLessThanOrEqual(mostNodes(bytes.length));
    expect(depth).toBeLessThanOrEqual(deepestNode);
    expect(counted.reads()).toBeLessThanOrEqual(readsPerByte * bytes.length);
  });
});

test("whether a text is JSON is told in as many steps as it has bytes", () => {
  for (const [, bytes] of hostile) {
    const counted = countingReads(bytes);
    isJson(counted.bytes);
    expect(counted.reads()).toBeLessThanOrEqual(8 * bytes.length);
  }
});

test("a message that is followed to its end holds JSON that is", () => {
  const text = "[".repeat(maxDepth) + "]".repeat(maxDepth);
  let bytes: number[] = [0x22, ...varint(text.length), ...new TextEncoder().encode(text)];
  for (let level = 0; level < maxDepth; level++) bytes = [0x0a, ...varint(bytes.length), ...bytes];
  const { depth } = measure(messageFields(Uint8Array.from(bytes), shape));
  expect(depth).toBe(2 * maxDepth + 1);
});

function measure(nodes: readonly FieldNode[]): { nodes: number; depth: number } {
  let count = 0;
  let depth = 0;
  for (const { children } of nodes) {
    const inside = children === null ? { nodes: 0, depth: 0 } : measure(children);
    count += 1 + inside.nodes;
    depth = Math.max(depth, 1 + inside.depth);
  }
  return { nodes: count, depth };
}

/** The same bytes, with a count of how often one is read; a part that is taken out counts as read. */
function countingReads(bytes: Uint8Array): { bytes: Uint8Array; reads: () => number } {
  let reads = 0;
  const counting = new Proxy(bytes, {
    get: (target, name) => {
      if (name === "subarray")
        return (start: number, end: number) => {
          reads += end - start;
          return target.subarray(start, end);
        };
      if (typeof name === "string" && name.charCodeAt(0) <= 0x39) reads++;
      return Reflect.get(target, name, target);
    },
  });
  return { bytes: counting, reads: () => reads };
}
