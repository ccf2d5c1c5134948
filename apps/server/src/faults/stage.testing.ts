import { type EtcdProcess, type EtcdProcessOptions, startEtcd } from "@etcdscope/etcd-process";
import { etcdBinary } from "../etcd-source/etcd.testing.ts";
import { ObservedServer } from "./observed-server.testing.ts";

export interface ServerOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What one test plays on: all that it starts is ended with it, the last first. */
export class Stage {
  readonly #ends: (() => Promise<unknown>)[] = [];

  /** Ends this, too, at the end. */
  onEnd(end: () => Promise<unknown>): void {
    this.#ends.push(end);
  }

  async etcd(options: Omit<EtcdProcessOptions, "binary"> = {}): Promise<EtcdProcess> {
    const etcd = await startEtcd({ binary: etcdBinary!, ...options });
    this.onEnd(() => etcd.stop());
    return etcd;
  }

  /** A server that has its index. */
  async server(endpoints: string, more: ServerOptions = {}): Promise<ObservedServer> {
    const server = await this.waitingServer(endpoints, more);
    await server.ready();
    return server;
  }

  /** A server that may be away. */
  async waitingServer(endpoints: string, { args = [], env = {} }: ServerOptions): Promise<ObservedServer> {
    const server = await ObservedServer.start(["--endpoints", endpoints, ...args], env);
    this.onEnd(() => server.stop());
    return server;
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}
