/** A number of zero or more as decimal digits and the power of ten that they are times; digits may be very many. */
interface Decimal {
  readonly digits: string;
  readonly power: number;
}

export function isZero({ digits }: Decimal): boolean {
  return digits === "0";
}

/**
 * The number with no digit below `lowest`, rounded up, without zeros at either end; `0` for none. Takes time in
 * proportion to its digits, whatever the power.
 */
export function roundedUp({ digits, power }: Decimal, lowest: number): Decimal {
  const cut = Math.max(0, lowest - power);
  if (cut === 0) return trimmed(digits, power);
  const kept = digits.slice(0, Math.max(0, digits.length - cut));
  const isExact = !/[1-9]/.test(digits.slice(kept.length));
  return trimmed(isExact ? kept : plusOne(kept), lowest);
}

function trimmed(digits: string, power: number): Decimal {
  const from = firstNonZero(digits);
  let to = digits.length;
  while (to > from && digits.charCodeAt(to - 1) === 0x30) to--;
  return from === to
    ? { digits: "0", power: 0 }
    : { digits: digits.slice(from, to), power: power + digits.length - to };
}

function firstNonZero(digits: string): number {
  let at = 0;
  while (at < digits.length && digits.charCodeAt(at) === 0x30) at++;
  return at;
}

function plusOne(digits: string): string {
  let at = digits.length;
  while (at > 0 && digits.charCodeAt(at - 1) === 0x39) at--;
  const zeros = "0".repeat(digits.length - at);
  if (at === 0) return `1${zeros}`;
  return digits.slice(0, at - 1) + String(Number(digits.charAt(at - 1)) + 1) + zeros;
}

const chunk = 18;
const chunkSize = 10n ** BigInt(chunk);

/** Digits times two to a power, 18 of them at a time: a whole number of very many digits would take long to multiply. */
export function timesPowerOfTwo(digits: string, power: number): string {
  const factor = 1n << BigInt(power);
  const parts: string[] = [];
  let carry = 0n;
  for (let end = digits.length; end > 0; end -= chunk) {
    const product = BigInt(digits.slice(Math.max(0, end - chunk), end)) * factor + carry;
    carry = product / chunkSize;
    parts.push(String(product % chunkSize).padStart(chunk, "0"));
  }
  parts.push(String(carry));
  return parts.reverse().join("");
}
