import type { PoolLimits } from "./pool-limits.ts";
import type { ValueTasks } from "./value-tasks.ts";
import type { ValueSettings } from "./value-tools.ts";
import { WorkerPool } from "./worker-pool.ts";

/** This module runs as it is written, or compiled: the threads' does in the same way. */
const entry = new URL(
  import.meta.url.endsWith(".ts") ? "./value-entry.ts" : "./value-entry.js",
  import.meta.url,
);

/** Threads that make answers of stored values. */
export function valuePool(settings: ValueSettings, limits: Partial<PoolLimits> = {}): WorkerPool<ValueTasks> {
  return new WorkerPool<ValueTasks>({ entry, settings }, limits);
}
