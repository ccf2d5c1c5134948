import { useRef } from "react";
import type { ViewProps } from "./view-props.ts";

/** A view with what it is drawn from. */
interface Ready<Source> {
  readonly view: ViewProps;
  readonly source: Source;
}

/**
 * What can be drawn: the view as it is, once its source is there; until then, of a newer version of the same value, the
 * last one that could be. What was revealed is never kept so.
 */
export function useLastReady<Source>(view: ViewProps, source: Source | undefined): Ready<Source> | undefined {
  const last = useRef<Ready<Source>>(undefined);
  if (source !== undefined) last.current = { view, source };
  const kept = last.current;
  if (kept === undefined || source !== undefined) return kept;
  const { value } = kept.view;
  if (value.overlays !== undefined || value.bytes !== undefined) {
    last.current = undefined;
    return undefined;
  }
  return { view: { ...view, value }, source: kept.source };
}
