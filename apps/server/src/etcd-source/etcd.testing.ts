import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { type EtcdProcess, findEtcd } from "@etcdscope/etcd-process";
import {
  type ContractStep,
  type KeyEvents,
  type KeySource,
  type PrepareSource,
  SourceFault,
} from "@etcdscope/keyspace";
import { Etcd3 } from "etcd3";

/** The etcd in the folder `ETCD_FOLDER`, else on the PATH; says why tests are skipped when there is none. */
export const etcdBinary = findEtcd(process.env["ETCD_FOLDER"]);
if (etcdBinary === undefined) {
  console.warn(
    "No etcd on the PATH (Debian: etcd-server, etcd-client): tests against a real one are skipped.",
  );
}

/** Writes to a real etcd as any client would, past the source that is tested. */
export class EtcdWriter {
  readonly #client: Etcd3;

  constructor(etcd: EtcdProcess, auth?: { username: string; password: string }) {
    this.#client = new Etcd3({ hosts: etcd.endpoint, ...(auth === undefined ? {} : { auth }) });
  }

  async put(key: Uint8Array, value: Uint8Array): Promise<bigint> {
    const { header } = await this.#client.kv.put({ key: Buffer.from(key), value: Buffer.from(value) });
    return BigInt(header.revision);
  }

  async delete(key: Uint8Array): Promise<bigint> {
    const { header } = await this.#client.kv.deleteRange({ key: Buffer.from(key) });
    return BigInt(header.revision);
  }

  async compact(revision: bigint): Promise<void> {
    await this.#client.kv.compact({ revision: String(revision), physical: true });
  }

  /** No keys and no history: what an etcd that never held anything looks like, but for its revision. */
  async clear(): Promise<void> {
    const all = Buffer.from([0]);
    await this.#client.kv.deleteRange({ key: all, range_end: all });
    // From 3.5.16 on, etcd keeps the deletions that were made at the very revision of a compaction.
    const last = bytesOf("/cleared");
    await this.put(last, last);
    await this.compact(await this.delete(last)).catch((error: Error) => {
      if (!error.message.includes("compacted")) {
        throw error;
      }
    });
  }

  /** Puts in one transaction: all in one revision. */
  async putTogether(pairs: readonly (readonly [key: Uint8Array, value: Uint8Array])[]): Promise<bigint> {
    const success = pairs.map(([key, value]) => ({
      request_put: { key: Buffer.from(key), value: Buffer.from(value) },
    }));
    const { header } = await this.#client.kv.txn({ success });
    return BigInt(header.revision);
  }

  async perform(script: readonly ContractStep[]): Promise<bigint[]> {
    const revisions: bigint[] = [];
    for (const step of script) {
      revisions.push(await this.#perform(step, revisions));
    }
    return revisions;
  }

  async #perform(step: ContractStep, revisions: readonly bigint[]): Promise<bigint> {
    if (step.type === "put") {
      return this.put(step.key, step.value);
    }
    if (step.type === "delete") {
      return this.delete(step.key);
    }
    await this.compact(revisions[step.toStep]!);
    return revisions.at(-1)!;
  }

  close(): void {
    this.#client.close();
  }
}

/** Prepares sources for the contract on one etcd, emptied before each script. */
export function prepareOn(writer: EtcdWriter, open: () => Promise<KeySource>): PrepareSource {
  return async (script) => {
    await writer.clear();
    const revisions = await writer.perform(script);
    return { source: await open(), revisions, change: (more) => writer.perform(more) };
  };
}

/** A TCP proxy that can be cut: what lies between the source and etcd. */
export class CuttableProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Bytes from etcd after which the next cuts come by themselves. */
  #cutsAfter: number[] = [];
  #passed = 0;
  /** Connections that clients have made so far. */
  connections = 0;
  /** Cuts so far. */
  cuts = 0;
  /** Whether new connections are let through. */
  isOpen = true;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** To a port, or to the one that counts when somebody connects. */
  static async to(port: number | (() => number)): Promise<CuttableProxy> {
    const portNow = typeof port === "number" ? () => port : port;
    const server = createServer();
    const proxy = new CuttableProxy(server);
    server.on("connection", (near) => proxy.#join(near, connect(portNow(), "127.0.0.1")));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get endpoint(): string {
    const address = this.#server.address();
    return typeof address === "object" ? `http://127.0.0.1:${address?.port}` : "";
  }

  /** Cuts once after so many bytes from etcd, then after so many more, and so on. */
  cutAfter(bytes: readonly number[]): void {
    this.#cutsAfter = [...bytes];
    this.#passed = 0;
  }

  /** Nothing passes any more on the connections there are, and nobody is told. */
  hold(): void {
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  /** Drops every connection there is; new ones are let through. */
  cut(): void {
    this.cuts++;
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  async close(): Promise<void> {
    this.#server.close();
    this.cut();
  }

  #count(bytes: number): void {
    this.#passed += bytes;
    if (this.#passed < (this.#cutsAfter[0] ?? Number.POSITIVE_INFINITY)) return;
    this.#cutsAfter.shift();
    this.#passed = 0;
    this.cut();
  }

  #join(near: Socket, far: Socket): void {
    if (!this.isOpen) {
      near.destroy();
      far.on("error", () => undefined).destroy();
      return;
    }
    this.connections++;
    far.on("data", (data) => this.#count(data.length));
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export async function keysOf(source: KeySource): Promise<Uint8Array[]> {
  const keys: Uint8Array[] = [];
  for await (const page of source.listKeys()) {
    keys.push(...page.keys.map((meta) => meta.key));
  }
  return keys;
}

/** Follows as the server does: over every lost connection, from the last batch's revision + 1. */
export async function* followOver(source: KeySource, fromRevision: bigint): AsyncGenerator<KeyEvents> {
  let next = fromRevision;
  for (;;) {
    try {
      for await (const batch of source.follow!(next, new AbortController().signal)) {
        next = batch.revision + 1n;
        yield batch;
      }
    } catch (error) {
      if (!(error instanceof SourceFault && error.code === "source_unavailable")) {
        throw error;
      }
    }
  }
}
