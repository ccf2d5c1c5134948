import { setTimeout as sleep } from "node:timers/promises";
import type { CallLimits } from "./connection.ts";

/** Milliseconds between two questions, and that one may take: an etcd that stops is noticed within three seconds. */
const pause = 1000;
const patience = 2000;

/** Asks again and again whether a source is alive; a watch says nothing of that while nothing changes. */
export class Heartbeat {
  readonly #stop = new AbortController();
  #failure: { readonly error: unknown } | undefined;

  /** `beat` asks once; `onLost` is called when that fails, and nothing is asked from then on. */
  constructor(beat: (limits: CallLimits) => Promise<void>, onLost: () => void) {
    void this.#run(beat).catch((error: unknown) => {
      if (this.#stop.signal.aborted) return;
      this.#failure = { error };
      onLost();
    });
  }

  /** What the source was lost by, if it was; else the given error. */
  causeOf(error: unknown): unknown {
    return this.#failure === undefined ? error : this.#failure.error;
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(beat: (limits: CallLimits) => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      await sleep(pause, undefined, { signal, ref: false });
      await beat({ deadline: Date.now() + patience, signal });
    }
  }
}
