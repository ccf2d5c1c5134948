import { rootCertificates } from "node:tls";
import { SourceFault } from "@etcdscope/keyspace";
import type { ChannelOptions, Client, ClientDuplexStream, Metadata } from "@grpc/grpc-js";
import { noop } from "cockatiel";
import { Etcd3, type IOptions } from "etcd3";
import type { Endpoint } from "./endpoint.ts";
import { isStaleSession, toFault } from "./fault.ts";
import { type Method, type WatchReply, type WatchRequest, watch } from "./messages.ts";

export interface Credentials {
  /** PEM. */
  readonly tls?: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
  readonly user?: string;
  readonly password?: string;
}

/** Until when a call may take, and who may end it earlier. */
export interface CallLimits {
  /** Milliseconds of the epoch. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
}

export type WatchCall = ClientDuplexStream<WatchRequest, WatchReply>;

type Outcome<Reply> = { readonly reply: Reply } | { readonly error: unknown };

export interface CallBounds {
  /** Milliseconds that a call may take. */
  readonly callTimeout: number;
  /** Bytes that an answer may have. */
  readonly largestAnswer: number;
}

const channelOptions: ChannelOptions = {
  // Back within about a second of etcd itself: gRPC's own pause grows to two minutes.
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 1000,
  // A peer that is gone without a word; etcd allows a ping in 5 s.
  "grpc.keepalive_time_ms": 10_000,
  "grpc.keepalive_timeout_ms": 5000,
  "grpc.enable_retries": 0,
  "grpc.enable_http_proxy": 0,
  "grpc.use_local_subchannel_pool": 1,
  "grpc.service_config_disable_resolution": 1,
};

/** etcd3 with its pool of connections and its login, and nothing else of it. */
class PooledEtcd extends Etcd3 {
  withClient<Result>(run: (client: Client, metadata: Metadata) => Result | Promise<Result>): Promise<Result> {
    return this.pool.withConnection("KV", ({ client, metadata }) => run(client, metadata));
  }
}

/**
 * One etcd member. Every call has a deadline and can be aborted; it fails with `SourceFault` or the signal's reason.
 * The etcd3 package connects and logs in; calls go past its retries, its circuit breaker and its error classes, which
 * close the connection under other calls and keep failing after etcd is back.
 */
export class EtcdConnection {
  readonly #options: IOptions;
  readonly #hasUser: boolean;
  readonly #bounds: CallBounds;
  #etcd: PooledEtcd;

  constructor(endpoint: Endpoint, credentials: Credentials, bounds: CallBounds) {
    this.#options = optionsOf(endpoint, credentials, bounds);
    this.#bounds = bounds;
    this.#hasUser = credentials.user !== undefined;
    this.#etcd = new PooledEtcd(this.#options);
  }

  /** One request, one reply. */
  call<Request, Reply>(method: Method<Request, Reply>, request: Request, limits: CallLimits): Promise<Reply> {
    return this.#withSession(limits, (etcd) => callOnce(etcd, method, request, limits));
  }

  /** Opens the watch stream; nothing is known yet of whether etcd answers. The caller ends it with `cancel`. */
  openWatch(limits: CallLimits): Promise<WatchCall> {
    return this.#withSession(limits, (etcd) => openWatch(etcd, limits));
  }

  /**
   * Logs in anew, for a stream that is refused: etcd does not tell an expired session from a missing right there.
   * `false` when there is no user to log in.
   */
  renewSession(): boolean {
    if (this.#hasUser) {
      this.#replace(this.#etcd);
    }
    return this.#hasUser;
  }

  close(): void {
    this.#etcd.close();
  }

  async #withSession<Result>(
    limits: CallLimits,
    run: (etcd: PooledEtcd) => Promise<Result>,
  ): Promise<Result> {
    const etcd = this.#etcd;
    try {
      return await within(limits, run(etcd));
    } catch (error) {
      limits.signal?.throwIfAborted();
      if (!this.#hasUser || !isStaleSession(error)) {
        throw toFault(error);
      }
    }
    this.#replace(etcd);
    return this.#withNewSession(limits, run);
  }

  async #withNewSession<Result>(
    limits: CallLimits,
    run: (etcd: PooledEtcd) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await within(limits, run(this.#etcd));
    } catch (error) {
      limits.signal?.throwIfAborted();
      throw toFault(error);
    }
  }

  /** A new client has no token yet and gets one; calls that run on the old one have time to end. */
  #replace(stale: PooledEtcd): void {
    if (this.#etcd === stale) {
      this.#etcd = new PooledEtcd(this.#options);
      setTimeout(() => stale.close(), this.#bounds.callTimeout).unref();
    }
  }
}

async function callOnce<Request, Reply>(
  etcd: PooledEtcd,
  method: Method<Request, Reply>,
  request: Request,
  limits: CallLimits,
): Promise<Reply> {
  const outcome = await etcd.withClient((client, metadata) =>
    outcomeOf(client, metadata, method, request, limits),
  );
  if ("error" in outcome) {
    throw outcome.error;
  }
  return outcome.reply;
}

/** Failures come back as values: one thrown here would make etcd3 close the connection under all other calls. */
function outcomeOf<Request, Reply>(
  client: Client,
  metadata: Metadata,
  method: Method<Request, Reply>,
  request: Request,
  { deadline, signal }: CallLimits,
): Promise<Outcome<Reply>> {
  return new Promise((resolve) => {
    const abort = () => call.cancel();
    const call = client.makeUnaryRequest(
      method.path,
      method.encode,
      method.decode,
      request,
      metadata,
      { deadline },
      (error, reply) => {
        signal?.removeEventListener("abort", abort);
        resolve(error === null && reply !== undefined ? { reply } : { error });
      },
    );
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) {
      abort();
    }
  });
}

function openWatch(etcd: PooledEtcd, { deadline, signal }: CallLimits): Promise<WatchCall> {
  return etcd.withClient((client, metadata) => {
    if (signal?.aborted || Date.now() > deadline) {
      // The login took too long and nobody waits any more: a stream opened now would stay open.
      throw new SourceFault("source_timeout", "etcd did not answer in time.");
    }
    const demanding = metadata.clone();
    // A member that has lost its leader must say so instead of staying silent.
    demanding.set("hasleader", "true");
    const call = client.makeBidiStreamRequest(watch.path, watch.encode, watch.decode, demanding, {});
    // Whoever reads the stream gets the error as well; unheard it would end the process.
    call.on("error", () => undefined);
    return call;
  });
}

/** Bounds any work by the limits; what it comes to later is dropped. */
export async function within<Result>(
  { deadline, signal }: CallLimits,
  work: Promise<Result>,
): Promise<Result> {
  // Nobody hears of a failure that comes after the limit: it must not count as unhandled.
  work.catch(() => undefined);
  signal?.throwIfAborted();
  let settle: (() => void) | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = () => reject(new SourceFault("source_timeout", "etcd did not answer in time."));
    const timer = setTimeout(late, Math.max(0, deadline - Date.now()));
    const abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    settle?.();
  }
}

function optionsOf(endpoint: Endpoint, credentials: Credentials, bounds: CallBounds): IOptions {
  const { tls, user, password = "" } = credentials;
  const callOptions = () => ({ deadline: Date.now() + bounds.callTimeout });
  return {
    hosts: endpoint.url,
    grpcOptions: { ...channelOptions, "grpc.max_receive_message_length": bounds.largestAnswer },
    faultHandling: { host: () => noop, global: noop },
    ...(endpoint.isSecure && tls !== undefined ? { credentials: pemOf(tls) } : {}),
    ...(user === undefined ? {} : { auth: { username: user, password, callOptions } }),
  };
}

function pemOf({ ca, cert, key }: NonNullable<Credentials["tls"]>) {
  return {
    // etcd3 takes no client certificate without a root: these are the ones it would trust by itself.
    rootCertificate: ca ?? Buffer.from(rootCertificates.join("\n")),
    ...(cert === undefined ? {} : { certChain: cert }),
    ...(key === undefined ? {} : { privateKey: key }),
  };
}
