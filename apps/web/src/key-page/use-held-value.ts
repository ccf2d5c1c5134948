import type { ValueAnswer } from "@etcdscope/contract";
import { useLayoutEffect, useRef, useState } from "react";

/** A value on the screen, and the newer one that waits because somebody is at work in it. */
export interface HeldValue {
  readonly shown: ValueAnswer;
  readonly waiting: ValueAnswer | undefined;
  /** Grows with every change that came in place. */
  readonly changes: number;
  readonly update: () => void;
}

/**
 * Takes a new version of the open value in place, unless `isBusy` says that somebody has a place in the old one: then
 * it waits until they ask for it. `about` is what is open: of another key or revision everything is new.
 */
export function useHeldValue(newest: ValueAnswer, about: string, isBusy: () => boolean): HeldValue {
  const [held, setHeld] = useState({ about, value: newest, changes: 0 });
  const isNews = isOther(held.value, newest);
  const asked = useRef(isBusy);
  useLayoutEffect(() => {
    asked.current = isBusy;
  });
  // Before anything is painted: a change that comes in place must not show its banner first.
  useLayoutEffect(() => {
    if (!isNews || held.about !== about || asked.current()) return;
    setHeld({ about, value: newest, changes: held.changes + 1 });
  }, [isNews, newest, about, held]);
  // What is open for the first time, or differs in nothing that is shown, needs no thought.
  const isHeld = isNews && held.about === about;
  if (!isHeld && (held.about !== about || held.value !== newest))
    setHeld({ about, value: newest, changes: held.about === about ? held.changes : 0 });
  return {
    shown: isHeld ? held.value : newest,
    waiting: isHeld ? newest : undefined,
    changes: held.changes,
    update: () => setHeld({ about, value: newest, changes: held.changes + 1 }),
  };
}

/** A version is told by where it was written; a key made anew begins again. */
function isOther(a: ValueAnswer, b: ValueAnswer): boolean {
  return a.modRevision !== b.modRevision || a.createRevision !== b.createRevision;
}
