import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { EtcdBinary } from "../binary/etcd-binary.ts";
import { freePorts } from "./free-port.ts";

export interface EtcdProcessOptions {
  readonly binary: EtcdBinary;
  /** More arguments for etcd: `["--auto-compaction-retention=1h"]`. */
  readonly args?: readonly string[];
  /** Where it listens for clients besides its port: `["unix://localhost:1"]` is a file of that name in its folder. */
  readonly moreClientUrls?: readonly string[];
  /** Milliseconds within which it must answer, two minutes when absent. */
  readonly readyWithin?: number;
  /** Clients speak TLS: the server's files, and what `etcdctl` needs to reach it. */
  readonly tls?: { readonly serverArgs: readonly string[]; readonly clientArgs: readonly string[] };
  /** Its name, and the members it starts with as etcd writes them (`name=peer URL,…`); alone when absent. */
  readonly member?: { readonly name: string; readonly initialCluster: string };
}

/** What a run of etcdctl left. */
export interface EtcdctlResult {
  readonly stdout: Buffer;
  readonly stderr: string;
}

const usualReadyWithin = 120_000;
const largestOutput = 512 * 1024 * 1024;

const alone = (peerUrl: string) => ({ name: "etcdscope-test", initialCluster: `etcdscope-test=${peerUrl}` });

/** One that is alone elects itself, however slow the machine is: it need not wait a second for votes before. */
const quickElection = ["--heartbeat-interval=10", "--election-timeout=100"];

/** Starts several that are one cluster, and waits until each of them answers. */
export async function startCluster(size: number, options: EtcdProcessOptions): Promise<EtcdProcess[]> {
  const ports = await freePorts(2 * size);
  const peers = ports.slice(size).map((port, at) => ({ name: `member-${at + 1}`, port }));
  const initialCluster = peers.map(({ name, port }) => `${name}=http://127.0.0.1:${port}`).join(",");
  const members = await Promise.all(
    peers.map(async ({ name, port }, at) => {
      const folder = await mkdtemp(join(tmpdir(), "etcdscope-etcd-"));
      return new EtcdProcess({ ...options, member: { name, initialCluster } }, folder, ports[at] ?? 0, port);
    }),
  );
  try {
    await Promise.all(members.map((member) => member.restart()));
    return members;
  } catch (error) {
    await Promise.all(members.map((member) => member.stop()));
    throw error;
  }
}

/** Starts a single etcd on free loopback ports with a data folder of its own, and waits until it answers. */
export async function startEtcd(options: EtcdProcessOptions): Promise<EtcdProcess> {
  const folder = await mkdtemp(join(tmpdir(), "etcdscope-etcd-"));
  const [clientPort = 0, peerPort = 0] = await freePorts(2);
  const etcd = new EtcdProcess(options, folder, clientPort, peerPort);
  try {
    await etcd.restart();
  } catch (error) {
    await etcd.stop();
    throw error;
  }
  return etcd;
}

/** One real etcd, to be cut, frozen, killed and started again. Its ports and data outlive a kill, not `stop`. */
export class EtcdProcess {
  /** URL of its clients. */
  readonly endpoint: string;
  readonly clientPort: number;
  /** Where its data lies; gone after `stop`. */
  readonly folder: string;
  readonly #options: EtcdProcessOptions;
  readonly #peerUrl: string;
  #child: ChildProcess | undefined;
  #log = "";

  constructor(options: EtcdProcessOptions, folder: string, clientPort: number, peerPort: number) {
    this.#options = options;
    this.folder = folder;
    this.clientPort = clientPort;
    this.endpoint = `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${clientPort}`;
    this.#peerUrl = `http://127.0.0.1:${peerPort}`;
  }

  get version(): string {
    return this.#options.binary.version;
  }

  /** Its process; `undefined` while it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What etcd said lately. */
  get log(): string {
    return this.#log;
  }

  /** Starts it on the same ports and data, and waits until it answers. */
  async restart(): Promise<void> {
    this.#child = spawn(this.#options.binary.etcd, this.#args(), {
      stdio: ["ignore", "ignore", "pipe"],
      // Where it makes its Unix sockets.
      cwd: this.folder,
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#log = (this.#log + text).slice(-20_000);
    });
    process.once("exit", this.#killNow);
    await this.#ready();
  }

  /** Ends it as a power cut would; resolves when it is gone. */
  async kill9(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Freezes it: connections stay open and nothing answers. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    await this.#end("SIGKILL");
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs etcdctl against it; rejects with etcdctl's words when it fails. */
  etcdctl(...args: readonly string[]): Promise<EtcdctlResult> {
    const flags = [`--endpoints=${this.endpoint}`, ...(this.#options.tls?.clientArgs ?? [])];
    return new Promise((resolve, reject) => {
      execFile(
        this.#options.binary.etcdctl,
        [...flags, ...args],
        { encoding: "buffer", maxBuffer: largestOutput, env: { ...process.env, ETCDCTL_API: "3" } },
        (error, stdout, stderr) => {
          const said = stderr.toString("utf8");
          error === null
            ? resolve({ stdout, stderr: said })
            : reject(new Error(`etcdctl ${args[0]}: ${said}`));
        },
      );
    });
  }

  #args(): string[] {
    const { name, initialCluster } = this.#options.member ?? alone(this.#peerUrl);
    return [
      `--name=${name}`,
      `--data-dir=${join(this.folder, "data")}`,
      `--listen-client-urls=${[this.endpoint, ...(this.#options.moreClientUrls ?? [])].join(",")}`,
      `--advertise-client-urls=${this.endpoint}`,
      `--listen-peer-urls=${this.#peerUrl}`,
      `--initial-advertise-peer-urls=${this.#peerUrl}`,
      `--initial-cluster=${initialCluster}`,
      "--logger=zap",
      ...(this.#options.member === undefined ? quickElection : []),
      ...(canSkipFsync(this.version) ? ["--unsafe-no-fsync"] : []),
      ...(this.#options.tls?.serverArgs ?? []),
      ...(this.#options.args ?? []),
    ];
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + (this.#options.readyWithin ?? usualReadyWithin);
    while (!(await this.#answers())) {
      if (this.#child?.exitCode !== null || Date.now() > deadline) {
        throw new Error(`etcd did not start:\n${this.#log}`);
      }
      await delay(20);
    }
  }

  /** A linearizable read; being refused for want of a password is an answer too. */
  async #answers(): Promise<boolean> {
    try {
      await this.etcdctl("--command-timeout=1s", "get", "\x01");
      return true;
    } catch (error) {
      return error instanceof Error && /user name is empty|permission denied/.test(error.message);
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    process.off("exit", this.#killNow);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  /** Nothing that a test run started survives it. */
  readonly #killNow = () => {
    this.#child?.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

/** `--unsafe-no-fsync` came with 3.5: tests need no disk that outlives the machine. */
function canSkipFsync(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= 5);
}
