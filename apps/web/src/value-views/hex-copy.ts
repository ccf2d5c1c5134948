import { hexByte, tokensOf } from "../bytes/tokens.ts";

/** `6b 38 73 00` */
export const asHex = (bytes: Uint8Array): string => Array.from(bytes, hexByte).join(" ");

/** UTF-8 as it is, everything else escaped. */
export function asText(bytes: Uint8Array): string {
  return tokensOf(bytes)
    .map((token) => (token.text === "\\n" ? "\n" : token.text))
    .join("");
}

export function asBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
