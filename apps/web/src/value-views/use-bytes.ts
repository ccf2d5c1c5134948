import { useQuery } from "@tanstack/react-query";
import { useQueryFactory } from "../api/api-context.tsx";
import type { ViewProps } from "./view-props.ts";

/** The stored bytes of the version that is shown. */
export function useBytes({ source, keyRef, value, pinned }: ViewProps) {
  return useQuery(useQueryFactory().bytes(source, keyRef, value, pinned));
}
