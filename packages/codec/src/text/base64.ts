const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const codes = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));
const padding = 0x3d;
const decoder = new TextDecoder();

/** Characters of standard base64 with padding for a number of bytes. */
export function base64Length(size: number): number {
  return Math.ceil(size / 3) * 4;
}

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const into = new Uint8Array(base64Length(end - start));
  base64Into(bytes, start, end, into, 0);
  return decoder.decode(into);
}

/** Writes base64 of `[start, end)` to `into` from `at` on; answers the offset behind it. */
export function base64Into(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
  at: number,
): number {
  let to = at;
  let from = start;
  for (; from + 2 < end; from += 3, to += 4) {
    quartet(((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0), into, to);
  }
  if (from === end) return to;
  const two = from + 1 < end;
  quartet(((bytes[from] ?? 0) << 16) | (two ? (bytes[from + 1] ?? 0) << 8 : 0), into, to);
  into[to + 3] = padding;
  if (!two) into[to + 2] = padding;
  return to + 4;
}

function quartet(bits: number, into: Uint8Array, at: number): void {
  into[at] = codes[bits >> 18] ?? 0;
  into[at + 1] = codes[(bits >> 12) & 63] ?? 0;
  into[at + 2] = codes[(bits >> 6) & 63] ?? 0;
  into[at + 3] = codes[bits & 63] ?? 0;
}
