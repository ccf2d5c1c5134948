import { setTimeout as delay } from "node:timers/promises";
import { SourceFault, type Told } from "@etcdscope/keyspace";

/** An answer, and whether it was given to the question asked last. */
export interface Known<Answer> {
  readonly told: Told<Answer>;
  readonly isFresh: boolean;
}

/**
 * A question whose last answer is kept: it is put at most once at a time, and one who asks waits for it only so long.
 */
export class KeptAnswer<Answer> {
  readonly #ask: () => Promise<Answer>;
  #told: Told<Answer> | undefined;
  #lastValue: Answer | undefined;
  #flight: Promise<void> | undefined;

  constructor(ask: () => Promise<Answer>) {
    this.#ask = ask;
  }

  /** Puts the question anew; resolves when it is answered, never rejects. */
  ask(): Promise<void> {
    this.#flight ??= this.#put();
    return this.#flight;
  }

  /** `undefined` when it was never answered. */
  get known(): Known<Answer> | undefined {
    return this.#told === undefined ? undefined : { told: this.#told, isFresh: this.#flight === undefined };
  }

  /** What was answered last, however often it failed since. */
  get lastValue(): Answer | undefined {
    return this.#lastValue;
  }

  async #put(): Promise<void> {
    try {
      const value = await this.#ask();
      this.#lastValue = value;
      this.#told = { value };
    } catch (error) {
      this.#told = { fault: faultOf(error) };
    } finally {
      this.#flight = undefined;
    }
  }
}

function faultOf(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  return new SourceFault("internal", "Something failed inside etcdscope; its log says what.", {
    cause: error,
  });
}

/** Waits for all of the work, but no longer than so many milliseconds; rejects when the signal aborts. */
export async function waitFor(
  work: readonly Promise<void>[],
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const done = new AbortController();
  const limit = delay(milliseconds, undefined, {
    signal: signal === undefined ? done.signal : AbortSignal.any([signal, done.signal]),
  });
  try {
    await Promise.race([Promise.all(work), limit]);
  } catch {
    signal?.throwIfAborted();
  } finally {
    done.abort();
    limit.catch(() => undefined);
  }
}
