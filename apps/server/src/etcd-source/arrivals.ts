import type { KeyEvents } from "@etcdscope/keyspace";

/** A batch, and which of the followers it came from. */
export interface Arrival {
  readonly part: number;
  readonly batch: KeyEvents;
}

/** Batches of each part that may wait to be taken: behind them, nothing more is read from the network. */
const mostWaiting = 64;

/** What several followers tell, as it comes. */
export class Arrivals {
  #come: Arrival[] = [];
  #failure: { readonly error: unknown } | undefined;
  #isClosed = false;
  #wake: () => void = () => undefined;
  readonly #waiting = new Set<() => void>();
  readonly #most: number;

  constructor(parts: readonly AsyncIterable<KeyEvents>[]) {
    this.#most = mostWaiting * parts.length;
    for (const [part, batches] of parts.entries()) void this.#pump(part, batches);
  }

  /** Waits until something comes, or for so many milliseconds. Rejects with what a follower ends with. */
  async next(milliseconds: number | undefined): Promise<readonly Arrival[]> {
    if (this.#come.length === 0 && this.#failure === undefined) await this.#arrival(milliseconds);
    const come = this.taken();
    if (come.length === 0 && this.#failure !== undefined) throw this.#failure.error;
    return come;
  }

  /** What has come by now. */
  taken(): readonly Arrival[] {
    const come = this.#come;
    this.#come = [];
    this.#makeRoom();
    return come;
  }

  close(): void {
    this.#isClosed = true;
    this.#makeRoom();
  }

  async #pump(part: number, batches: AsyncIterable<KeyEvents>): Promise<void> {
    try {
      for await (const batch of batches) {
        if (this.#isClosed) return;
        this.#come.push({ part, batch });
        this.#wake();
        await this.#whenRoom();
      }
    } catch (error) {
      this.#failure ??= { error };
      this.#wake();
    }
  }

  async #whenRoom(): Promise<void> {
    while (this.#come.length >= this.#most && !this.#isClosed)
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #makeRoom(): void {
    for (const goOn of this.#waiting) goOn();
    this.#waiting.clear();
  }

  #arrival(milliseconds: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
    });
  }
}
