import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One etcd of its own, on free loopback ports, with a fresh data folder. */
export interface EtcdProcess {
  readonly endpoint: string;
  readonly dataFolder: string;
  /** Ends the process; the data folder stays. */
  stop(): Promise<void>;
  /** Ends the process and removes its data. */
  remove(): Promise<void>;
}

/** Starts `binary`; `dataFolder` may be one that a restore has made. */
export async function startEtcd(binary: string, dataFolder?: string): Promise<EtcdProcess> {
  const folder = dataFolder ?? join(await mkdtemp(join(tmpdir(), "etcdscope-fixture-")), "data");
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const peer = `http://127.0.0.1:${await freePort()}`;
  const options = { name: "default", "data-dir": folder, logger: "zap", "log-outputs": "/dev/null" };
  const urls = {
    "listen-client-urls": endpoint,
    "advertise-client-urls": endpoint,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `default=${peer}`,
  };
  const flags = Object.entries({ ...options, ...urls }).flatMap(([flag, value]) => [`--${flag}`, value]);
  const child = spawn(binary, [...flags, "--max-request-bytes", "33554432"], { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await ready(endpoint, child);
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
  };
  const remove = async (): Promise<void> => {
    await stop();
    await rm(folder, { recursive: true });
  };
  return { endpoint, dataFolder: folder, stop, remove };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

async function ready(endpoint: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`etcd ended with ${child.exitCode}`);
    const answer = await fetch(`${endpoint}/health`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("etcd does not become healthy");
}
