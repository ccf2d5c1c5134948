import type { SecretSpan } from "./secret-span.ts";

const asterisk = 0x2a;

/** Overwrites a secret span; sizes stay, and so does what reads the bytes around it. */
export function coverSecret(bytes: Uint8Array, { span: { start, end }, cover }: SecretSpan): void {
  if (cover === "varint") coverVarint(bytes, start, end);
  else if (cover === "group") coverGroup(bytes, start, end);
  else if (cover === "digits") bytes.fill(0x31, start, end);
  else if (cover === "cbor") coverCbor(bytes, start, end);
  else bytes.fill(asterisk, start, end);
}

const more = 0x80;
const mostVarint = 10;

/** All but the last byte say that there is another one; of the tenth only one bit is left of 64. */
function coverVarint(bytes: Uint8Array, start: number, end: number): void {
  bytes.fill(asterisk | more, start, end - 1);
  bytes[end - 1] = end - start < mostVarint ? asterisk : 1;
}

/** Field 1 as a varint, again and again; three bytes at the end where their number is odd. */
function coverGroup(bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at += 2) {
    bytes[at] = 0x08;
    if (at + 1 < end) bytes[at + 1] = asterisk;
  }
  if ((end - start) % 2 === 0 || end - start < 3) return;
  bytes[end - 2] = asterisk | more;
  bytes[end - 1] = asterisk;
}

/** A head of one byte becomes a small number; a longer one a number of the same size. */
function coverCbor(bytes: Uint8Array, start: number, end: number): void {
  const size = (bytes[start] ?? 0) & 0x1f;
  bytes.fill(asterisk, start, end);
  if (end - start > 1) bytes[start] = size;
}
