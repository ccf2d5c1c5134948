/** Whether bytes are ASCII without control characters: text as it stands. */
export function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  const isAligned = (bytes.byteOffset + from) % 4 === 0;
  const words = isAligned ? Math.floor((to - from) / 4) : 0;
  if (words > 0 && !arePlain(new Uint32Array(bytes.buffer, bytes.byteOffset + from, words))) return false;
  for (let at = from + words * 4; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}

/** Four bytes at a time: a high bit, a byte below the space and a DEL all show in the high bits. */
function arePlain(words: Uint32Array): boolean {
  for (const word of words)
    if (((word | (word - 0x20202020) | (word + 0x01010101)) & 0x80808080) !== 0) return false;
  return true;
}
