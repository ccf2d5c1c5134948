const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const digits = new Map([...alphabet].map((char, index) => [char, index]));

/** Bytes as base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) text += group(bytes, at);
  return text;
}

function group(bytes: Uint8Array, at: number): string {
  const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
  const bits = (a << 16) | (b << 8) | c;
  const chars = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63]);
  return chars.slice(0, Math.min(4, bytes.length - at + 1)).join("");
}

/** The bytes of base64url text without padding; `undefined` where it is not the canonical writing of any bytes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let have = 0;
  let at = 0;
  for (const char of text) {
    const digit = digits.get(char);
    if (digit === undefined) return undefined;
    bits = ((bits << 6) | digit) & 0xffff;
    have += 6;
    if (have >= 8) {
      have -= 8;
      bytes[at++] = (bits >> have) & 0xff;
    }
  }
  return toBase64Url(bytes) === text ? bytes : undefined;
}
