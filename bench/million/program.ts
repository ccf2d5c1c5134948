/** Programs that are measured from outside: their time, and their memory as Linux counts it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export interface Run {
  readonly milliseconds: number;
  /** MiB that were resident at most. */
  readonly peak: number;
}

/** Runs a program to its end; what it prints goes nowhere. */
export async function run(command: string, args: readonly string[]): Promise<Run> {
  const begun = performance.now();
  const child = spawn(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ETCDCTL_API: "3" },
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryOf(child).peak);
  }, 5);
  const [code] = await once(child, "exit");
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}`);
  return { milliseconds: performance.now() - begun, peak };
}

/** MiB resident now and at most; 0 once it has ended. */
export function memoryOf({ pid }: ChildProcess): { now: number; peak: number } {
  let status = "";
  try {
    status = readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    // It has just ended.
  }
  const mebibytes = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  return { now: mebibytes("VmRSS"), peak: mebibytes("VmHWM") };
}

/** CPU seconds so far. */
export function cpuOf({ pid }: Pick<ChildProcess, "pid">): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

export interface Served {
  readonly child: ChildProcess;
  readonly address: string;
  /** When the process was started, on the clock of `performance`. */
  readonly begun: number;
  stop(): Promise<void>;
}

/** Starts the built etcdscope and waits until it says where it listens. */
export async function serve(args: readonly string[]): Promise<Served> {
  const begun = performance.now();
  const all = ["apps/server/bin/etcdscope.js", "--port", "0", "--log-level", "error", ...args];
  const child = spawn(process.execPath, all, { stdio: ["ignore", "pipe", "inherit"] });
  const [line]: string[] = await once(createInterface(child.stdout), "line");
  const address = line?.match(/http\S+/)?.[0] ?? "";
  const stop = async (): Promise<void> => {
    child.kill();
    await once(child, "exit");
  };
  return { child, address, begun, stop };
}
