import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useQueryFactory } from "../api/api-context.tsx";
import type { Overlay, ViewProps } from "./view-props.ts";

/** The bytes of the version that is shown: as the server hands them out, and over them what is revealed. */
export function useBytes({ source, keyRef, value, pinned }: ViewProps, wanted = true) {
  const options = useQueryFactory().bytes(source, keyRef, value, pinned);
  const { data, error, refetch } = useQuery({ ...options, enabled: wanted && value.bytes === undefined });
  const overlays = value.overlays?.get(value.layer ?? "");
  const shown = useMemo(() => (data === undefined ? undefined : overlaid(data, overlays)), [data, overlays]);
  return { data: value.bytes ?? shown, error, refetch };
}

/** A copy of bytes that begin at `from`, where there is something to lay over: what the cache has stays masked. */
export function overlaid(bytes: Uint8Array, overlays: readonly Overlay[] | undefined, from = 0): Uint8Array {
  const end = from + bytes.length;
  const near = overlays?.filter((over) => over.start < end && over.start + over.bytes.length > from) ?? [];
  if (near.length === 0) return bytes;
  const copy = bytes.slice();
  for (const { start, bytes: over } of near) {
    const part = over.subarray(Math.max(0, from - start), end - start);
    copy.set(part, Math.max(0, start - from));
  }
  return copy;
}
