import type { TextSink } from "./text-sink.ts";

/** Writes JSON text that is known to be sound with the sink's own indentation, as part of a document at a level. */
export function layOutJson(
  sink: TextSink,
  bytes: Uint8Array,
  start: number,
  end: number,
  depth: number,
): void {
  let level = depth;
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    switch (byte) {
      case 0x22:
        at = sink.stringToken(bytes, at, end);
        break;
      case 0x7b:
      case 0x5b:
        at = open(sink, bytes, at, end, level + 1);
        if (bytes[at - 1] !== byte + 2) level++;
        break;
      case 0x7d:
      case 0x5d:
        sink.newLine(--level);
        sink.byte(byte);
        at++;
        break;
      default:
        between(sink, byte, level);
        at++;
    }
  }
}

/** Opens a list or object, and closes it where it is empty; its closing bracket is two above the opening one. */
function open(sink: TextSink, bytes: Uint8Array, start: number, end: number, level: number): number {
  const bracket = bytes[start] ?? 0;
  sink.byte(bracket);
  let at = start + 1;
  while (at < end && (bytes[at] ?? 0) <= 0x20) at++;
  if (bytes[at] !== bracket + 2) {
    sink.newLine(level);
    return at;
  }
  sink.byte(bracket + 2);
  return at + 1;
}

/** Commas, colons, and the bytes of numbers and words; white space is left out. */
function between(sink: TextSink, byte: number, level: number): void {
  if (byte === 0x3a) sink.colon();
  else if (byte > 0x20) sink.byte(byte);
  if (byte === 0x2c) sink.newLine(level);
}
