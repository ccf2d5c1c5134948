import { decodeUtf8 } from "@etcdscope/codec";
import { canonicalQuantity, isPlainQuantity } from "./quantity.ts";

/**
 * What Kubernetes' decoder and JSON encoder make of a quantity in `[start, end)`: its canonical text, unless the short
 * way of reading takes it for canonical at first sight and repeats it as it is (`12E6`, `+5`, `1.500`). Null for a
 * text that Kubernetes refuses.
 */
export function printedQuantity(bytes: Uint8Array, start: number, end: number): string | null {
  const canonical = canonicalQuantity(bytes, start, end);
  if (canonical === null || isPlainQuantity(bytes, start, end)) return canonical;
  const text = decodeUtf8(bytes, start, end);
  return text !== canonical && isRepeated(text) ? text : canonical;
}

/** Digits beyond which Kubernetes reads a quantity the long way, and so prints it anew. */
const mostDigits = 18;

function isRepeated(text: string): boolean {
  const [, whole = "", fraction = "", suffix = ""] = /^[+-]?0*(\d*)(?:\.(\d*))?(.*)$/.exec(text) ?? [];
  const digits = (whole || "0") + fraction;
  const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].indexOf(suffix) + 1;
  if (digits.length > mostDigits) return false;
  if (binary === 0) return isRepeatedDecimal(digits, powerOf(suffix) - fraction.length);
  const roomy = 14 - digits.length - 3 * binary >= 0;
  return fraction === "" && roomy && BigInt(digits) % 8n !== 0n;
}

/** A power of ten that is a multiple of three, and not below a nano, over digits that end in no thousand. */
function isRepeatedDecimal(digits: string, power: number): boolean {
  return power >= -9 && power % 3 === 0 && !digits.endsWith("000") && !digits.startsWith("0");
}

function powerOf(suffix: string): number {
  const letter = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"].indexOf(suffix);
  return letter < 0 ? Number(suffix.slice(1)) : letter * 3 - 9;
}
