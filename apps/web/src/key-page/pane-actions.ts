import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { Side } from "../links/panes.ts";
import { changedState, type ViewChange, type ViewId } from "../links/view-state.ts";
import { spanText } from "../value-views/span.ts";
import type { Picked, ShownValue } from "../value-views/view-props.ts";
import type { KeyPageProps } from "./key-page.tsx";
import type { Pane } from "./pane.ts";
import { rememberView } from "./view-memory.ts";
import { chooseBeside, unfit, views } from "./views.ts";

interface Shown extends KeyPageProps {
  readonly value: ShownValue;
  readonly view: ViewId;
  /** The second view, where there is one. */
  readonly beside: ViewId | undefined;
  readonly pane: Pane;
}

/** Everything that a person can change about the views of a value; all of it is in the address. */
export interface PaneActions {
  readonly choose: (view: ViewId) => void;
  readonly chooseBeside: (view: ViewId) => void;
  /** Opens or closes the second view. */
  readonly toggle: () => void;
  readonly swap: () => void;
  readonly chooseLayer: (name: string) => void;
  /** Whose bytes the second view is of; `undefined` for the document's. */
  readonly chooseBesideLayer: (name: string | undefined) => void;
  /** Shows a place of the bytes, written as in the address. */
  readonly showPlace: (at: string) => void;
  readonly pick: (picked: Picked) => void;
  readonly unpin: () => void;
  /** Takes bytes without a schema for something else. */
  readonly guess: (guess: string | undefined) => void;
}

export function usePaneActions(shown: Shown): PaneActions {
  const { value, view, beside, pane, search } = shown;
  const navigate = useNavigate();
  const { go, select } = useGo(shown);
  const choose = (next: ViewId): void => {
    rememberView(value.encoding.id, next);
    go({ view: next }, false);
  };
  const chooseNext = (split: ViewId): void => go({ view, split }, false);
  const toggle = (): void => {
    if (pane.other !== undefined) void navigate(pane.closed());
    else go({ view, split: beside === undefined ? chooseBeside(value, view) : undefined }, false);
  };
  // Offsets are of one layer alone, and do not go along to another.
  const chooseLayer = (layer: string | undefined): void =>
    go({ view, layer, path: undefined, at: undefined, guess: undefined }, false);
  const pick = useCallback(
    ({ path, spans: [first] }: Picked) => {
      const at = path === undefined && first !== undefined ? spanText(first) : undefined;
      select({ view, path, at });
    },
    [select, view],
  );
  useViewKeys(value, pane, { choose, chooseBeside: chooseNext, toggle });
  const { rev } = search;
  return {
    choose,
    chooseBeside: chooseNext,
    toggle,
    swap: () => {
      if (pane.other !== undefined) void navigate(pane.swapped());
      else go({ view: beside, split: view }, false);
    },
    chooseLayer,
    chooseBesideLayer: (layer) => {
      if (pane.side === "second") chooseLayer(layer);
      else
        void navigate(
          pane.toBeside({ ...(rev !== undefined && { rev }), ...(layer !== undefined && { layer }) }),
        );
    },
    showPlace: (at) => go({ view: beside === "hex" ? view : "hex", path: undefined, at }, false),
    pick,
    guess: (guess) => go({ view, guess }, true),
    unpin: () => select({ path: undefined, at: undefined }),
  };
}

interface Go {
  /** Changes what the address says of this pane. */
  readonly go: (change: ViewChange, replace: boolean) => void;
  readonly select: (change: ViewChange) => void;
}

function useGo({ search, pane }: Shown): Go {
  const navigate = useNavigate();
  return useMemo(
    () => ({
      go: (change, replace) => void navigate({ ...pane.to(changedState(search, change)), replace }),
      select: (change) => void navigate({ ...pane.picked(changedState(search, change)), replace: true }),
    }),
    [navigate, search, pane],
  );
}

type Keys = Pick<PaneActions, "choose" | "chooseBeside" | "toggle">;

/**
 * Alt and a digit choose a view, wherever the focus is: the second one while the focus is in it, or with Shift.
 * Alt+S opens and closes the second.
 */
function useViewKeys(value: ShownValue, pane: Pane, keys: Keys): void {
  const latest = useRef({ value, pane, keys });
  useEffect(() => {
    latest.current = { value, pane, keys };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      if (!actOn(event, latest.current)) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

interface Heard {
  readonly value: ShownValue;
  readonly pane: Pane;
  readonly keys: Keys;
}

/** Of two panes with bytes of their own each hears what is meant for it. */
function actOn(event: KeyboardEvent, { value, pane, keys }: Heard): boolean {
  if (event.code === "KeyS" && !event.shiftKey) {
    if (pane.side === "first") keys.toggle();
    return pane.side === "first";
  }
  const found = views.find(({ digit }) => event.code === `Digit${digit}`);
  const choose = chooserOf(event, pane, keys);
  if (found === undefined || choose === undefined) return false;
  if (unfit(found.id, value) === undefined) choose(found.id);
  return true;
}

function chooserOf({ shiftKey }: KeyboardEvent, pane: Pane, keys: Keys): Keys["choose"] | undefined {
  const meant: Side = shiftKey || isInSecond() ? "second" : "first";
  if (pane.other !== undefined) return meant === pane.side ? keys.choose : undefined;
  return meant === "first" ? keys.choose : keys.chooseBeside;
}

const isInSecond = (): boolean =>
  document.activeElement?.closest("[data-side=second], [data-pane=second]") != null;
