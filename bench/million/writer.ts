/** One put every ten milliseconds, and how long each took: what the others of an etcd feel of a listing. */
import { Etcd3 } from "etcd3";

export interface Waits {
  readonly puts: number;
  readonly p99: number;
  readonly worst: number;
}

const every = 10;

export class Writer {
  readonly #client: Etcd3;
  readonly #key = Buffer.from("/bench/writer");
  #waits: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #open = new Set<Promise<void>>();

  constructor(endpoint: string) {
    this.#client = new Etcd3({ hosts: endpoint });
  }

  /** Waits for no answer before the next put. */
  async start(): Promise<void> {
    await this.#put();
    this.#waits = [];
    this.#timer = setInterval(() => {
      const put = this.#put().finally(() => this.#open.delete(put));
      this.#open.add(put);
    }, every);
  }

  async stop(): Promise<Waits> {
    clearInterval(this.#timer);
    await Promise.all(this.#open);
    const sorted = this.#waits.toSorted((left, right) => left - right);
    return { puts: sorted.length, p99: shareOf(sorted, 0.99), worst: sorted.at(-1) ?? 0 };
  }

  close(): void {
    this.#client.close();
  }

  async #put(): Promise<void> {
    const begun = performance.now();
    await this.#client.kv.put({ key: this.#key, value: Buffer.from(String(begun)) });
    this.#waits.push(performance.now() - begun);
  }
}

/** The value below which such a share of sorted numbers lies. */
export function shareOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
