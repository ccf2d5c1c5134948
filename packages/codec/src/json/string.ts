import { decodeUtf8 } from "../text/utf8.ts";

/** The text between the quotes of a JSON string whose escapes are known to be valid; others are left as they are. */
export function decodeJsonString(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeUtf8(bytes, start, end);
  return unescaped(text);
}

/** The same for a text that was decoded before. */
export function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
}
