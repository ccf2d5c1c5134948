import { useMatchRoute, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { OpenRef } from "../links/open-ref.ts";
import { refOfSearch } from "../links/view-state.ts";

/** The key or prefix that is open now. */
export function useOpenRef(): OpenRef | undefined {
  const { key, keyb } = useSearch({ strict: false });
  const matchRoute = useMatchRoute();
  const atKey = matchRoute({ to: "/s/$source/key" }) !== false;
  const atPrefix = matchRoute({ to: "/s/$source/prefix" }) !== false;
  return useMemo(() => {
    const ref = refOfSearch({ ...(key !== undefined && { key }), ...(keyb !== undefined && { keyb }) });
    if (ref === undefined) return undefined;
    if (atKey) return { kind: "key", ref };
    return atPrefix ? { kind: "prefix", ref } : undefined;
  }, [key, keyb, atKey, atPrefix]);
}
