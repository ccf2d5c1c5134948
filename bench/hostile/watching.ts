import { readFileSync, writeFileSync } from "node:fs";
import { cpuOf, memoryOf, type Served } from "../million/program.ts";
import { ask } from "./asking.ts";

/** What a server went through while something was done to it. */
export interface Watched {
  readonly cpu: number;
  /** MiB resident at most. */
  readonly peak: number;
  /** Milliseconds that /healthz took, in ascending order. */
  readonly health: readonly number[];
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Does something to a server while /healthz is asked all the time, with 10 ms between an answer and the next question. */
export async function watch({ child, address }: Served, work: () => Promise<void>): Promise<Watched> {
  // Linux begins to count the peak anew.
  writeFileSync(`/proc/${child.pid}/clear_refs`, "5");
  const before = cpuOf(child);
  const health: number[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const begun = performance.now();
      const { outcome } = await ask(address, { path: "/healthz" });
      if (outcome !== "ok") throw new Error(`/healthz: ${outcome}`);
      health.push(performance.now() - begun);
      await pause(10);
    }
  })();
  await work();
  isOver = true;
  await asking;
  return {
    cpu: cpuOf(child) - before,
    peak: memoryOf(child).peak,
    health: health.toSorted((a, b) => a - b),
  };
}

/** The figure below which a share of them lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The machine, for whoever reads the figures. */
export function machine(): string {
  const model = /model name\s*: (.*)/.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? "unknown processor";
  const load = readFileSync("/proc/loadavg", "utf8").split(" ").slice(0, 1).join("");
  return `${model}; load average at the start ${load}`;
}
