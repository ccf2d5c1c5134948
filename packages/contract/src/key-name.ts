import type { KeyName } from "./answers.ts";
import { toBase64Url } from "./base64url.ts";
import { keyText } from "./key-ref.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A key's name for people: its text where it has one, else the escaped rendering and the exact bytes. */
export function keyNameOf(bytes: Uint8Array): KeyName {
  const key = keyText(bytes);
  return key === undefined ? { key: escaped(bytes), keyb: toBase64Url(bytes) } : { key };
}

/** UTF-8 stays text; every other byte and control character becomes `\xNN`, and a backslash is doubled. */
function escaped(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const char = characterAt(bytes, at);
    text += char === undefined ? hexEscape(bytes[at] ?? 0) : char.text;
    at += char?.size ?? 1;
  }
  return text;
}

function characterAt(bytes: Uint8Array, at: number): { text: string; size: number } | undefined {
  const size = sequenceSize(bytes[at] ?? 0);
  if (size === 0 || at + size > bytes.length) return undefined;
  try {
    const text = utf8.decode(bytes.subarray(at, at + size));
    return { text: text === "\\" ? "\\\\" : text, size };
  } catch {
    return undefined;
  }
}

/** Bytes of the UTF-8 sequence that this byte leads; 0 for control characters and bytes that lead none. */
function sequenceSize(lead: number): number {
  if (lead < 0x80) return lead < 0x20 || lead === 0x7f ? 0 : 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

const hexEscape = (byte: number): string => `\\x${byte.toString(16).padStart(2, "0")}`;
