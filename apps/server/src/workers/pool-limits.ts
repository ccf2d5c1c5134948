import { availableParallelism } from "node:os";

/** What a pool may take. Times are milliseconds. */
export interface PoolLimits {
  /** Threads at most: at least two, of which one takes nothing but small tasks. */
  readonly threads: number;
  /** Bytes of values up to which a task is small. */
  readonly smallTask: number;
  /** How long a task may take from when it is begun: a small one, and any other. */
  readonly smallDeadline: number;
  readonly deadline: number;
  /** How long a task whose asker has left may go on before its thread is ended. */
  readonly leaving: number;
  /** Tasks that wait at most, the bytes of their values together, and how long one waits. */
  readonly waiting: number;
  readonly waitingBytes: number;
  readonly patience: number;
  /** Bytes of memory that a task may take. */
  readonly memory: number;
  /** Bytes of a thread's heap above which it is made anew after its task. */
  readonly keptHeap: number;
  /** Milliseconds between two looks at the memory. */
  readonly look: number;
}

const mebibyte = 1024 * 1024;

/**
 * One thread fewer than there are cores, so that the one that serves has its own; two at least, so that an ordinary
 * value never waits for a large one.
 */
export const usualLimits: PoolLimits = {
  threads: Math.max(2, availableParallelism() - 1),
  smallTask: 256 * 1024,
  smallDeadline: 10_000,
  deadline: 20_000,
  leaving: 300,
  waiting: 64,
  waitingBytes: 256 * mebibyte,
  patience: 30_000,
  memory: 768 * mebibyte,
  keptHeap: 192 * mebibyte,
  look: 25,
};

/**
 * MiB of heap at which the engine itself ends a thread. It is far above what a task may take, because an engine at its
 * limit ends the whole process where one array or map alone would go beyond it; the watch over the memory comes first.
 */
export const mostHeap = 4096;
