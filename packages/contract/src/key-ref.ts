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

/** The text of a key, or `undefined` where the bytes are not UTF-8 or hold a control character. */
export function keyText(bytes: Uint8Array): string | undefined {
  if (bytes.some((byte) => byte < 0x20 || byte === 0x7f)) return undefined;
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

/** The bytes of a reference; `undefined` when neither part is given, both are, or one is malformed. */
export function parseKeyRef(ref: {
  key?: string | undefined;
  keyb?: string | undefined;
}): Uint8Array | undefined {
  if (ref.key !== undefined) {
    // A lone surrogate would be replaced by U+FFFD in silence: another key.
    return ref.keyb === undefined && ref.key.isWellFormed() ? encoder.encode(ref.key) : undefined;
  }
  return ref.keyb === undefined ? undefined : fromBase64Url(ref.keyb);
}
