import { SourceFault } from "@etcdscope/keyspace";
import { ForeignCluster } from "./cluster-identity.ts";
import type { CallLimits, EtcdConnection } from "./connection.ts";

/** The members of one cluster: calls go to one of them until it does not answer, then to the next. */
export class Members {
  readonly #connections: readonly EtcdConnection[];
  readonly #callTimeout: number;
  #current = 0;

  constructor(connections: readonly EtcdConnection[], callTimeout: number) {
    this.#connections = connections;
    this.#callTimeout = callTimeout;
  }

  /**
   * Runs the work on a member that answers; all attempts together stay within one deadline, `patience` times the
   * usual one.
   */
  async run<Result>(
    work: (connection: EtcdConnection, limits: CallLimits) => Promise<Result>,
    signal?: AbortSignal,
    patience = 1,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const limits: CallLimits = { deadline: Date.now() + patience * this.#callTimeout, signal };
    let foreign: ForeignCluster | undefined;
    for (let attempt = 1; ; attempt++) {
      const at = this.#current;
      try {
        return await work(this.#connectionAt(at), limits);
      } catch (error) {
        if (!isAway(error)) throw error;
        foreign = foreignOf(error) ?? foreign;
        this.#moveOn(at);
        // That the others are gone says less than that one is of another cluster.
        if (this.#isLast(attempt, limits)) throw foreign ?? error;
      }
    }
  }

  /** Calls go to another member next, where there is one: this one does not answer. */
  leave(connection: EtcdConnection): void {
    this.#moveOn(this.#connections.indexOf(connection));
  }

  close(): void {
    for (const connection of this.#connections) {
      connection.close();
    }
  }

  #connectionAt(at: number): EtcdConnection {
    const connection = this.#connections[at];
    if (connection === undefined) {
      throw new RangeError("a cluster has at least one member");
    }
    return connection;
  }

  #isLast(attempt: number, { deadline }: CallLimits): boolean {
    return attempt >= this.#connections.length || Date.now() >= deadline;
  }

  /** Only if no other call has moved on already. */
  #moveOn(from: number): void {
    if (this.#current === from) {
      this.#current = (from + 1) % this.#connections.length;
    }
  }
}

const foreignOf = (error: unknown): ForeignCluster | undefined =>
  error instanceof ForeignCluster ? error : undefined;

function isAway(error: unknown): boolean {
  return (
    error instanceof SourceFault && (error.code === "source_unavailable" || error.code === "source_timeout")
  );
}
