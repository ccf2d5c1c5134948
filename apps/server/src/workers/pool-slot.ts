import { toCross } from "./crossing.ts";
import { tookTooLong } from "./task.ts";
import type { Job } from "./waiting-tasks.ts";
import type { WorkerThread } from "./worker-thread.ts";

/** A place for a thread, which is started when a task needs one, and made anew after one that was ended. */
export class PoolSlot {
  /** Whether tasks of any size come here, or small ones alone. */
  readonly takesLarge: boolean;
  readonly #start: () => WorkerThread;
  #thread: WorkerThread | undefined;
  #job: Job | undefined;
  #stop: ((reason: unknown) => void) | undefined;

  constructor(takesLarge: boolean, start: () => WorkerThread) {
    this.takesLarge = takesLarge;
    this.#start = start;
  }

  /** What is being done. */
  get job(): Job | undefined {
    return this.#job;
  }

  get isStarted(): boolean {
    return this.#thread !== undefined;
  }

  /** Bytes of the thread's heap when it last had nothing to do. */
  get idleHeap(): number {
    return this.#thread?.heap ?? 0;
  }

  async warmUp(): Promise<void> {
    this.#thread ??= this.#start();
    await this.#thread.ready;
  }

  /** Does a task within `time` milliseconds of its beginning; a thread whose heap is above `keptHeap` then is ended. */
  async perform(job: Job, time: number, keptHeap: number): Promise<void> {
    this.#job = job;
    try {
      job.resolve(await this.#outputOf(job, time));
    } catch (error) {
      job.reject(error);
    }
    if (this.#thread?.isIdle !== true || this.idleHeap > keptHeap) await this.end();
    this.#job = undefined;
  }

  /** Ends the task that is being done. */
  stop(reason: unknown): void {
    this.#stop?.(reason);
  }

  async end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }

  async #outputOf(job: Job, time: number): Promise<unknown> {
    const stopped = new Promise<never>((_, reject) => {
      this.#stop = reject;
    });
    const started = this.warmUp();
    await Promise.race([started, stopped]);
    const timer = setTimeout(() => this.stop(tookTooLong(time / 1000)), time);
    try {
      const output = this.#thread?.run(job.name, toCross(job.input));
      return await Promise.race([output, stopped]);
    } finally {
      clearTimeout(timer);
      this.#stop = undefined;
    }
  }
}
