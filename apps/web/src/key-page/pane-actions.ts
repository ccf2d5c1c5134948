import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { keyTarget } from "../links/targets.ts";
import { changedState, type ViewChange, type ViewId } from "../links/view-state.ts";
import { spanText } from "../value-views/span.ts";
import type { Picked, ShownValue } from "../value-views/view-props.ts";
import type { KeyPageProps } from "./key-page.tsx";
import { rememberView } from "./view-memory.ts";
import { chooseBeside, unfit, views } from "./views.ts";

interface Shown extends KeyPageProps {
  readonly value: ShownValue;
  readonly view: ViewId;
  /** The second view, where there is one. */
  readonly beside: ViewId | undefined;
}

/** Everything that a person can change about the views of a value; all of it is in the address. */
export interface PaneActions {
  readonly choose: (view: ViewId) => void;
  readonly chooseBeside: (view: ViewId) => void;
  /** Opens or closes the second view. */
  readonly toggle: () => void;
  readonly swap: () => void;
  readonly chooseLayer: (name: string) => void;
  /** Shows a place of the bytes, written as in the address. */
  readonly showPlace: (at: string) => void;
  readonly pick: (picked: Picked) => void;
  readonly unpin: () => void;
  /** Takes bytes without a schema for something else. */
  readonly guess: (guess: string | undefined) => void;
}

export function usePaneActions(shown: Shown): PaneActions {
  const { value, view, beside } = shown;
  const go = useGo(shown);
  const choose = (next: ViewId): void => {
    rememberView(value.encoding.id, next);
    go({ view: next }, false);
  };
  const chooseNext = (split: ViewId): void => go({ view, split }, false);
  const toggle = (): void =>
    go({ view, split: beside === undefined ? chooseBeside(value, view) : undefined }, false);
  const pick = useCallback(
    ({ path, spans: [first] }: Picked) => {
      const at = path === undefined && first !== undefined ? spanText(first) : undefined;
      go({ view, path, at }, true);
    },
    [go, view],
  );
  useViewKeys(value, { choose, chooseBeside: chooseNext, toggle });
  return {
    choose,
    chooseBeside: chooseNext,
    toggle,
    swap: () => go({ view: beside, split: view }, false),
    // Offsets are of one layer alone, and do not go along to another.
    chooseLayer: (layer) => go({ view, layer, path: undefined, at: undefined, guess: undefined }, false),
    showPlace: (at) => go({ view: beside === "hex" ? view : "hex", path: undefined, at }, false),
    pick,
    guess: (guess) => go({ view, guess }, true),
    unpin: () => go({ path: undefined, at: undefined }, true),
  };
}

type Go = (change: ViewChange, replace: boolean) => void;

/** Changes what the address says about this key. */
function useGo({ source, keyRef, search }: KeyPageProps): Go {
  const navigate = useNavigate();
  return useCallback(
    (change: ViewChange, replace: boolean) => {
      void navigate({ ...keyTarget(source, keyRef, changedState(search, change)), replace });
    },
    [navigate, source, keyRef, search],
  );
}

type Keys = Pick<PaneActions, "choose" | "chooseBeside" | "toggle">;

/**
 * Alt and a digit choose a view, wherever the focus is: the second one while the focus is in it, or with Shift.
 * Alt+S opens and closes the second.
 */
function useViewKeys(value: ShownValue, keys: Keys): void {
  const latest = useRef({ value, keys });
  useEffect(() => {
    latest.current = { value, keys };
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

function actOn(event: KeyboardEvent, { value, keys }: { value: ShownValue; keys: Keys }): boolean {
  if (event.code === "KeyS" && !event.shiftKey) {
    keys.toggle();
    return true;
  }
  const found = views.find(({ digit }) => event.code === `Digit${digit}`);
  if (found === undefined) return false;
  const inSecond = document.activeElement?.closest("[data-side=second]") != null;
  if (unfit(found.id, value) === undefined)
    (event.shiftKey || inSecond ? keys.chooseBeside : keys.choose)(found.id);
  return true;
}
