import { setMaxListeners } from "node:events";
import type { Lease, LeaseList, LeaseOptions } from "@etcdscope/keyspace";
import { leaseIds, leaseTime } from "./cluster-messages.ts";
import type { EtcdCluster } from "./etcd-cluster.ts";
import { isFault } from "./fault.ts";
import type { Ask } from "./grants.ts";

/** Questions about leases that are put at a time, and milliseconds for all of them. */
const togetherMost = 16;
const timeForAll = 2500;

/**
 * The leases that end first, where the leader answers: it knows the order, and tells the others what they have left.
 * `anyMember` puts a question to one that does.
 */
export async function listLeases(
  cluster: EtcdCluster,
  anyMember: Ask,
  { limit, only, signal }: LeaseOptions,
): Promise<LeaseList> {
  if (only !== undefined) {
    const leases = await timesOf([only], anyMember, signal);
    return { leases, total: leases.length, areSoonest: true };
  }
  const leader = await cluster.leader(signal);
  const ask: Ask =
    leader === undefined
      ? anyMember
      : (method, request, stop = new AbortController().signal) => leader.asUser(method, request, stop);
  const ids = await ask(leaseIds, undefined, signal);
  const leases = await timesOf(ids.slice(0, limit), ask, signal);
  return {
    leases: leases.sort(bySoonest),
    total: ids.length,
    areSoonest: leader !== undefined || ids.length <= limit,
  };
}

/** Leases that are gone meanwhile are left out; of those that are not answered in time only the id is known. */
async function timesOf(ids: readonly bigint[], ask: Ask, signal: AbortSignal | undefined): Promise<Lease[]> {
  const late = AbortSignal.timeout(timeForAll);
  const stop = signal === undefined ? late : AbortSignal.any([signal, late]);
  // Every call listens to it: many are no leak.
  setMaxListeners(0, stop);
  const found: Lease[] = [];
  const waiting = ids.values();
  const work = async (): Promise<void> => {
    for (const lease of waiting) found.push(...(await timeOf(lease, ask, stop)));
  };
  await Promise.all(Array.from({ length: togetherMost }, work));
  signal?.throwIfAborted();
  return found;
}

async function timeOf(lease: bigint, ask: Ask, stop: AbortSignal): Promise<Lease[]> {
  if (stop.aborted) return [{ lease }];
  try {
    const { left, granted } = await ask(leaseTime, lease, stop);
    return left === -1 && granted === 0 ? [] : [{ lease, left, granted }];
  } catch (error) {
    if (stop.aborted || isFault(error, "permission_denied") || isFault(error, "source_timeout"))
      return [{ lease }];
    throw error;
  }
}

const bySoonest = (one: Lease, other: Lease): number =>
  (one.left ?? Number.POSITIVE_INFINITY) - (other.left ?? Number.POSITIVE_INFINITY) ||
  order(one.lease, other.lease);

const order = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);
