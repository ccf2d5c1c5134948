const letters: ReadonlyMap<string, number> = new Map([
  ["a", 7],
  ["b", 8],
  ["t", 9],
  ["n", 10],
  ["v", 11],
  ["f", 12],
  ["r", 13],
  ["\\", 0x5c],
  ['"', 0x22],
]);

const sequence = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gs;

/** The bytes of a text as Go's `%q` writes it, quotes included; null for a text that it would not write. */
export function unquoted(quoted: string): Uint8Array | null {
  if (quoted.length < 2 || !quoted.startsWith('"') || !quoted.endsWith('"')) return null;
  const parts: Buffer[] = [];
  const inside = quoted.slice(1, -1);
  let from = 0;
  for (const found of inside.matchAll(sequence)) {
    const bytes = escaped(found);
    if (bytes === null) return null;
    parts.push(Buffer.from(inside.slice(from, found.index)), bytes);
    from = found.index + found[0].length;
  }
  parts.push(Buffer.from(inside.slice(from)));
  return Buffer.concat(parts);
}

function escaped([, byte, short, long, letter]: RegExpMatchArray): Buffer | null {
  if (byte !== undefined) return Buffer.from(byte, "hex");
  const point = Number.parseInt(short ?? long ?? "", 16);
  if (point <= 0x10ffff) return Buffer.from(String.fromCodePoint(point));
  const code = letters.get(letter ?? "");
  return code === undefined ? null : Buffer.of(code);
}
