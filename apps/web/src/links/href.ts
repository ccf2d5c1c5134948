import type { KeyRef } from "@etcdscope/contract";
import { stringifySearch } from "./search.ts";
import type { KeySearch } from "./view-state.ts";

const pageOf = (source: string, page: string): string => `/s/${encodeURIComponent(source)}/${page}`;

/** The address of a key's page, for links that are copied or drawn by the thousand. */
export function keyHref(source: string, key: KeyRef, state: Omit<KeySearch, "key" | "keyb"> = {}): string {
  return pageOf(source, "key") + stringifySearch({ ...key, ...state });
}

export function prefixHref(source: string, prefix: KeyRef): string {
  return pageOf(source, "prefix") + stringifySearch({ ...prefix });
}

/** The address as it is given to someone else. */
export const absolute = (href: string): string => new URL(href, location.origin).href;
