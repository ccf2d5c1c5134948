import { fromBase64Url, toBase64Url } from "./base64url.ts";

/** Prefixes that one search is told to be open, at most. */
export const mostOpened = 64;

/** What is written for prefixes, as a regular expression: base64url with dots between; the root is never one. */
export const openedPattern = "^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$";

/** The prefixes that a person has open as they stand in an address; nothing for none. Those beyond the most are left out. */
export function openedText(prefixes: readonly Uint8Array[]): string | undefined {
  const named = prefixes.filter(({ length }) => length > 0).slice(0, mostOpened);
  return named.length === 0 ? undefined : named.map(toBase64Url).join(".");
}

/** The prefixes of an address; `undefined` where they are none or too many. */
export function parseOpened(text: string): readonly Uint8Array[] | undefined {
  const prefixes = text.split(".").map((part) => fromBase64Url(part) ?? new Uint8Array(0));
  return prefixes.length > mostOpened || prefixes.some(({ length }) => length === 0) ? undefined : prefixes;
}
