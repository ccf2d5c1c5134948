import { fromBase64Url, toBase64Url } from "./base64url.ts";

/**
 * The one canonical way to write a key in a URL: as text when its bytes are UTF-8 without C0 controls and DEL,
 * else as base64url. Never both.
 */
export type KeyRef =
  | { readonly key: string; readonly keyb?: undefined }
  | { readonly keyb: string; readonly key?: undefined };

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const isControl = (byte: number): boolean => byte < 0x20 || byte === 0x7f;

/** The text of a key, or `undefined` where the bytes are not UTF-8 or hold a control character. */
export function keyText(bytes: Uint8Array): string | undefined {
  if (bytes.some(isControl)) return undefined;
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The canonical reference of a key's bytes. */
export function keyRefOf(bytes: Uint8Array): KeyRef {
  const key = keyText(bytes);
  return key === undefined ? { keyb: toBase64Url(bytes) } : { key };
}

/**
 * The bytes of a reference; `undefined` when neither part is given, both are, or one is malformed: control
 * characters have one writing only, `keyb`.
 */
export function parseKeyRef(ref: {
  key?: string | undefined;
  keyb?: string | undefined;
}): Uint8Array | undefined {
  if (ref.key !== undefined) {
    // A lone surrogate would be replaced by U+FFFD in silence: another key.
    if (ref.keyb !== undefined || !ref.key.isWellFormed()) return undefined;
    const bytes = encoder.encode(ref.key);
    return bytes.some(isControl) ? undefined : bytes;
  }
  return ref.keyb === undefined ? undefined : fromBase64Url(ref.keyb);
}
