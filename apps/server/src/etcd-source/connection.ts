import { SourceFault } from "@etcdscope/keyspace";
import type { ClientDuplexStream } from "@grpc/grpc-js";
import type { ClusterIdentity } from "./cluster-identity.ts";
import { type Credentials, channelCredentials } from "./credentials.ts";
import type { Endpoint } from "./endpoint.ts";
import { Etcd3Session } from "./etcd3-session.ts";
import { isStaleSession, toFault } from "./fault.ts";
import { GrpcSession } from "./grpc-session.ts";
import type { KeptCredentials } from "./kept-credentials.ts";
import { clusterIn, type Method, type WatchReply, type WatchRequest, watch } from "./messages.ts";
import type { CallBounds, Line, Session } from "./session.ts";

/** Until when a call may take, and who may end it earlier. */
export interface CallLimits {
  /** Milliseconds of the epoch. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
}

export type WatchCall = ClientDuplexStream<WatchRequest, WatchReply>;

/** Whom a connection shows itself as. */
export interface Presented {
  readonly credentials: KeptCredentials;
  /** Shows certificates, but logs nobody in. */
  readonly isNobody?: boolean;
}

/**
 * One etcd member. Every call has a deadline and can be aborted; it fails with `SourceFault` or the signal's reason.
 * A token that has expired is renewed once a call. Credentials are read again when they are refused.
 */
export class EtcdConnection {
  readonly #endpoint: Endpoint;
  readonly #presented: Presented;
  readonly #bounds: CallBounds;
  readonly #identity: ClusterIdentity | undefined;
  #session: Session;
  #version: number;
  #isClosed = false;

  /**
   * Answers of another cluster than `identity` are refused, where it is given. Throws `RangeError` for certificates that
   * are none. Nothing is connected yet.
   */
  constructor(endpoint: Endpoint, presented: Presented, bounds: CallBounds, identity?: ClusterIdentity) {
    this.#endpoint = endpoint;
    this.#presented = presented;
    this.#bounds = bounds;
    this.#identity = identity;
    this.#session = this.#open();
    this.#version = presented.credentials.version;
  }

  /** One request, one reply. */
  async call<Request, Reply>(
    method: Method<Request, Reply>,
    request: Request,
    limits: CallLimits,
  ): Promise<Reply> {
    const started = performance.now();
    let outcome = "ok";
    try {
      const known = { ...method, decode: withCluster(method) };
      const { reply, clusterId } = await this.#withToken(limits, (line) =>
        callOnce(line, known, request, limits),
      );
      this.#identity?.admit(clusterId, this.#endpoint.url);
      return reply;
    } catch (error) {
      outcome = error instanceof SourceFault ? error.code : "aborted";
      throw error;
    } finally {
      this.#bounds.onCall?.(nameOf(method), outcome, (performance.now() - started) / 1000);
    }
  }

  /** Throws when a stream's reply names another cluster. Proxies name none there. */
  admit(clusterId: bigint): void {
    if (clusterId !== 0n) this.#identity?.admit(clusterId, this.#endpoint.url);
  }

  /** Gets a token, if there is a user and it has none yet. */
  logIn(limits: CallLimits): Promise<void> {
    return this.#withToken(limits, async () => undefined);
  }

  /** Opens the watch stream; nothing is known yet of whether etcd answers. The caller ends it with `cancel`. */
  openWatch(limits: CallLimits): Promise<WatchCall> {
    return this.#withToken(limits, async (line) => openWatch(line, limits));
  }

  /**
   * Logs in anew, for a stream that is refused: etcd does not tell an expired session from a missing right there.
   * `false` when there is no user to log in.
   */
  renewSession(): boolean {
    const session = this.#current();
    session.forget();
    return session.hasUser;
  }

  close(): void {
    this.#isClosed = true;
    this.#session.close();
  }

  #open(): Session {
    const { credentials, isNobody = false } = this.#presented;
    const { tls, ...login } = credentials.current;
    const shown = { ...(tls === undefined ? {} : { tls }), ...(isNobody ? {} : login) };
    return openSession(this.#endpoint, shown, this.#bounds);
  }

  /** With credentials that changed, a new session; calls that run on the old one have time to end. */
  #current(): Session {
    const { version } = this.#presented.credentials;
    if (version === this.#version || this.#isClosed) return this.#session;
    const stale = this.#session;
    try {
      this.#session = this.#open();
    } catch (error) {
      // Half of a new pair of files: the other half is about to be written.
      if (error instanceof RangeError) return stale;
      throw error;
    }
    this.#version = version;
    setTimeout(() => stale.close(), this.#bounds.callTimeout).unref();
    return this.#session;
  }

  async #withToken<Result>(limits: CallLimits, run: (line: Line) => Promise<Result>): Promise<Result> {
    try {
      return await this.#withFreshToken(limits, run);
    } catch (error) {
      limits.signal?.throwIfAborted();
      const fault = toFault(error);
      if (!(await this.#hasOthers(fault))) throw fault;
      limits.signal?.throwIfAborted();
      return await this.#withFreshToken(limits, run);
    }
  }

  /** Whether there are other credentials by now than those that failed. */
  async #hasOthers({ code }: SourceFault): Promise<boolean> {
    if (code !== "unauthenticated" && code !== "source_unavailable") return false;
    await this.#presented.credentials.refresh();
    return this.#presented.credentials.version !== this.#version;
  }

  async #withFreshToken<Result>(limits: CallLimits, run: (line: Line) => Promise<Result>): Promise<Result> {
    const session = this.#current();
    const line = session.line();
    try {
      return await this.#attempt(limits, session, run);
    } catch (error) {
      limits.signal?.throwIfAborted();
      if (!session.hasUser || !isStaleSession(error)) throw toFault(error);
    }
    session.forget(line);
    try {
      return await this.#attempt(limits, session, run);
    } catch (error) {
      limits.signal?.throwIfAborted();
      throw toFault(error);
    }
  }

  /** Within the limits; a member that takes no connection is given up earlier, so that there is time for another. */
  async #attempt<Result>(
    limits: CallLimits,
    session: Session,
    run: (line: Line) => Promise<Result>,
  ): Promise<Result> {
    const line = session.line();
    const { connectTimeout } = this.#bounds;
    if (connectTimeout === undefined) {
      return within(limits, line.then(run));
    }
    const away = new AbortController();
    const timer = setTimeout(() => session.isConnected || away.abort(noConnection()), connectTimeout);
    const signal = limits.signal === undefined ? away.signal : AbortSignal.any([limits.signal, away.signal]);
    try {
      return await within({ ...limits, signal }, line.then(run));
    } finally {
      clearTimeout(timer);
    }
  }
}

function withCluster<Reply>({ decode }: Pick<Method<never, Reply>, "decode">) {
  return (message: Buffer) => ({ clusterId: clusterIn(message), reply: decode(message) });
}

/** `/etcdserverpb.KV/Range` is known as `KV/Range`. */
const nameOf = ({ path }: Pick<Method<never, never>, "path">): string => path.slice(path.indexOf(".") + 1);

/** etcd3 connects and logs in where nothing is encrypted (ADR 8); it knows no Unix sockets. */
function openSession(endpoint: Endpoint, credentials: Credentials, bounds: CallBounds): Session {
  if (!endpoint.isSecure && endpoint.place.path === undefined)
    return new Etcd3Session(endpoint, credentials, bounds);
  const secrets = channelCredentials(endpoint.isSecure, credentials.tls);
  return new GrpcSession(endpoint, secrets, credentials, bounds);
}

function callOnce<Request, Reply>(
  { client, metadata }: Line,
  { path, encode, decode }: Method<Request, Reply>,
  request: Request,
  { deadline, signal }: CallLimits,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const abort = () => call.cancel();
    const done = (error: unknown, reply?: Reply) => {
      signal?.removeEventListener("abort", abort);
      error === null && reply !== undefined ? resolve(reply) : reject(error);
    };
    const call = client.makeUnaryRequest(path, encode, decode, request, metadata, { deadline }, done);
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) {
      abort();
    }
  });
}

function openWatch({ client, metadata }: Line, { deadline, signal }: CallLimits): WatchCall {
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
}

function noConnection(): SourceFault {
  return new SourceFault("source_unavailable", "etcd takes no connection: nothing answers at its address.");
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
