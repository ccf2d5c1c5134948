import { type MemberStatus, SourceFault } from "@etcdscope/keyspace";
import type { ClusterIdentity } from "./cluster-identity.ts";
import {
  type MemberList,
  memberList,
  memberStatus,
  type ReplyHeader,
  type StatusReply,
} from "./cluster-messages.ts";
import { EtcdConnection } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import { isFault } from "./fault.ts";
import { KeptAnswer } from "./kept-answer.ts";
import type { KeptCredentials } from "./kept-credentials.ts";
import { quotaOf } from "./member-quota.ts";
import type { Method } from "./messages.ts";
import type { CallBounds } from "./session.ts";

export interface AskedStatus {
  readonly header: ReplyHeader;
  readonly status: MemberStatus;
  readonly alarms: StatusReply["alarms"];
}

/** One address of one member, asked about the member itself. */
export class MemberClient {
  readonly endpoint: Endpoint;
  readonly status: KeptAnswer<AskedStatus>;
  readonly members: KeptAnswer<MemberList>;
  readonly #credentials: KeptCredentials;
  readonly #bounds: CallBounds;
  readonly #identity: ClusterIdentity;
  /** Without a user: a login needs a cluster that has a leader, and etcd asks for none here. */
  readonly #anonymous: EtcdConnection;
  #named: EtcdConnection | undefined;
  #quota: Promise<number | undefined> | undefined;

  /** What another cluster than `identity` answers counts as a fault. */
  constructor(
    endpoint: Endpoint,
    credentials: KeptCredentials,
    bounds: CallBounds,
    identity: ClusterIdentity,
  ) {
    this.endpoint = endpoint;
    this.#credentials = credentials;
    this.#bounds = bounds;
    this.#identity = identity;
    this.#anonymous = new EtcdConnection(endpoint, { credentials, isNobody: true }, bounds, identity);
    this.status = new KeptAnswer(() => this.#askStatus());
    this.members = new KeptAnswer(() => this.#ask(memberList, undefined));
  }

  /** A question that the user's rights decide. */
  asUser<Request, Reply>(
    method: Method<Request, Reply>,
    request: Request,
    signal: AbortSignal,
  ): Promise<Reply> {
    const connection = this.#credentials.current.user === undefined ? this.#anonymous : this.#asNamed();
    return connection.call(method, request, { deadline: this.#deadline(), signal });
  }

  close(): void {
    this.#anonymous.close();
    this.#named?.close();
  }

  async #askStatus(): Promise<AskedStatus> {
    const started = performance.now();
    try {
      const { header, status, alarms } = await this.#ask(memberStatus, undefined);
      const milliseconds = Math.round(performance.now() - started);
      const quota = status.quota ?? (await this.#quotaOnce());
      return {
        header,
        alarms,
        status: { ...status, milliseconds, ...(quota === undefined ? {} : { quota }) },
      };
    } catch (error) {
      // Whoever starts again may have another quota.
      this.#quota = undefined;
      throw whyAway(error, this.#bounds.callTimeout);
    }
  }

  async #ask<Request, Reply>(method: Method<Request, Reply>, request: Request): Promise<Reply> {
    const limits = { deadline: this.#deadline() };
    try {
      return await this.#anonymous.call(method, request, limits);
    } catch (error) {
      const needsUser = isFault(error, "unauthenticated") || isFault(error, "permission_denied");
      if (!needsUser || this.#credentials.current.user === undefined) throw error;
      return await this.#asNamed().call(method, request, limits);
    }
  }

  #quotaOnce(): Promise<number | undefined> {
    this.#quota ??= quotaOf(this.endpoint, this.#credentials.current, this.#bounds.callTimeout);
    return this.#quota;
  }

  #asNamed(): EtcdConnection {
    this.#named ??= new EtcdConnection(
      this.endpoint,
      { credentials: this.#credentials },
      this.#bounds,
      this.#identity,
    );
    return this.#named;
  }

  #deadline(): number {
    return Date.now() + this.#bounds.callTimeout;
  }
}

/** What the network says most often, for people. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, "Nothing listens at its address."],
  [/ENOENT/, "There is no such socket."],
  [/EACCES/, "Its socket may not be opened by this user."],
  [/ENOTFOUND|EAI_AGAIN|Name resolution failed/, "No address is known for its name."],
  [/EHOSTUNREACH|ENETUNREACH/, "Its address cannot be reached from here."],
  [/ECONNRESET|EPIPE|socket hang up|Connection dropped/, "It broke off the connection."],
];

/** The cause behind a fault that says only that etcd does not answer; the words that it came with stay behind it. */
function whyAway(error: unknown, callTimeout: number): unknown {
  if (!(error instanceof SourceFault)) return error;
  const sentence = sentenceAbout(error, callTimeout);
  return sentence === undefined
    ? error
    : new SourceFault(error.code, sentence, { cause: error, said: error.said });
}

function sentenceAbout({ code, said = "" }: SourceFault, callTimeout: number): string | undefined {
  if (code === "source_timeout") return `It did not answer within ${callTimeout / 1000} seconds.`;
  if (code === "permission_denied") return "It answers, but tells its state to other users only.";
  if (code !== "source_unavailable") return undefined;
  return reasons.find(([pattern]) => pattern.test(said))?.[1];
}
