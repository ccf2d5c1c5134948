import { setTimeout as delay } from "node:timers/promises";
import type { EtcdProcess } from "@etcdscope/etcd-process";

const base64 = (text: string): string => Buffer.from(text, "latin1").toString("base64");

/** Keeps writing until it is told to stop: puts, and now and then a deletion, by way of whichever member answers. */
export class Scribbler {
  written = 0;
  readonly #members: readonly EtcdProcess[];
  readonly #pause: number;
  readonly #work: Promise<void>;
  #isStopped = false;
  #member = 0;

  /** Milliseconds between two writes. */
  constructor(members: readonly EtcdProcess[], pause = 2) {
    this.#members = members;
    this.#pause = pause;
    this.#work = this.#write();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work;
  }

  /** Resolves when so many more writes are done. */
  async more(count: number): Promise<void> {
    const until = this.written + count;
    while (this.written < until) await delay(10);
  }

  async #write(): Promise<void> {
    for (let at = 0; !this.#isStopped; at++) {
      const key = base64(`/scribble/${at % 13}/${at % 211}${at % 3 === 0 ? "/\xff" : ""}`);
      const isDone =
        at % 5 === 4
          ? await this.#try("deleterange", { key })
          : await this.#try("put", { key, value: base64(`value ${at}`) });
      if (isDone) this.written++;
      await delay(isDone ? this.#pause : 50);
    }
  }

  async #try(call: string, body: unknown): Promise<boolean> {
    const member = this.#members[this.#member % this.#members.length];
    try {
      const signal = AbortSignal.timeout(1000);
      const answer = await fetch(`${member?.endpoint}/v3/kv/${call}`, {
        method: "POST",
        body: JSON.stringify(body),
        signal,
      });
      await answer.arrayBuffer();
      if (answer.ok) return true;
    } catch {
      // The next member may answer.
    }
    this.#member++;
    return false;
  }
}
