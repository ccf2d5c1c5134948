import { useCallback, useEffect, useRef } from "react";
import type { Picked } from "./view-props.ts";

/** What moves by keys is written to the address once it rests. */
const restMs = 250;

interface RestingPick {
  readonly now: (picked: Picked) => void;
  readonly soon: (picked: Picked) => void;
  /** Whether this view itself picked that last. */
  readonly isOwn: (picked: Picked) => boolean;
}

/** Picks at once, or once nothing else was picked for a moment. */
export function useRestingPick(onPick: (picked: Picked) => void): RestingPick {
  const latest = useRef(onPick);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const own = useRef("");
  useEffect(() => {
    latest.current = onPick;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const now = useCallback((picked: Picked) => {
    clearTimeout(timer.current);
    own.current = pickId(picked);
    latest.current(picked);
  }, []);
  const soon = useCallback((picked: Picked) => {
    clearTimeout(timer.current);
    own.current = pickId(picked);
    timer.current = setTimeout(() => latest.current(picked), restMs);
  }, []);
  const isOwn = useCallback((picked: Picked) => own.current === pickId(picked), []);
  return { now, soon, isOwn };
}

/** The address holds a path, or else the first of the spans. */
const pickId = ({ path, spans }: Picked): string => path ?? `${spans[0]}`;
