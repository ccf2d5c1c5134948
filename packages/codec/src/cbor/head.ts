/** The first bytes of a CBOR item (RFC 8949, section 3): major type, argument, and where its content begins. */
export interface CborHead {
  readonly major: number;
  /** The argument: a value, a length or a count. */
  readonly argument: bigint;
  /** Additional information: 31 stands for an indefinite length, or for the break that ends one. */
  readonly info: number;
  readonly end: number;
}

/** Reads a head at `at`; null when it is cut off or reserved. */
export function readHead(bytes: Uint8Array, at: number, end: number): CborHead | null {
  const first = bytes[at];
  if (first === undefined || at >= end) return null;
  const info = first & 31;
  const size = info < 24 ? 0 : info < 28 ? 1 << (info - 24) : info === 31 ? 0 : -1;
  if (size < 0 || at + 1 + size > end) return null;
  return {
    major: first >> 5,
    argument: size === 0 ? BigInt(info) : bigEndian(bytes, at + 1, size),
    info,
    end: at + 1 + size,
  };
}

/** An unsigned number of `size` bytes, most significant first. */
export function bigEndian(bytes: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let i = at; i < at + size; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}
