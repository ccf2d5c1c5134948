/** A block of addresses in CIDR notation. */
export interface Network {
  /** The first address as a number. */
  readonly base: bigint;
  readonly prefix: number;
  /** 32 or 128. */
  readonly bits: 32 | 128;
}

/** Eight groups of hex, the last two of them in decimal, a slash and three digits are shorter. */
const longestNetwork = 64;

/** Reads `10.96.0.0/12` or `fd00::/108`; null for what is neither. */
export function readNetwork(text: string): Network | null {
  if (text.length > longestNetwork) return null;
  const [, address = "", length = ""] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(text) ?? [];
  const bits = address.includes(":") ? 128 : 32;
  const number = bits === 128 ? readIpv6(address) : readIpv4(address);
  const prefix = Number(length);
  if (number === null || prefix > bits) return null;
  const host = BigInt(bits - prefix);
  return { base: (number >> host) << host, prefix, bits };
}

function readIpv4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

/** Eight groups of 16 bits; `::` stands for groups of zeros, and the last two may be written as an IPv4 address. */
function readIpv6(text: string): bigint | null {
  const halves = withoutIpv4(text)?.split("::");
  if (halves === undefined || halves.length > 2) return null;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const gap = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? gap !== 0 : gap < 1) return null;
  const groups = [...head, ...Array.from({ length: gap }, () => "0"), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function withoutIpv4(text: string): string | null {
  const [, head, tail] = /^(.*:)([\d.]+\.[\d.]+)$/.exec(text) ?? [];
  if (tail === undefined) return text;
  const number = readIpv4(tail);
  return number === null ? null : `${head}${(number >> 16n).toString(16)}:${(number & 65_535n).toString(16)}`;
}

/** An address as people write it; IPv6 in the short form of RFC 5952. */
export function addressText(address: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => (address >> BigInt(112 - 16 * at)) & 65_535n);
  return shortened(groups.map((group) => group.toString(16)));
}

/** The longest run of at least two zero groups becomes `::`, the first one where two are as long. */
function shortened(groups: readonly string[]): string {
  let best = { from: 0, to: 0 };
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (groups[to] === "0") to++;
    if (to - from > Math.max(1, best.to - best.from)) best = { from, to };
  }
  if (best.to === 0) return groups.join(":");
  return `${groups.slice(0, best.from).join(":")}::${groups.slice(best.to).join(":")}`;
}
