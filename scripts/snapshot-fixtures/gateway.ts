/** etcd's JSON gateway: 64-bit numbers are decimal strings, bytes are base64. What is zero is left out. */
export interface GatewayKeyValue {
  readonly key: string;
  readonly create_revision?: string;
  readonly mod_revision?: string;
  readonly version?: string;
  readonly value?: string;
  readonly lease?: string;
}

export interface GatewayEvent {
  /** Absent for a put. */
  readonly type?: "DELETE";
  readonly kv: GatewayKeyValue;
}

export interface RangeAnswer {
  readonly header: { readonly revision: string };
  readonly kvs?: readonly GatewayKeyValue[];
}

interface WatchAnswer {
  readonly result: {
    readonly created?: boolean;
    readonly compact_revision?: string;
    readonly events?: readonly GatewayEvent[];
  };
}

export type Put = { readonly key: string; readonly value: string | Uint8Array; readonly lease?: string };

const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString("base64");
const endKey = "~end";
const everyKey = { key: base64("\0"), range_end: base64("\0") };

/** What fixtures are made with: few calls to a real etcd. */
export class Gateway {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  async put({ key, value, ...rest }: Put): Promise<void> {
    await this.call("/v3/kv/put", { key: base64(key), value: base64(value), ...rest });
  }

  /** Several puts as one revision. */
  async putTogether(puts: readonly Put[]): Promise<void> {
    const success = puts.map(({ key, value, ...rest }) => ({
      request_put: { key: base64(key), value: base64(value), ...rest },
    }));
    await this.call("/v3/kv/txn", { success });
  }

  async remove(key: string): Promise<void> {
    await this.call("/v3/kv/deleterange", { key: base64(key) });
  }

  async compact(revision: bigint): Promise<void> {
    await this.call("/v3/kv/compaction", { revision: String(revision), physical: true });
  }

  async grantLease(id: string, seconds: number): Promise<void> {
    await this.call("/v3/lease/grant", { ID: id, TTL: String(seconds) });
  }

  async revision(): Promise<bigint> {
    const { header } = await this.#range({ count_only: true });
    return BigInt(header.revision);
  }

  /** All keys at a revision; `undefined` where etcd says that it is compacted. */
  async state(revision: bigint): Promise<readonly GatewayKeyValue[] | undefined> {
    const answer = await this.#range({ revision: String(revision) }).catch((error: unknown) => {
      if (String(error).includes("compacted")) return undefined;
      throw error;
    });
    return answer === undefined ? undefined : (answer.kvs ?? []);
  }

  /** Everything that happened from a revision on. A key is put behind it, to know where it ends. */
  async eventsSince(from: bigint): Promise<readonly GatewayEvent[]> {
    await this.put({ key: endKey, value: "" });
    const stop = new AbortController();
    const body = JSON.stringify({ create_request: { ...everyKey, start_revision: String(from) } });
    const answer = await fetch(`${this.#endpoint}/v3/watch`, { method: "POST", body, signal: stop.signal });
    const events: GatewayEvent[] = [];
    const isEnd = ({ kv }: GatewayEvent): boolean => kv.key === base64(endKey);
    for await (const { result } of lines(answer)) {
      if (result.compact_revision !== undefined) throw new Error(`compacted at ${result.compact_revision}`);
      events.push(...(result.events ?? []));
      if (events.some(isEnd)) break;
    }
    stop.abort();
    return events.filter((event) => !isEnd(event));
  }

  async call(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(this.#endpoint + path, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return await answer.json();
  }

  async #range(request: object): Promise<RangeAnswer> {
    return (await this.call("/v3/kv/range", { ...everyKey, ...request })) as RangeAnswer;
  }
}

async function* lines(answer: Response): AsyncGenerator<WatchAnswer> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) yield JSON.parse(part);
  }
}
