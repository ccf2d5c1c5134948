import { type KeyRef, openedText } from "@etcdscope/contract";
import { useCallback } from "react";
import { lacksIndex, useSourceStatus } from "../api/source-status.ts";
import { refBytes } from "../links/key-ref.ts";
import { type Filter, type FilterState, useFilter } from "./use-filter.ts";

/**
 * The filter, which takes the open prefixes into the address when it begins where there is no index: these are what
 * is searched, for whoever opens the link, and what is opened later does not begin the search anew.
 */
export function useOpenedFilter(source: string, open: ReadonlyMap<string, KeyRef>): FilterState {
  const { filter, change } = useFilter();
  const { standing } = useSourceStatus(source);
  const isWhole = !lacksIndex(standing);
  const changeOpened = useCallback(
    (next: Partial<Filter>) => {
      const begins = filter.text === "" && next.text !== undefined && next.text !== "";
      change(begins ? { ...next, opened: isWhole ? undefined : outermostFirst(open) } : next);
    },
    [filter.text, change, isWhole, open],
  );
  return { filter, change: changeOpened };
}

/** Where there are too many, those that are left out lie within the others. */
function outermostFirst(open: ReadonlyMap<string, KeyRef>): string | undefined {
  const prefixes = [...open.values()].map(refBytes);
  return openedText(prefixes.toSorted((left, right) => slashes(left) - slashes(right)));
}

const slashes = (bytes: Uint8Array): number => bytes.filter((byte) => byte === 0x2f).length;
