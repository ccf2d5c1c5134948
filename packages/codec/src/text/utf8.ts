const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
/** Up to this length, a text is put together quicker than the platform's decoder is called. */
const shortText = 12;
const longText = 512;

/** Offset of the first byte ≥ 0x80 in `[start, end)`, or `end`. */
function asciiEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] ?? 0) < 0x80) at++;
  return at;
}

/**
 * Length of the well-formed UTF-8 sequence at `at` (1 to 4), or 0 when there is none: overlong forms, surrogates
 * and code points beyond U+10FFFF are not well-formed.
 */
export function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = lengthByLead(first);
  if (length === 0 || at + length > end) return 0;
  if (!secondFits(first, bytes[at + 1] ?? 0)) return 0;
  for (let i = 2; i < length; i++) {
    if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function lengthByLead(first: number): number {
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

/** The second byte's range depends on the first (Unicode, table 3-7). */
function secondFits(first: number, second: number): boolean {
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high;
}

/** Offset of the first byte that is not part of well-formed UTF-8, or -1. */
export function invalidUtf8At(bytes: Uint8Array, start: number, end: number): number {
  // The platform's decoder is much quicker on long texts, but says only whether there may be such a byte.
  if (end - start > longText && !decoder.decode(bytes.subarray(start, end)).includes("\ufffd")) return -1;
  let at = asciiEnd(bytes, start, end);
  while (at < end) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** The text of `[start, end)`; each byte that is not well-formed UTF-8 becomes one U+FFFD, as in Go. */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start <= shortText && asciiEnd(bytes, start, end) === end) return asciiText(bytes, start, end);
  const text = decoder.decode(bytes.subarray(start, end));
  return text.includes("\ufffd") && invalidUtf8At(bytes, start, end) >= 0
    ? decodeDamaged(bytes, start, end)
    : text;
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let at = start;
  for (; at + 8 <= end; at += 8) {
    text += String.fromCharCode(
      bytes[at] ?? 0,
      bytes[at + 1] ?? 0,
      bytes[at + 2] ?? 0,
      bytes[at + 3] ?? 0,
      bytes[at + 4] ?? 0,
      bytes[at + 5] ?? 0,
      bytes[at + 6] ?? 0,
      bytes[at + 7] ?? 0,
    );
  }
  for (; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

function decodeDamaged(bytes: Uint8Array, start: number, end: number): string {
  const parts: string[] = [];
  let from = start;
  let at = start;
  while (at < end) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) {
      parts.push(decoder.decode(bytes.subarray(from, at)), "\ufffd");
      from = at + 1;
    }
    at += length || 1;
  }
  parts.push(decoder.decode(bytes.subarray(from, end)));
  return parts.join("");
}

/** UTF-8 bytes of a text. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Whether the bytes are well-formed UTF-8 without control characters other than tab, line feed and return. */
export function isPlainText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (isControl(bytes[at] ?? 0)) return false;
  }
  return invalidUtf8At(bytes, start, end) < 0;
}

function isControl(byte: number): boolean {
  return (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f;
}
