import type { KeyRef } from "@etcdscope/contract";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { withBeside } from "./panes.ts";
import { keyTarget } from "./targets.ts";
import { changedState, parseKeySearch, refOfSearch } from "./view-state.ts";

/** Opens a key beside the one that is open; where none is, as any other link does. */
export function useOpenBeside(source: string): (ref: KeyRef) => void {
  const router = useRouter();
  const navigate = useNavigate();
  return useCallback(
    (ref) => {
      const isKeyPage = router.matchRoute({ to: "/s/$source/key", params: { source } }) !== false;
      const search = parseKeySearch(router.state.location.search);
      const open = isKeyPage ? refOfSearch(search) : undefined;
      const target =
        open === undefined
          ? keyTarget(source, ref)
          : keyTarget(source, open, changedState(withBeside(search, ref)));
      void navigate(target);
    },
    [router, navigate, source],
  );
}
