import { decodeUtf8 } from "@etcdscope/codec";
import { isZero, roundedUp, timesPowerOfTwo } from "./decimal.ts";

/** How a quantity is written: powers of ten by letters or as an exponent, or powers of 1,024. */
type Format = "decimal" | "exponent" | "binary";

interface Suffix {
  readonly format: Format;
  /** A power of ten, or of two where the format is binary. */
  readonly power: number;
}

const decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

const suffixes: ReadonlyMap<string, Suffix> = new Map<string, Suffix>([
  ...decimalSuffixes.map((text, at) => [text, { format: "decimal", power: at * 3 - 9 }] as const),
  ...binarySuffixes
    .map((text, at) => [text, { format: "binary", power: at * 10 }] as const)
    .filter(([text]) => text !== ""),
]);

/** Three digits of any other are never too large. */
const plainSuffixes: ReadonlySet<string> = new Set([...suffixes.keys()].filter((text) => text !== "Ei"));

/** The largest quantity in powers of 1,024: more is cut down to it. */
const largestBinary = 9_223_372_036_854_775_807n;

/**
 * The canonical text of a quantity in `[start, end)` (apimachinery's `resource.Quantity`): no fraction, the largest
 * suffix that loses nothing, no finer than a nano, rounded away from zero. Null for a text that Kubernetes refuses.
 */
export function canonicalQuantity(bytes: Uint8Array, start: number, end: number): string | null {
  const text = decodeUtf8(bytes, start, end);
  return isPlainQuantity(bytes, start, end) ? text : canonicalOf(text);
}

/**
 * Whether a quantity is of the form that nearly all have, which is canonical: one to three digits, the first of them
 * not 0, and a suffix.
 */
export function isPlainQuantity(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] ?? 0;
  if (start >= end || first < 0x31 || first > 0x39) return end - start === 1 && first === 0x30;
  let at = start + 1;
  while (at < end && at < start + 3 && isDigit(bytes[at] ?? 0)) at++;
  if (at === end) return true;
  return end - at <= 2 && plainSuffixes.has(String.fromCharCode(...bytes.subarray(at, end)));
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function canonicalOf(text: string): string | null {
  const [, sign, whole = "", fraction = "", ending = ""] =
    /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[+-]?\d*)$/.exec(text) ?? [];
  if (sign === undefined || text === "") return null;
  const suffix = suffixOf(ending);
  if (suffix === null) return null;
  if (whole + fraction === "" && !isReadWithoutDigits(suffix)) return null;
  const size = sizeText(whole + fraction, fraction.length, suffix);
  return sign === "-" && size !== "0" ? `-${size}` : size;
}

/** Kubernetes takes `m` alone for zero, but refuses suffixes that its short way of reading does not cover. */
function isReadWithoutDigits({ format, power }: Suffix): boolean {
  return format === "binary" ? power < 50 : power >= -9;
}

function suffixOf(text: string): Suffix | null {
  const known = suffixes.get(text);
  if (known !== undefined) return known;
  const [, sign, digits = ""] = /^[eE]([+-]?)0*(\d{1,19})$/.exec(text) ?? [];
  if (sign === undefined) return null;
  const power = sign === "-" ? -BigInt(digits) : BigInt(digits);
  // Go keeps the lower 32 bits of an exponent that it could read as one of 64.
  if (power !== BigInt.asIntN(64, power)) return null;
  return { format: "exponent", power: Number(BigInt.asIntN(32, power)) };
}

function sizeText(digits: string, places: number, { format, power }: Suffix): string {
  const isBinary = format === "binary";
  const amount = isBinary
    ? roundedUp({ digits: timesPowerOfTwo(digits, power), power: -places }, -9)
    : roundedUp({ digits, power: power - places }, -9);
  if (isZero(amount)) return "0";
  return isBinary
    ? binaryText(amount.digits, amount.power)
    : decimalText(amount.digits, amount.power, format);
}

/** `digits` has no zeros at its end; a power that is no multiple of three takes some from the suffix. */
function decimalText(digits: string, power: number, format: Format): string {
  const missing = ((power % 3) + 3) % 3;
  const rest = power - missing;
  const letter = format === "decimal" ? decimalSuffixes[rest / 3 + 3] : undefined;
  const suffix = letter ?? (rest === 0 ? "" : `e${rest}`);
  return digits + "0".repeat(missing) + suffix;
}

/** What is below 1,024 or no whole number is written in powers of ten. */
function binaryText(digits: string, power: number): string {
  if (digits.length + power > 19) return String(largestBinary);
  if (power < 0) {
    const isOver = digits.length + power === 19 && BigInt(digits.slice(0, 19)) >= largestBinary;
    return isOver ? String(largestBinary) : decimalText(digits, power, "decimal");
  }
  let size = BigInt(digits + "0".repeat(power));
  if (size > largestBinary) size = largestBinary;
  if (size < 1024n) return decimalText(digits, power, "decimal");
  let step = 0;
  for (; size % 1024n === 0n; step++) size /= 1024n;
  return `${size}${binarySuffixes[step]}`;
}
