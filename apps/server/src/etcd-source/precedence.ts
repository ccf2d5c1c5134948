import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds that work without haste stands back at most, so that it ends under steady questions too. */
const longestWait = 500;

/** What a person waits for goes before what is read in the background: together they would hold up everyone. */
export class Precedence {
  #urgent = 0;
  #quiet: (() => void) | undefined;
  #untilQuiet = Promise.resolve();

  async first<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#urgent++ === 0)
      this.#untilQuiet = new Promise((resolve) => {
        this.#quiet = resolve;
      });
    try {
      return await work();
    } finally {
      if (--this.#urgent === 0) this.#quiet?.();
    }
  }

  /** Waits until nothing goes first, for a while; rejects with the signal's reason when it aborts. */
  async standBack(signal: AbortSignal | undefined): Promise<void> {
    if (this.#urgent > 0) {
      const done = new AbortController();
      const either = signal === undefined ? done.signal : AbortSignal.any([signal, done.signal]);
      const late = sleep(longestWait, undefined, { signal: either }).catch(() => undefined);
      await Promise.race([this.#untilQuiet, late]);
      done.abort();
    }
    signal?.throwIfAborted();
  }
}
