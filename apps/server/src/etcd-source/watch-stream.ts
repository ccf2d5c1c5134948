import { SourceFault } from "@etcdscope/keyspace";
import { type CallLimits, type EtcdConnection, type WatchCall, within } from "./connection.ts";
import { toFault } from "./fault.ts";
import type { WatchReply, WatchRequest } from "./messages.ts";

/** A watch that etcd has accepted. It ends by `cancel`, by its signal, or with the connection; it never resumes. */
export class WatchStream {
  /** Newest revision of the member when it accepted the watch. */
  readonly revision: bigint;
  readonly #connection: EtcdConnection;
  readonly #call: WatchCall;
  readonly #replies: AsyncIterator<WatchReply>;
  readonly #signal: AbortSignal | undefined;

  constructor(
    connection: EtcdConnection,
    call: WatchCall,
    replies: AsyncIterator<WatchReply>,
    revision: bigint,
    signal: AbortSignal | undefined,
  ) {
    this.#connection = connection;
    this.#call = call;
    this.#replies = replies;
    this.revision = revision;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#end, { once: true });
  }

  /** The next reply; waits as long as it takes. Nothing is read from the network that nobody asked for. */
  async next(): Promise<WatchReply> {
    try {
      const { done, value } = await this.#replies.next();
      this.#signal?.throwIfAborted();
      if (done !== true) {
        this.#connection.admit(value.clusterId);
        return accepted(value);
      }
    } catch (error) {
      this.#signal?.throwIfAborted();
      throw toFault(error);
    }
    throw new SourceFault("source_unavailable", "etcd has ended the watch.");
  }

  cancel(): void {
    this.#signal?.removeEventListener("abort", this.#end);
    this.#end();
  }

  readonly #end = () => this.#call.cancel();
}

/** Opens a watch and waits until etcd accepts it. */
export async function createWatch(
  connection: EtcdConnection,
  request: WatchRequest,
  limits: CallLimits,
): Promise<WatchStream> {
  const refused = await tryWatch(connection, request, limits);
  if (refused instanceof WatchStream) {
    return refused;
  }
  // An expired session is refused in the same words as a missing right: log in once more to tell them apart.
  const second = connection.renewSession() ? await tryWatch(connection, request, limits) : refused;
  if (second instanceof WatchStream) {
    return second;
  }
  throw second;
}

/** The revision up to which the member has compacted, told by a watch of any key; `undefined` when it has not. */
export async function compactionOf(
  connection: EtcdConnection,
  key: Uint8Array,
  limits: CallLimits,
): Promise<bigint | undefined> {
  const stream = await createWatch(connection, { fromRevision: 1n, key }, limits);
  try {
    await within(limits, stream.next());
    return undefined;
  } catch (error) {
    if (error instanceof SourceFault && error.code === "revision_compacted") {
      return error.detail.oldestRevision;
    }
    throw error;
  } finally {
    stream.cancel();
  }
}

/** The accepted watch, or the fault of one that was refused for want of rights. */
async function tryWatch(
  connection: EtcdConnection,
  request: WatchRequest,
  limits: CallLimits,
): Promise<WatchStream | SourceFault> {
  const call = await connection.openWatch(limits);
  const replies: AsyncIterator<WatchReply> = call[Symbol.asyncIterator]();
  try {
    call.write(request);
    const { value, done } = await within(limits, replies.next());
    if (done !== true) connection.admit(value.clusterId);
    const reply = done === true ? undefined : accepted(value);
    return new WatchStream(connection, call, replies, reply?.revision ?? 0n, limits.signal);
  } catch (error) {
    call.cancel();
    limits.signal?.throwIfAborted();
    const fault = toFault(error);
    if (fault.code === "permission_denied" || fault.code === "unauthenticated") {
      return fault;
    }
    throw fault;
  }
}

/** A reply that does not end the watch. */
function accepted(reply: WatchReply): WatchReply {
  if (reply.compactRevision > 0n) {
    throw new SourceFault("revision_compacted", "What changed since is compacted: etcd has forgotten it.", {
      detail: { oldestRevision: reply.compactRevision },
    });
  }
  if (reply.canceled) {
    throw toFault(new Error(reply.cancelReason));
  }
  return reply;
}
