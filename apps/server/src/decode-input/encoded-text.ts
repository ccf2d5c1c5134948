import type { Recognised } from "./stored.ts";
import { isStoredObject } from "./value-start.ts";

/** Standard or base64url, its padding whole or left out; `undefined` for a text that is none. */
export function base64Bytes(text: string): Uint8Array | undefined {
  const isWhole = text.includes("=") ? text.length % 4 === 0 : text.length % 4 !== 1;
  // The platform's reader skips over what is no base64, and drops a last digit that stands for no whole byte.
  return isWhole && /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) ? Buffer.from(text, "base64") : undefined;
}

/** Base64 of what an API server stores, in any number of lines; of anything else it stays the text that it is. */
export function readBase64(input: Uint8Array): Recognised | null {
  const text = textWithout(input, /\s+/g, /[^A-Za-z0-9+/_=-]/);
  const value = text === null ? undefined : base64Bytes(text);
  return value === undefined || !isStoredObject(value)
    ? null
    : { form: "base64", stored: [{ key: undefined, value }] };
}

/** Hex of the same, with or without blanks, colons, `\x` or `0x` between the bytes. */
export function readHex(input: Uint8Array): Recognised | null {
  const text = textWithout(input, /0x|\\x|[:\s]+/g, /[^0-9a-fA-F]/);
  if (text === null || text.length % 2 === 1) return null;
  const value = Buffer.from(text, "hex");
  return isStoredObject(value) ? { form: "hex", stored: [{ key: undefined, value }] } : null;
}

/**
 * The text of an input without what `left` finds; null where something is in it that is `foreign`. It looks for one
 * wrong character, because a pattern for all the right ones keeps a place on its stack for each.
 */
function textWithout(input: Uint8Array, left: RegExp, foreign: RegExp): string | null {
  if (input.some((byte) => byte >= 0x80)) return null;
  const text = Buffer.from(input.buffer, input.byteOffset, input.length).toString("latin1");
  const rest = text.replace(left, "");
  return foreign.test(rest) ? null : rest;
}
