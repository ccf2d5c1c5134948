/** One line of a hex dump. */
export interface HexRow {
  readonly offset: number;
  /** Two digits for each byte, separated by spaces. */
  readonly hex: string;
  /** Printable ASCII as it is, a dot for every other byte. */
  readonly ascii: string;
}

/** Rows of `width` bytes over `[start, end)`. */
export function hexRows(bytes: Uint8Array, width = 16, start = 0, end = bytes.length): HexRow[] {
  const rows: HexRow[] = [];
  for (let offset = start; offset < end; offset += width) {
    const row = Array.from(bytes.subarray(offset, Math.min(offset + width, end)));
    rows.push({ offset, hex: row.map(hexPair).join(" "), ascii: row.map(asciiOrDot).join("") });
  }
  return rows;
}

/** The bytes in lower-case hex without separators. */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, hexPair).join("");
}

function hexPair(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function asciiOrDot(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
}
