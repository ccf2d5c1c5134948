import { type Client, connectivityState } from "@grpc/grpc-js";
import { noop } from "cockatiel";
import { Etcd3, type IOptions } from "etcd3";
import { channelOptions } from "./channel-options.ts";
import type { Credentials } from "./credentials.ts";
import type { Endpoint } from "./endpoint.ts";
import type { CallBounds, Line, Session } from "./session.ts";

/** etcd3 with its pool of connections and its login, and nothing else of it. */
class PooledEtcd extends Etcd3 {
  line(): Promise<Line> {
    return this.pool.withConnection("KV", ({ client, metadata }) => ({ client, metadata }));
  }
}

/**
 * A session over the etcd3 package, without TLS: it connects and logs in. Calls go past its retries, its circuit breaker and its
 * error classes, which close the connection under other calls and keep failing after etcd is back.
 */
export class Etcd3Session implements Session {
  readonly hasUser: boolean;
  readonly #options: IOptions;
  readonly #callTimeout: number;
  #etcd: PooledEtcd;
  #line: Promise<Line> | undefined;
  #client: Client | undefined;

  constructor(endpoint: Endpoint, credentials: Credentials, bounds: CallBounds) {
    this.hasUser = credentials.user !== undefined;
    this.#options = optionsOf(endpoint, credentials, bounds);
    this.#callTimeout = bounds.callTimeout;
    this.#etcd = new PooledEtcd(this.#options);
  }

  get isConnected(): boolean {
    if (this.#client === undefined) return this.hasUser && this.#line !== undefined;
    return this.#client.getChannel().getConnectivityState(false) === connectivityState.READY;
  }

  line(): Promise<Line> {
    this.#line ??= this.#open();
    return this.#line;
  }

  /** A new client has no token yet and gets one; calls that run on the old one have time to end. */
  forget(line: Promise<Line> | undefined = this.#line): void {
    if (!this.hasUser || this.#line !== line) return;
    const stale = this.#etcd;
    this.#etcd = new PooledEtcd(this.#options);
    this.#drop();
    setTimeout(() => stale.close(), this.#callTimeout).unref();
  }

  close(): void {
    this.#etcd.close();
  }

  #open(): Promise<Line> {
    const line = this.#etcd.line();
    line.then(
      ({ client }) => {
        if (this.#line === line) this.#client = client;
      },
      // A failed login is not kept: the next call tries again.
      () => this.#line === line && this.#drop(),
    );
    return line;
  }

  #drop(): void {
    this.#line = undefined;
    this.#client = undefined;
  }
}

function optionsOf(endpoint: Endpoint, { user, password = "" }: Credentials, bounds: CallBounds): IOptions {
  const callOptions = () => ({ deadline: Date.now() + bounds.callTimeout });
  return {
    hosts: endpoint.url,
    grpcOptions: channelOptions(bounds, undefined),
    faultHandling: { host: () => noop, global: noop },
    ...(user === undefined ? {} : { auth: { username: user, password, callOptions } }),
  };
}
