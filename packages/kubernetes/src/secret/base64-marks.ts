import { encodeBase64, encodeUtf8 } from "@etcdscope/codec";

/**
 * A regular expression for texts inside of base64. A text begins at one of three places of a group of four digits:
 * for each of them, the digits that only the text determines.
 */
export function base64MarkSource(texts: readonly string[]): string {
  return texts
    .flatMap((text) => [0, 1, 2].map((shift) => escapedPlus(digitsOf(encodeUtf8(text), shift))))
    .join("|");
}

function digitsOf(text: Uint8Array, shift: number): string {
  const padded = new Uint8Array(shift + text.length);
  padded.set(text, shift);
  const first = Math.ceil((shift * 8) / 6);
  const end = Math.floor((padded.length * 8) / 6);
  return encodeBase64(padded).slice(first, end);
}

/** Of base64's digits only these mean something else in a regular expression; base64url writes them otherwise. */
function escapedPlus(digits: string): string {
  return digits.replaceAll("+", "[+-]").replaceAll("/", "[/_]");
}
