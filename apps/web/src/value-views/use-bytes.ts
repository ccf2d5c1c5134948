import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import type { Overlay, ViewProps } from "./view-props.ts";

/** The bytes of the version that is shown: as the server hands them out, and over them what is revealed. */
export function useBytes({ source, keyRef, value, pinned }: ViewProps) {
  const options = useQueryFactory().bytes(source, keyRef, value, pinned);
  const { data, error, refetch } = useQuery({ ...options, enabled: value.bytes === undefined });
  const overlays = value.overlays?.get(value.layer ?? "");
  const shown = useMemo(() => (data === undefined ? undefined : overlaid(data, overlays)), [data, overlays]);
  return { data: value.bytes ?? shown, error, refetch };
}

/** A copy, where there is something to lay over: what the cache has stays masked. */
function overlaid(bytes: Uint8Array, overlays: readonly Overlay[] | undefined): Uint8Array {
  if (overlays === undefined) return bytes;
  const copy = bytes.slice();
  for (const { start, bytes: over } of overlays)
    if (start + over.length <= copy.length) copy.set(over, start);
  return copy;
}
