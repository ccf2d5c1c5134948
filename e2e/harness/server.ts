import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../apps/server/bin/etcdscope.js", import.meta.url));

export interface RunningServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the built etcdscope with these arguments on a free port and waits for the address it prints. */
export async function startServer(args: readonly string[]): Promise<RunningServer> {
  const child = spawn(process.execPath, [program, "serve", "--port", "0", "--log-level", "error", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await addressOf(child);
  return { url, stop: () => stop(child) };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("no stdout");
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /http:\/\/[^\s/]+/.exec(line);
    if (found !== null) return found[0];
  }
  throw new Error("etcdscope ended before it said its address");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}
