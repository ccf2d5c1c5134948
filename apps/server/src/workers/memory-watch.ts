import type { PoolSlot } from "./pool-slot.ts";

/**
 * How much the tasks under way have taken together. The engine tells of a thread's heap only inside that thread, where
 * a task that does not return lets nobody ask; so it is what the process has, without what the serving thread has and
 * without what the threads had before.
 */
export class MemoryWatch {
  readonly #slots: readonly PoolSlot[];
  #base: number | undefined;

  constructor(slots: readonly PoolSlot[]) {
    this.#slots = slots;
  }

  /** Is told before a task begins: where it is the first, what there is now is nobody's. */
  begin(): void {
    if (this.#slots.every(({ job }) => job === undefined)) this.#base = this.#beside();
  }

  /** Bytes that the tasks under way have taken. */
  taken(): number {
    return this.#beside() - (this.#base ?? 0);
  }

  #beside(): number {
    const { rss, heapTotal, external } = process.memoryUsage();
    return rss - heapTotal - external - this.#slots.reduce((sum, { idleHeap }) => sum + idleHeap, 0);
  }
}
