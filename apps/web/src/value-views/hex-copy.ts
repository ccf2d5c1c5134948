import { hexByte, tokensOf } from "../bytes/tokens.ts";

/** How bytes are written for someone else to read. */
export const copyForms = ["hex", "text", "base64", "escaped", "c", "go", "json"] as const;

export type CopyForm = (typeof copyForms)[number];

export function copyAs(form: CopyForm, bytes: Uint8Array): string {
  return writers[form](bytes);
}

/** `6b 38 73 00` */
export const asHex = (bytes: Uint8Array): string => Array.from(bytes, hexByte).join(" ");

/** UTF-8 as it is, everything else escaped. */
function asText(bytes: Uint8Array): string {
  return tokensOf(bytes)
    .map((token) => (token.text === "\\n" ? "\n" : token.text))
    .join("");
}

function asBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

const escapes: Readonly<Record<number, string>> = {
  9: "\\t",
  10: "\\n",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

/** A string literal, `\\xNN` for what is not printable ASCII, as Go and Python read it. */
function asEscaped(bytes: Uint8Array): string {
  const char = (byte: number): string => {
    const isPrintable = byte >= 0x20 && byte < 0x7f;
    return escapes[byte] ?? (isPrintable ? String.fromCharCode(byte) : `\\x${hexByte(byte)}`);
  };
  return `"${Array.from(bytes, char).join("")}"`;
}

/** Twelve numbers a line. */
function literalLines(bytes: Uint8Array): string {
  const numbers = Array.from(bytes, (byte) => `0x${hexByte(byte)},`);
  const lines: string[] = [];
  for (let at = 0; at < numbers.length; at += 12) lines.push(`\t${numbers.slice(at, at + 12).join(" ")}\n`);
  return lines.join("");
}

const writers: Readonly<Record<CopyForm, (bytes: Uint8Array) => string>> = {
  hex: asHex,
  text: asText,
  base64: asBase64,
  escaped: asEscaped,
  c: (bytes) => `const unsigned char bytes[${bytes.length}] = {\n${literalLines(bytes)}};\n`,
  go: (bytes) => `[]byte{\n${literalLines(bytes)}}`,
  json: (bytes) => JSON.stringify(Array.from(bytes)),
};
