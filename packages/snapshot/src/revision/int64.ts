/** A signed number of 64 bits from two words: the low half, and the high half behind it. */
export function int64(words: Uint32Array, at: number): bigint {
  const low = BigInt(words[at] ?? 0);
  const high = words[at + 1] ?? 0;
  return high === 0 ? low : (BigInt(high | 0) << 32n) | low;
}
