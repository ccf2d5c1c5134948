import type { BoundKeys, ClusterState, KeyIndex, KeySource, Lease, LeaseList } from "@etcdscope/keyspace";
import { Gate } from "./gate.ts";
import { Refusal } from "./refusal.ts";
import { SharedReads } from "./shared-reads.ts";

/** A lease with the keys that are bound to it; `bound` is absent while the keys are not known. */
export interface BoundLease extends Lease {
  readonly bound?: BoundKeys;
}

export interface BoundLeases extends Omit<LeaseList, "leases"> {
  readonly leases: readonly BoundLease[];
}

export interface LeaseKeysRequest {
  readonly lease: bigint;
  readonly limit: number;
  readonly after?: Uint8Array | undefined;
}

export interface LeaseKeys {
  readonly revision: bigint;
  readonly keys: readonly Uint8Array[];
  readonly isLast: boolean;
}

/** Milliseconds that a member which says nothing keeps the others' answers back. */
const patience = 600;
/** Questions about a cluster that a source is asked at a time. */
const mostQuestions = 4;
/** Keys that are named with their lease; the rest is counted. */
const namedKeys = 5;
const none: BoundKeys = { count: 0, first: [] };

/** What a source tells of its cluster, joined with what is known of its keys. */
export class ClusterView {
  readonly #source: KeySource;
  readonly #index: () => KeyIndex | undefined;
  readonly #states: SharedReads<ClusterState>;
  readonly #leases: SharedReads<LeaseList>;
  #bound: { index: KeyIndex; revision: bigint; keys: Map<bigint, BoundKeys> } | undefined;

  constructor(source: KeySource, index: () => KeyIndex | undefined) {
    this.#source = source;
    this.#index = index;
    const gate = new Gate(mostQuestions);
    this.#states = new SharedReads(gate);
    this.#leases = new SharedReads(gate);
  }

  /** Who asks at the same time gets the same answer. */
  async state(signal: AbortSignal): Promise<ClusterState> {
    const ask = async (stop: AbortSignal): Promise<ClusterState> => {
      if (this.#source.cluster === undefined) throw tellsNothing();
      return this.#source.cluster({ patience, signal: stop });
    };
    return this.#states.read("state", ask, signal);
  }

  async leases(limit: number, signal: AbortSignal, only?: bigint): Promise<BoundLeases> {
    const ask = async (stop: AbortSignal): Promise<LeaseList> => {
      if (this.#source.leases === undefined) throw tellsNothing();
      return this.#source.leases({ limit, signal: stop, ...(only === undefined ? {} : { only }) });
    };
    const list = await this.#leases.read(`${limit} ${only ?? ""}`, ask, signal);
    const bound = this.#boundKeys();
    const leases = list.leases.map((one) =>
      bound === undefined ? one : { ...one, bound: bound.get(one.lease) ?? none },
    );
    return { ...list, leases };
  }

  leaseKeys({ lease, limit, after }: LeaseKeysRequest): LeaseKeys {
    const index = this.#index();
    if (index === undefined)
      throw new Refusal("source_timeout", "The keys are still being listed: ask again when that is done.");
    const keys = index.keysOfLease(lease, limit + 1, after);
    return { revision: index.revision, keys: keys.slice(0, limit), isLast: keys.length <= limit };
  }

  /** Gathered once a revision: every key is looked at. */
  #boundKeys(): Map<bigint, BoundKeys> | undefined {
    const index = this.#index();
    if (index === undefined) return undefined;
    const { revision } = index;
    if (this.#bound?.index !== index || this.#bound.revision !== revision)
      this.#bound = { index, revision, keys: index.boundKeys(namedKeys) };
    return this.#bound.keys;
  }
}

const tellsNothing = (): Refusal => new Refusal("not_supported", "This source tells nothing of its cluster.");
