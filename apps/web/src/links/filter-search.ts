import { type KeyRef, parseKeyRef, parseOpened } from "@etcdscope/contract";

/** How the text of the filter is read. */
export type FilterMode = "text" | "glob" | "regex";

/** What the address says of the tree's filter. It stays while pages change. */
export interface FilterSearch {
  readonly find?: string | undefined;
  /** `text` when absent. */
  readonly findmode?: "glob" | "regex" | undefined;
  /** Only keys that start so; all when both are absent. */
  readonly under?: string | undefined;
  readonly underb?: string | undefined;
  /** The prefixes that were open when the search began, where there was no index: these are searched. */
  readonly opened?: string | undefined;
}

/** The names of these parameters, which every way to another page of the source carries on. */
export const filterNames = ["find", "findmode", "under", "underb", "opened"] as const;

type Raw = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export function parseFilterSearch(raw: Raw): FilterSearch {
  const find = text(raw["find"]);
  const mode = raw["findmode"];
  const under = text(raw["under"]);
  const underb = text(raw["underb"]);
  const opened = text(raw["opened"]);
  return {
    ...(find !== undefined && { find }),
    ...((mode === "glob" || mode === "regex") && { findmode: mode }),
    ...(under !== undefined && { under }),
    ...(under === undefined && underb !== undefined && { underb }),
    ...(opened !== undefined && parseOpened(opened) !== undefined && { opened }),
  };
}

/** The prefix that the filter keeps to; `undefined` for all keys. */
export function prefixOfFilter({ under, underb }: FilterSearch): KeyRef | undefined {
  if (parseKeyRef({ key: under, keyb: underb }) === undefined) return undefined;
  if (under !== undefined) return { key: under };
  return underb === undefined ? undefined : { keyb: underb };
}

/** An address of the app with the filter that another has. */
export function withFilter(href: string, search: Raw): string {
  const url = new URL(href, "http://app");
  const own = parseFilterSearch(search);
  const added = filterNames.flatMap((name) => {
    const value = own[name];
    return value === undefined || url.searchParams.has(name) ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  if (added.length === 0) return href;
  return `${href}${href.includes("?") ? "&" : "?"}${added.join("&")}`;
}
