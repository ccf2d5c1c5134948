import { type ChannelOptions, Client, Metadata } from "@grpc/grpc-js";
import { type Credentials, channelCredentials } from "./credentials.ts";
import type { Endpoint } from "./endpoint.ts";
import { authenticate } from "./messages.ts";

export interface CallBounds {
  /** Milliseconds that a call may take. */
  readonly callTimeout: number;
  /** Milliseconds after which a member that takes no connection counts as gone. */
  readonly connectTimeout: number;
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

/** A connection to one member, and the token that a user got there. */
export class Session {
  readonly client: Client;
  readonly #credentials: Credentials;
  readonly #bounds: CallBounds;
  #login: Promise<Metadata> | undefined;

  /** Throws `RangeError` for certificates that are none. Nothing is connected yet. */
  constructor(endpoint: Endpoint, credentials: Credentials, bounds: CallBounds) {
    const { tls } = credentials;
    this.client = new Client(new URL(endpoint.url).host, channelCredentials(endpoint.isSecure, tls), {
      ...channelOptions,
      "grpc.max_receive_message_length": bounds.largestAnswer,
      ...(tls?.serverName === undefined ? {} : { "grpc.ssl_target_name_override": tls.serverName }),
    });
    this.#credentials = credentials;
    this.#bounds = bounds;
  }

  get hasUser(): boolean {
    return this.#credentials.user !== undefined;
  }

  /** What every call carries: the token of the one login that all calls share, or nothing. */
  metadata(): Promise<Metadata> {
    if (this.#login === undefined) {
      const login = this.#logIn();
      // A failed login is not kept: the next call tries again.
      login.catch(() => this.forget(login));
      this.#login = login;
    }
    return this.#login;
  }

  /** The next call logs in anew; unless another one has begun to since `login`. */
  forget(login: Promise<Metadata> | undefined = this.#login): void {
    if (this.#login === login) {
      this.#login = undefined;
    }
  }

  close(): void {
    this.client.close();
  }

  async #logIn(): Promise<Metadata> {
    const { user, password = "" } = this.#credentials;
    const metadata = new Metadata();
    if (user !== undefined) {
      metadata.set("token", await this.#token(user, password));
    }
    return metadata;
  }

  #token(name: string, password: string): Promise<string> {
    const { path, encode, decode } = authenticate;
    const deadline = Date.now() + this.#bounds.callTimeout;
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(path, encode, decode, { name, password }, { deadline }, (error, token) => {
        error === null && token !== undefined ? resolve(token) : reject(error);
      });
    });
  }
}
