const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Codes of the 64 characters of standard base64. */
export const base64Codes: Uint8Array = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const parts: string[] = [];
  for (let at = start; at < end; at += 3) parts.push(encodeTriple(bytes, at, end));
  return parts.join("");
}

function encodeTriple(bytes: Uint8Array, at: number, end: number): string {
  const left = end - at;
  const bits =
    ((bytes[at] ?? 0) << 16) |
    ((left > 1 ? (bytes[at + 1] ?? 0) : 0) << 8) |
    (left > 2 ? (bytes[at + 2] ?? 0) : 0);
  const first = alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
  const third = left > 1 ? alphabet.charAt((bits >> 6) & 63) : "=";
  return first + third + (left > 2 ? alphabet.charAt(bits & 63) : "=");
}
