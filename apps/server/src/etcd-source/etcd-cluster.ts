import {
  type ClusterAlarm,
  type ClusterMember,
  type ClusterOptions,
  type ClusterState,
  SourceFault,
  type Told,
} from "@etcdscope/keyspace";
import type { ClusterIdentity } from "./cluster-identity.ts";
import type { MemberList } from "./cluster-messages.ts";
import { isRefusal, memberAt, type Seat, seatMembers, strangerAt } from "./cluster-roster.ts";
import type { Endpoint } from "./endpoint.ts";
import { KeptAnswer, waitFor } from "./kept-answer.ts";
import type { KeptCredentials } from "./kept-credentials.ts";
import { type AskedStatus, MemberClient } from "./member-client.ts";
import type { EtcdReader } from "./reader.ts";
import type { CallBounds } from "./session.ts";

/** A member that says nothing for so many milliseconds is down. */
const memberTimeout = 2500;

/**
 * The members of a cluster, each asked by itself: those of the given endpoints, and of the rest those whose addresses
 * the cluster tells. Nothing is asked before someone wants to know.
 */
export class EtcdCluster {
  readonly #endpoints: readonly Endpoint[];
  readonly #credentials: KeptCredentials;
  readonly #bounds: CallBounds;
  readonly #oldest: KeptAnswer<bigint>;
  readonly #identity: ClusterIdentity;
  #given: readonly MemberClient[] = [];
  /** Clients of addresses that the cluster told, by their URL. */
  #told = new Map<string, MemberClient>();
  /** Which member answered last at a given endpoint: it is known by that when it is down. */
  readonly #owners = new Map<MemberClient, bigint>();
  #isClosed = false;

  constructor(
    endpoints: readonly Endpoint[],
    credentials: KeptCredentials,
    bounds: Pick<CallBounds, "largestAnswer" | "onCall">,
    { reader, identity }: { readonly reader: EtcdReader; readonly identity: ClusterIdentity },
  ) {
    this.#identity = identity;
    this.#endpoints = endpoints;
    this.#credentials = credentials;
    const { largestAnswer, onCall } = bounds;
    this.#bounds = { largestAnswer, onCall, callTimeout: memberTimeout };
    this.#oldest = new KeptAnswer(() => askOldest(reader));
  }

  /** Who has not answered after half of the patience is not waited for again. */
  async state({ patience, signal }: ClusterOptions): Promise<ClusterState> {
    this.#open();
    const oldest = this.#oldest.ask();
    // Whose members these are is for the first endpoint to say, not for the one that answers soonest.
    if (this.#identity.id === undefined) await waitFor([oldest], patience / 4, signal);
    const asked = this.#given.flatMap((client) => [client.status.ask(), client.members.ask()]);
    await waitFor(asked, patience / 2, signal);
    this.#identify();
    const seats = this.#seats();
    const others = [...this.#told.values()].map((client) => client.status.ask());
    await waitFor([...others, oldest], patience / 2, signal);
    return this.#describe(seats);
  }

  /** The member that leads, where it answers. */
  async leader(signal: AbortSignal | undefined): Promise<MemberClient | undefined> {
    if (this.#statuses().length === 0)
      await this.state({ patience: memberTimeout / 2, ...(signal === undefined ? {} : { signal }) });
    return this.#clients().find((client) => {
      const { header, status } = client.status.known?.told.value ?? {};
      return header !== undefined && header.memberId === status?.leader;
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const client of this.#clients()) client.close();
  }

  #open(): void {
    if (this.#isClosed) throw new SourceFault("source_unavailable", "The connection to etcd is closed.");
    if (this.#given.length === 0) this.#given = this.#endpoints.map((endpoint) => this.#clientAt(endpoint));
  }

  #clientAt(endpoint: Endpoint): MemberClient {
    return new MemberClient(endpoint, this.#credentials, this.#bounds, this.#identity);
  }

  #clients(): MemberClient[] {
    return [...this.#given, ...this.#told.values()];
  }

  #identify(): void {
    for (const client of this.#given) {
      const id = client.status.known?.told.value?.header.memberId;
      if (id !== undefined) this.#owners.set(client, id);
    }
  }

  /** Every member with its client; clients of addresses that are told no more are closed. */
  #seats(): Seat[] {
    const seats = seatMembers(this.#list()?.members ?? [], this.#given, (client) => this.#owners.get(client));
    const told = new Map<string, MemberClient>();
    const filled = seats.map((seat) => this.#fill(seat, told));
    for (const [url, client] of this.#told) if (!told.has(url)) client.close();
    this.#told = told;
    return filled;
  }

  #fill(seat: Seat, told: Map<string, MemberClient>): Seat {
    const { address } = seat;
    if (address === undefined || address instanceof SourceFault) return seat;
    const client = told.get(address.url) ?? this.#told.get(address.url) ?? this.#clientAt(address);
    told.set(address.url, client);
    return { ...seat, client };
  }

  /** The list of members as one of the endpoints told it just now, or else the last time. */
  #list(): MemberList | undefined {
    const fresh = this.#given.find(({ members: { known } }) => known?.isFresh && known.told.value);
    const last = fresh ?? this.#given.find(({ members }) => members.lastValue !== undefined);
    return last?.members.lastValue;
  }

  /** Why there is no list, where none was ever told. */
  #listFault(): SourceFault | undefined {
    if (this.#list() !== undefined) return undefined;
    const [fault] = this.#given.flatMap(({ members: { known } }) => known?.told.fault ?? []);
    return fault;
  }

  #statuses(): AskedStatus[] {
    return this.#clients().flatMap(({ status: { known } }) =>
      known?.isFresh === true && known.told.value !== undefined ? [known.told.value] : [],
    );
  }

  #refusal(): SourceFault | undefined {
    return this.#clients()
      .flatMap(({ status }) => status.known?.told.fault ?? [])
      .find(isRefusal);
  }

  #describe(seats: readonly Seat[]): ClusterState {
    const seated = new Set(seats.map(({ client }) => client));
    const strangers = this.#given.filter((client) => !seated.has(client));
    const members: ClusterMember[] = [...seats.map(memberAt), ...strangers.map(strangerAt)];
    const statuses = this.#statuses();
    const membersFault = this.#listFault();
    const oldestRevision = this.#oldest.known?.told;
    if (this.#identity.id === 0n) return kineState(members, statuses, oldestRevision);
    const clusterId = statuses[0]?.header.clusterId ?? this.#list()?.header.clusterId;
    return {
      ...lowestVersion(statuses),
      ...newestRevision(statuses),
      ...(clusterId === undefined ? {} : { clusterId }),
      ...(oldestRevision === undefined ? {} : { oldestRevision }),
      members,
      ...(membersFault === undefined ? {} : { membersFault }),
      alarms: alarmsOf(statuses, this.#refusal()),
    };
  }
}

/** kine names neither a cluster nor a member, and gives a version of etcd as its own. */
function kineState(
  members: readonly ClusterMember[],
  statuses: readonly AskedStatus[],
  oldestRevision: Told<bigint> | undefined,
): ClusterState {
  return {
    server: "kine",
    ...lowestVersion(statuses),
    ...(oldestRevision === undefined ? {} : { oldestRevision }),
    members: members.map(({ id, ...member }) => member),
    alarms: { fault: new SourceFault("not_supported", "kine has no alarms.") },
  };
}

async function askOldest(reader: EtcdReader): Promise<bigint> {
  const signal = AbortSignal.timeout(memberTimeout);
  try {
    return (await reader.oldestRevision(signal)) ?? 1n;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new SourceFault("source_timeout", "etcd did not answer in time.", { cause: error });
  }
}

/** Statuses tell alarms from 3.4 on. */
function alarmsOf(
  statuses: readonly AskedStatus[],
  refusal: SourceFault | undefined,
): Told<readonly ClusterAlarm[]> {
  if (statuses.length === 0)
    return { fault: refusal ?? new SourceFault("source_unavailable", "No member answers that could tell.") };
  if (statuses.every(({ status }) => compareVersions(status.version, "3.4.0") < 0))
    return { fault: new SourceFault("not_supported", "This version of etcd does not tell its alarms.") };
  const alarms = new Map<string, ClusterAlarm>();
  for (const alarm of statuses.flatMap((told) => told.alarms))
    alarms.set(`${alarm.member} ${alarm.kind}`, alarm);
  return { value: [...alarms.values()] };
}

function lowestVersion(statuses: readonly AskedStatus[]): { version?: string } {
  const [version] = statuses.map(({ status }) => status.version).sort(compareVersions);
  return version === undefined ? {} : { version };
}

function newestRevision(statuses: readonly AskedStatus[]): { revision?: bigint } {
  const [revision] = statuses.map(({ header }) => header.revision).sort((a, b) => Number(b - a));
  return revision === undefined ? {} : { revision };
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(/[.-]/).map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (a?.[at] || 0) - (b?.[at] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
