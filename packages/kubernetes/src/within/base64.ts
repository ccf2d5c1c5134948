const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const padding = 0x3d;
/** What a byte that is no digit of base64 stands as. */
const none = 255;
/** Line feeds and the like, which PEM and long base64 have between their lines. */
const space = 254;

/** Values of base64's digits by their bytes, those of base64url included. */
const values = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09) return space;
  if (byte === 0x2d || byte === 0x5f) return byte === 0x2d ? 62 : 63;
  const value = alphabet.indexOf(String.fromCharCode(byte));
  return value < 0 ? none : value;
});

/**
 * Decodes base64 or base64url, with or without padding, lines broken or not. Null where a byte is none of theirs, or
 * one digit is left over.
 */
export function decodeBase64(text: Uint8Array, start = 0, end = text.length): Uint8Array | null {
  const sign = text.subarray(start, end).indexOf(padding);
  const last = sign < 0 ? end : start + sign;
  const digits = isPadding(text.subarray(last, end)) ? digitsOf(text, start, last) : null;
  return digits === null || digits.length % 4 === 1 ? null : packed(digits);
}

function isPadding(text: Uint8Array): boolean {
  const signs = text.filter((byte) => values[byte] !== space);
  return signs.length <= 2 && signs.every((byte) => byte === padding);
}

function digitsOf(text: Uint8Array, start: number, end: number): Uint8Array | null {
  const digits = new Uint8Array(end - start);
  let size = 0;
  for (let at = start; at < end; at++) {
    const value = values[text[at] ?? 0] ?? none;
    if (value === none) return null;
    if (value !== space) digits[size++] = value;
  }
  return digits.subarray(0, size);
}

function packed(digits: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let size = 0;
  digits.forEach((digit, at) => {
    bits = ((bits << 6) | digit) & 0xffffff;
    const place = at % 4;
    if (place > 0) bytes[size++] = bits >> (6 - 2 * place);
  });
  return bytes;
}
