import { MemoryWatch } from "./memory-watch.ts";
import { mostHeap, type PoolLimits, usualLimits } from "./pool-limits.ts";
import { PoolSlot } from "./pool-slot.ts";
import {
  type Errand,
  isStopping,
  type TaskTypes,
  tooManyWaiting,
  tooMuchMemory,
  type Workers,
} from "./task.ts";
import { type Job, WaitingTasks } from "./waiting-tasks.ts";
import { type ThreadStart, WorkerThread } from "./worker-thread.ts";

/**
 * Threads that do tasks one at a time each. A task that takes too long or too much memory, or whose asker has left, is
 * ended together with its thread, which is replaced; no other task is touched.
 */
export class WorkerPool<Tasks extends TaskTypes> implements Workers<Tasks> {
  readonly #limits: PoolLimits;
  readonly #slots: readonly PoolSlot[];
  readonly #waiting: WaitingTasks;
  readonly #watch: MemoryWatch;
  #looking: NodeJS.Timeout | undefined;
  #closed: Error | undefined;

  constructor(start: Pick<ThreadStart, "entry" | "settings">, limits: Partial<PoolLimits> = {}) {
    this.#limits = { ...usualLimits, ...limits };
    const { threads, waiting, waitingBytes } = this.#limits;
    const startThread = (): WorkerThread => new WorkerThread({ ...start, mostHeap });
    this.#slots = Array.from({ length: threads }, (_, at) => new PoolSlot(at > 0, startThread));
    this.#waiting = new WaitingTasks({ tasks: waiting, bytes: waitingBytes });
    this.#watch = new MemoryWatch(this.#slots);
  }

  /** Starts the thread that ordinary values need, before one is asked for. */
  async warmUp(): Promise<void> {
    await this.#slots[0]?.warmUp();
  }

  /** Tasks that wait for a thread. */
  get waiting(): number {
    return this.#waiting.all.length;
  }

  run<Name extends keyof Tasks & string>(
    name: Name,
    input: Tasks[Name]["input"],
    { signal, bytes }: Errand,
  ): Promise<Tasks[Name]["output"]> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (this.#closed !== undefined) throw this.#closed;
      const tooLate = setTimeout(() => this.#withdraw(job, tooManyWaiting()), this.#limits.patience);
      const left = (): void => this.#leave(job, signal.reason);
      const over = (): void => {
        clearTimeout(tooLate);
        signal.removeEventListener("abort", left);
      };
      const job: Job = {
        name,
        input,
        bytes,
        resolve: (output) => {
          over();
          resolve(output);
        },
        reject: (error) => {
          over();
          reject(error);
        },
      };
      signal.addEventListener("abort", left);
      this.#enter(job);
    });
  }

  async close(): Promise<void> {
    const closed = isStopping();
    this.#closed = closed;
    for (const job of this.#waiting.all) this.#withdraw(job, closed);
    for (const slot of this.#slots) slot.stop(closed);
    await Promise.all(this.#slots.map((slot) => slot.end()));
  }

  #enter(job: Job): void {
    if (!this.#waiting.hasRoomFor(job)) {
      job.reject(tooManyWaiting());
      return;
    }
    this.#waiting.add(job);
    this.#dispatch();
  }

  /** A task that was begun with goes on. */
  #withdraw(job: Job, reason: unknown): void {
    if (this.#waiting.remove(job)) job.reject(reason);
  }

  /** A thread is worth more than the rest of a short task: only one that goes on is ended. */
  #leave(job: Job, reason: unknown): void {
    this.#waiting.remove(job);
    job.reject(reason);
    const slot = this.#slots.find((one) => one.job === job);
    if (slot === undefined) return;
    setTimeout(() => {
      if (slot.job === job) slot.stop(reason);
    }, this.#limits.leaving);
  }

  #dispatch(): void {
    for (const job of this.#waiting.all) {
      const slot = this.#slotFor(job);
      if (slot === undefined) continue;
      this.#waiting.remove(job);
      void this.#perform(slot, job);
    }
  }

  /** Of the free places one that runs already: a server with little to do has one thread. */
  #slotFor(job: Job): PoolSlot | undefined {
    const free = this.#slots.filter(
      (slot) => slot.job === undefined && (slot.takesLarge || !this.#isLarge(job)),
    );
    return free.find(({ isStarted }) => isStarted) ?? free[0];
  }

  async #perform(slot: PoolSlot, job: Job): Promise<void> {
    const { deadline, smallDeadline, keptHeap } = this.#limits;
    this.#watch.begin();
    this.#looking ??= setInterval(() => this.#look(), this.#limits.look);
    await slot.perform(job, this.#isLarge(job) ? deadline : smallDeadline, keptHeap);
    if (this.#closed !== undefined) await slot.end();
    if (this.#busy().length === 0) this.#stopLooking();
    this.#dispatch();
  }

  /** Which task takes the memory is not known: the one that has most to read is ended, then the next. */
  #look(): void {
    const busy = this.#busy();
    if (this.#watch.taken() <= this.#limits.memory * busy.length) return;
    const [largest] = busy.toSorted((a, b) => (b.job?.bytes ?? 0) - (a.job?.bytes ?? 0));
    largest?.stop(tooMuchMemory());
  }

  #busy(): PoolSlot[] {
    return this.#slots.filter(({ job }) => job !== undefined);
  }

  #stopLooking(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #isLarge({ bytes }: Job): boolean {
    return bytes > this.#limits.smallTask;
  }
}
