import { Worker } from "node:worker_threads";
import type { Crossing } from "./crossing.ts";
import { errorOf, type TaskAnswer, tooMuchMemory } from "./task.ts";
import type { ThreadMessage } from "./thread-entry.ts";

/** What a thread is started with. */
export interface ThreadStart {
  /** The module that calls `serveTasks`, beside this one; `.ts` or `.js` as this one is. */
  readonly entry: URL;
  /** What that module makes its tools from: data. */
  readonly settings: unknown;
  /** MiB of heap beyond which a thread ends by itself. */
  readonly mostHeap: number;
}

interface Waiting {
  resolve(answer: TaskAnswer | null): void;
  reject(error: unknown): void;
}

/** One thread that does one task at a time. Once it has failed or ended, every task fails. */
export class WorkerThread {
  /** Resolves when it can take tasks; rejects when it cannot be started. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  #waiting: Waiting | undefined;
  #lost: Error | undefined;
  #heap = 0;

  constructor(start: ThreadStart) {
    this.#worker = makeWorker(start);
    this.#worker.unref();
    this.#worker.on("message", ({ answer, heap }: ThreadMessage) => {
      this.#heap = heap;
      this.#take()?.resolve(answer);
    });
    this.#worker.on("error", (error) => this.#lose(isOutOfMemory(error) ? tooMuchMemory() : error));
    this.#worker.on("exit", () => this.#lose(new Error("The worker thread has ended.")));
    this.ready = this.#next().then(() => undefined);
    // Whoever gives it a task learns of a start that failed.
    this.ready.catch(() => undefined);
  }

  /** Bytes of its heap when it last had nothing to do. */
  get heap(): number {
    return this.#heap;
  }

  /** Whether it lives and has nothing to do. */
  get isIdle(): boolean {
    return this.#lost === undefined && this.#waiting === undefined;
  }

  async run(name: string, { data, transfer }: Crossing): Promise<unknown> {
    const answered = this.#next();
    if (this.#lost === undefined) this.#worker.postMessage({ name, input: data }, [...transfer]);
    const answer = await answered;
    if (answer !== null && "output" in answer) return answer.output;
    throw answer === null ? new Error("The worker thread began anew.") : errorOf(answer);
  }

  /** Ends it whatever it does, an endless loop included. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #next(): Promise<TaskAnswer | null> {
    return new Promise((resolve, reject) => {
      if (this.#lost === undefined) this.#waiting = { resolve, reject };
      else reject(this.#lost);
    });
  }

  #take(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  #lose(error: Error): void {
    this.#lost ??= error;
    this.#take()?.reject(this.#lost);
  }
}

function makeWorker({ entry, settings, mostHeap }: ThreadStart): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: mostHeap };
  const workerData = { entry: entry.href, settings };
  if (!entry.pathname.endsWith(".ts")) return new Worker(entry, { resourceLimits, workerData });
  const execArgv = ["--conditions=etcdscope-source"];
  return new Worker(new URL("./from-source.mjs", import.meta.url), { resourceLimits, workerData, execArgv });
}

function isOutOfMemory(error: Error): boolean {
  return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
