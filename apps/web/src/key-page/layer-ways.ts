import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import type { ViewState } from "../links/view-state.ts";
import type { Reveals } from "../reveal/use-reveals.ts";
import { spanText } from "../value-views/span.ts";
import type { LayerPlace } from "../within-values/layer-trail.tsx";
import type { WithinRow } from "../within-values/within-rows.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { usePane } from "./pane.ts";

/** The ways between the layers of a value. */
export interface LayerWays {
  /** Goes to a place of a layer, or of the stored bytes; to its bytes in Hex where `inHex` says so. */
  readonly go: (place: LayerPlace, inHex: boolean) => void;
  /** Opens a layer; one of masked bytes reveals these. */
  readonly open: (row: WithinRow, layer: string) => void;
  /** The same in the other pane; absent where another key stands there. */
  readonly openBeside: ((row: WithinRow, layer: string) => void) | undefined;
}

/** The pinned revision stays, wherever they lead. */
export function useLayerWays(page: KeyPageProps, reveal: Reveals["reveal"]): LayerWays {
  const navigate = useNavigate();
  const pane = usePane(page);
  const { rev } = page.search;
  const latest = useRef({ pane, rev, reveal });
  latest.current = { pane, rev, reveal };
  const { hasOtherKey } = pane;
  return useMemo(() => {
    const pinned = (): ViewState => (latest.current.rev === undefined ? {} : { rev: latest.current.rev });
    const show = (row: WithinRow, layer: string): void => {
      if (row.masked !== undefined) latest.current.reveal(row, layer);
    };
    return {
      go: ({ layer, path, at }, inHex) => {
        const place = inHex || path === undefined ? at && { at: spanText(at) } : { path };
        const state = {
          ...pinned(),
          ...(layer !== undefined && { layer }),
          ...(inHex && { view: "hex" as const }),
          ...place,
        };
        void navigate(latest.current.pane.to(state));
      },
      open: (row, layer) => {
        show(row, layer);
        void navigate(latest.current.pane.to({ ...pinned(), layer }));
      },
      openBeside: hasOtherKey
        ? undefined
        : (row, layer) => {
            show(row, layer);
            void navigate(latest.current.pane.toBeside({ ...pinned(), layer }));
          },
    };
  }, [navigate, hasOtherKey]);
}
