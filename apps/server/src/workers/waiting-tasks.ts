/** A task that waits for a thread, or is being done. */
export interface Job {
  readonly name: string;
  readonly input: unknown;
  readonly bytes: number;
  /** Settles it; what comes after the first time is without effect. */
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

/** Tasks in the order they came, as many and as large as allowed. */
export class WaitingTasks {
  readonly #jobs = new Set<Job>();
  readonly #most: { readonly tasks: number; readonly bytes: number };
  #bytes = 0;

  constructor(most: { readonly tasks: number; readonly bytes: number }) {
    this.#most = most;
  }

  get all(): readonly Job[] {
    return [...this.#jobs];
  }

  hasRoomFor({ bytes }: Job): boolean {
    if (this.#jobs.size === 0) return true;
    return this.#jobs.size < this.#most.tasks && this.#bytes + bytes <= this.#most.bytes;
  }

  add(job: Job): void {
    this.#jobs.add(job);
    this.#bytes += job.bytes;
  }

  /** Whether it was there. */
  remove(job: Job): boolean {
    const wasThere = this.#jobs.delete(job);
    if (wasThere) this.#bytes -= job.bytes;
    return wasThere;
  }
}
