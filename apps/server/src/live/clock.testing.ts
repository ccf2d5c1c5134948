import type { Clock } from "./clock.ts";

export interface ManualClock extends Clock {
  /** Lets time pass, and runs what is due in order. */
  pass(milliseconds: number): void;
  /** Things that wait for their time. */
  readonly due: () => number;
}

/** A clock that stands still until it is told. */
export function manualClock(): ManualClock {
  let now = 0;
  const due = new Set<{ at: number; run: () => void }>();
  const next = (until: number) =>
    [...due].filter(({ at }) => at <= until).toSorted((left, right) => left.at - right.at)[0];
  return {
    now: () => now,
    due: () => due.size,
    after: (milliseconds, run) => {
      const one = { at: now + milliseconds, run };
      due.add(one);
      return () => due.delete(one);
    },
    pass: (milliseconds) => {
      const end = now + milliseconds;
      for (let one = next(end); one !== undefined; one = next(end)) {
        due.delete(one);
        now = Math.max(now, one.at);
        one.run();
      }
      now = end;
    },
  };
}
