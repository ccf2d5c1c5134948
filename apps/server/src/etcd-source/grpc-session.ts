import { type ChannelCredentials, Client, connectivityState, Metadata } from "@grpc/grpc-js";
import { channelOptions } from "./channel-options.ts";
import type { Credentials } from "./credentials.ts";
import type { Endpoint } from "./endpoint.ts";
import { authenticate } from "./messages.ts";
import type { CallBounds, Line, Session } from "./session.ts";

/** A session over grpc-js alone, for what the etcd3 package cannot do. */
export class GrpcSession implements Session {
  readonly #client: Client;
  readonly #credentials: Credentials;
  readonly #bounds: CallBounds;
  #line: Promise<Line> | undefined;

  constructor(endpoint: Endpoint, secrets: ChannelCredentials, credentials: Credentials, bounds: CallBounds) {
    this.#client = new Client(endpoint.target, secrets, channelOptions(bounds, credentials.tls));
    this.#credentials = credentials;
    this.#bounds = bounds;
  }

  get hasUser(): boolean {
    return this.#credentials.user !== undefined;
  }

  get isConnected(): boolean {
    return this.#client.getChannel().getConnectivityState(false) === connectivityState.READY;
  }

  line(): Promise<Line> {
    if (this.#line === undefined) {
      const line = this.#open();
      // A failed login is not kept: the next call tries again.
      line.catch(() => this.forget(line));
      this.#line = line;
    }
    return this.#line;
  }

  forget(line: Promise<Line> | undefined = this.#line): void {
    if (this.#line === line) {
      this.#line = undefined;
    }
  }

  close(): void {
    this.#client.close();
  }

  async #open(): Promise<Line> {
    const { user, password = "" } = this.#credentials;
    const metadata = new Metadata();
    if (user !== undefined) {
      metadata.set("token", await this.#token(user, password));
    }
    return { client: this.#client, metadata };
  }

  #token(name: string, password: string): Promise<string> {
    const { path, encode, decode } = authenticate;
    const deadline = Date.now() + this.#bounds.callTimeout;
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        encode,
        decode,
        { name, password },
        { deadline },
        (error, token) => {
          error === null && token !== undefined ? resolve(token) : reject(error);
        },
      );
    });
  }
}
