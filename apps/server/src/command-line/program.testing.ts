import { type ChildProcess, type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const checkout = fileURLToPath(new URL("../../../../", import.meta.url));
const program = fileURLToPath(new URL("../../bin/etcdscope.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ServeOptions extends RunOptions {
  /** An open file that takes what it says, in the place of a pipe. */
  readonly stderr?: number;
}

type Running = ChildProcessByStdio<Writable, Readable, Readable>;

/** Brings the program up to date with its source: what runs here is what people run. */
export function buildProgram(): void {
  execFileSync("node", ["node_modules/typescript/bin/tsc", "-b", "apps/server"], { cwd: checkout });
}

export function start(args: readonly string[], options: RunOptions = {}): Running {
  return spawn(process.execPath, [program, ...args], {
    ...ofProcess(options),
    stdio: ["pipe", "pipe", "pipe"],
  });
}

function startServing(args: readonly string[], { stderr, ...options }: ServeOptions): ChildProcess {
  const all = ["serve", "--port", "0", ...args];
  if (stderr === undefined) return start(all, options);
  return spawn(process.execPath, [program, ...all], {
    ...ofProcess(options),
    stdio: ["pipe", "pipe", stderr],
  });
}

function ofProcess({ env = {} }: RunOptions): { cwd: string; env: NodeJS.ProcessEnv } {
  const inherited = Object.entries(process.env).filter(([name]) => !/^ETCD(SCOPE|CTL)_/.test(name));
  return { cwd: checkout, env: { ...Object.fromEntries(inherited), ...env } };
}

/** Runs the program to its end. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = start(args, options);
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
  return { code: child.exitCode, stdout, stderr };
}

export interface Served {
  readonly address: string;
  /** Stops it by a signal; gives the exit code and what it wrote to stdout. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
  /** Nobody reads any more what it writes. */
  closePipes(): void;
}

/** Runs a server on a free port, once it says that it listens. */
export async function serveProgram(
  args: readonly string[] = [],
  options: ServeOptions = {},
): Promise<Served> {
  const child = startServing(args, options);
  let stdout = "";
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`the server ended: ${stderr}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      const found = /listens on (http:\S+)\n/.exec(stdout)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<Ended> => {
    child.kill(signal);
    await ended(child);
    return { code: child.exitCode, stdout, stderr };
  };
  const closePipes = (): void => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  return { address, stop, closePipes };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
