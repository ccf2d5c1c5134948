import { isJson, isPlainText, parseJson } from "@etcdscope/codec";
import type { Recognised, Stored } from "./stored.ts";
import { markAt, markedEnd } from "./value-start.ts";

const lineFeed = 0x0a;
/** Bytes of a key's line at most that are looked at; etcd itself takes longer ones, Kubernetes does not. */
const longestKey = 4096;

/** What `etcdctl get` prints: each key on a line, and behind it its value and a line end. */
export function readKeyLines(input: Uint8Array): Recognised | null {
  const first = keyLineAt(input, 0);
  if (first === null) return null;
  const stored: Stored[] = [];
  for (let line: KeyLine | null = first; line !== null; ) {
    const { start } = line;
    const end = valueEnd(input, start);
    if (end === null) return null;
    stored.push({ key: line.key, value: input.subarray(start, end) });
    if (input.length - end <= 1) break;
    line = keyLineAt(input, end + 1);
    if (line === null) return null;
  }
  return { form: 'the output of "etcdctl get"', stored };
}

interface KeyLine {
  readonly key: Uint8Array;
  /** Where the value begins. */
  readonly start: number;
}

/**
 * A line that is a key: plain text without white space, before a value that says what it is. Before JSON the line must
 * have a slash as well: text before braces is common enough.
 */
function keyLineAt(input: Uint8Array, at: number): KeyLine | null {
  const end = input.subarray(at, at + longestKey).indexOf(lineFeed) + at;
  if (end <= at) return null;
  const start = end + 1;
  const key = input.subarray(at, end);
  // The magic is sure enough by itself: some keys have blanks, or bytes that are not text.
  if (markAt(input, start) === "protobuf") return { key, start };
  if (!isKey(input, at, end)) return null;
  const isJsonValue = key.includes(0x2f) && (input[start] === 0x7b || input[start] === 0x5b);
  return markAt(input, start) !== null || isJsonValue ? { key, start } : null;
}

function isKey(input: Uint8Array, start: number, end: number): boolean {
  const first = input[start];
  const isBracket = first === 0x7b || first === 0x5b || first === 0x22;
  return (
    !isBracket && isPlainText(input, start, end) && !input.subarray(start, end).some((byte) => byte <= 0x20)
  );
}

/** Null for JSON that is none, or that something else follows than another key. */
function valueEnd(input: Uint8Array, start: number): number | null {
  const isNext = (at: number): boolean => at === input.length || keyLineAt(input, at) !== null;
  const mark = markAt(input, start);
  if (mark !== null) return markedEnd(input, start, mark, isNext);
  const end = jsonEnd(input, start);
  return end !== null && (end >= input.length || isNext(end + 1)) ? end : null;
}

/** Where a JSON value of any number of lines ends: before the line that is a key, or at the end. */
function jsonEnd(input: Uint8Array, start: number): number | null {
  const whole = trimmedEnd(input);
  if (isJson(input, start, whole)) return whole;
  const [root] = parseJson(input, start, input.length).nodes;
  return root !== undefined && root.problem === null && isJson(input, start, root.end) ? root.end : null;
}

const trimmedEnd = (input: Uint8Array): number => input.length - (input.at(-1) === lineFeed ? 1 : 0);
