import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type SourceAnswer, urls } from "@etcdscope/contract";
import type { EtcdProcess } from "@etcdscope/etcd-process";
import { expect } from "vitest";
import { type Digest, digestOf, etcdctlKeys } from "./digest.testing.ts";
import { Mirror } from "./mirror.testing.ts";

const program = fileURLToPath(new URL("./observed-program.testing.ts", import.meta.url));
const mebibyte = 1024 * 1024;

/** Bytes that may be in use more than at the beginning, after a fault and a collection. */
const mayGrow = 16 * mebibyte;
const largestResident = 500 * mebibyte;

export const patience = { interval: 100 };

interface Memory {
  readonly used: number;
  readonly rss: number;
}

/** How to look at etcd, and what of it the server sees. */
export interface Sound {
  /** For etcdctl. */
  readonly flags?: readonly string[];
  /** Keys that the server may see. */
  readonly only?: RegExp;
  readonly mayGrowBy?: number;
}

/** A server in a process of its own, as people run it, whose inside can be asked for. */
export class ObservedServer {
  readonly address: string;
  readonly #child: ChildProcess;
  readonly #mirrors: Mirror[] = [];
  readonly #said: { text: string };
  #questions = 0;
  #before: Memory = { used: 0, rss: 0 };

  private constructor(child: ChildProcess, address: string, said: { text: string }) {
    this.#child = child;
    this.address = address;
    this.#said = said;
  }

  /** Arguments as for `etcdscope serve`. Rejects with what it says when it ends. */
  static async start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(ETCD|NODE_OPTIONS)/.test(name));
    const child = fork(program, ["--log-level", "error", ...args], {
      execArgv: ["--conditions=etcdscope-source", "--import", "tsx", "--expose-gc"],
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const said = { text: "" };
    child.stderr?.on("data", (chunk: Buffer) => {
      said.text += chunk.toString();
    });
    const ended = once(child, "exit").then(() => Promise.reject(new Error(`the server ended: ${said.text}`)));
    ended.catch(() => undefined);
    const [{ address }] = await Promise.race([once(child, "message"), ended]);
    return new ObservedServer(child, address, said);
  }

  /** What it wrote for people and machines. */
  get said(): string {
    return this.#said.text;
  }

  get(path: string): Promise<Response> {
    return fetch(new URL(path, this.address));
  }

  async source(id = "etcd"): Promise<SourceAnswer> {
    const answer: SourceAnswer = JSON.parse(await (await this.get(urls.source(id))).text());
    return answer;
  }

  async state(id = "etcd"): Promise<string> {
    return (await this.source(id)).state;
  }

  /** Waits until there is an index; what is in use then is what it must come back to. */
  async ready(id = "etcd"): Promise<void> {
    await expect.poll(() => this.state(id), patience).toBe("ready");
    this.#before = await this.#memory();
  }

  /** Follows it as an open page does. */
  async mirror(id = "etcd"): Promise<Mirror> {
    const mirror = await Mirror.of(this.address, id);
    this.#mirrors.push(mirror);
    return mirror;
  }

  digest(id = "etcd"): Promise<Digest | undefined> {
    return this.#ask("digest", id);
  }

  /**
   * What must hold after every fault: the server runs and has logged no error, its index is what etcdctl says, pages
   * that follow have every key, and its memory is what it was.
   */
  async expectSound(etcd: EtcdProcess, { flags, only, mayGrowBy = mayGrow }: Sound = {}): Promise<void> {
    const { revision, keys: all } = await etcdctlKeys(etcd, flags);
    const keys = all.filter(
      ({ key }) => only === undefined || only.test(Buffer.from(key).toString("latin1")),
    );
    // What is newer than the last change of a part is not told to one who sees only parts.
    const expected = {
      ...digestOf(revision, keys),
      ...(only === undefined ? {} : { revision: expect.any(String) }),
    };
    await expect.poll(() => this.digest(), patience).toEqual(expected);
    expect(await this.state()).toBe("ready");
    for (const mirror of this.#mirrors)
      await expect.poll(() => mirror.digest(), patience).toBe(Mirror.digestOf(keys.map(({ key }) => key)));
    expect([this.#child.exitCode, this.#child.signalCode]).toEqual([null, null]);
    expect(this.said).not.toMatch(/"level":(50|60)|unexpected/);
    const grown = async (): Promise<number> => (await this.#memory()).used - this.#before.used;
    await expect.poll(grown, patience).toBeLessThan(mayGrowBy);
    expect((await this.#memory()).rss).toBeLessThan(largestResident);
  }

  async stop(): Promise<void> {
    for (const mirror of this.#mirrors) mirror.leave();
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.disconnect();
    await gone;
  }

  #memory(): Promise<Memory> {
    return this.#ask("memory", "");
  }

  #ask<Answer>(ask: string, source: string): Promise<Answer> {
    const id = this.#questions++;
    return new Promise((resolve) => {
      const hear = (message: { id: number; answer: Answer }): void => {
        if (message.id !== id) return;
        this.#child.off("message", hear);
        resolve(message.answer);
      };
      this.#child.on("message", hear);
      this.#child.send({ id, ask, source });
    });
  }
}
