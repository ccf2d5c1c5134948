import type { KeyRef } from "@etcdscope/contract";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { type FilterMode, type FilterSearch, prefixOfFilter } from "../links/filter-search.ts";
import { refId, rootPrefix } from "../links/key-ref.ts";

/** What the tree is filtered by. */
export interface Filter {
  /** Empty: the tree is whole. */
  readonly text: string;
  readonly mode: FilterMode;
  readonly prefix: KeyRef;
  /** The prefixes that were open when it began, where there was no index. */
  readonly opened: string | undefined;
}

export interface FilterState {
  readonly filter: Filter;
  readonly change: (change: Partial<Filter>) => void;
}

/** The filter is in the address, and nowhere else. */
export function useFilter(): FilterState {
  const { find, findmode, under, underb, opened } = useSearch({ from: "/s/$source" });
  const navigate = useNavigate();
  const filter = useMemo((): Filter => {
    const named = { ...(under !== undefined && { under }), ...(underb !== undefined && { underb }) };
    const prefix = prefixOfFilter(named) ?? rootPrefix;
    return { text: find ?? "", mode: findmode ?? "text", prefix, opened };
  }, [find, findmode, under, underb, opened]);
  const change = useCallback(
    (change: Partial<Filter>) => {
      const search = searchOfFilter({ ...filter, ...change });
      void navigate({ to: ".", search: (before) => ({ ...before, ...search }), replace: true });
    },
    [filter, navigate],
  );
  return { filter, change };
}

/** Every parameter is named: one that is not would be carried on. */
function searchOfFilter({ text, mode, prefix, opened }: Filter): Required<FilterSearch> {
  const isAll = refId(prefix) === refId(rootPrefix);
  return {
    find: text === "" ? undefined : text,
    findmode: mode === "text" ? undefined : mode,
    under: isAll ? undefined : prefix.key,
    underb: isAll ? undefined : prefix.keyb,
    opened: text === "" ? undefined : opened,
  };
}
