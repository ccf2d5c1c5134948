import type { KeyPage, ListOptions } from "@etcdscope/keyspace";
import { metaOf, type RangeReply } from "./messages.ts";
import { type PlannedRange, RangePlan } from "./range-plan.ts";
import { type EtcdReader, isFault } from "./reader.ts";

/** How many times the usual deadline a page may take that has missed it once. */
const slowPatience = 6;

const noBytes = new Uint8Array(0);

/** All keys under a prefix at one revision, in pages that neither stall etcd nor hold more than some megabytes. */
export async function* listPages(
  reader: EtcdReader,
  { prefix = noBytes, revision: wanted, signal }: ListOptions,
  firstLimit: number,
): AsyncGenerator<KeyPage> {
  const plan = new RangePlan(prefix, firstLimit);
  let revision = wanted;
  let listed = 0;
  for (let planned = plan.next; planned !== undefined; planned = plan.next) {
    const started = performance.now();
    const reply = await requestPage(reader, plan, planned, revision, signal);
    revision ??= reply?.revision;
    if (reply !== undefined && revision !== undefined) {
      plan.observe({ ...reply, keys: reply.kvs, milliseconds: performance.now() - started });
      listed += reply.kvs.length;
      if (reply.kvs.length > 0 || (listed === 0 && plan.next === undefined)) {
        yield { revision, keys: reply.kvs.map(metaOf), total: listed + (plan.remaining ?? 0) };
      }
    }
  }
}

/** `undefined` when the page was too large and a smaller one is to be asked for. */
async function requestPage(
  reader: EtcdReader,
  plan: RangePlan,
  planned: PlannedRange,
  revision: bigint | undefined,
  signal: AbortSignal | undefined,
): Promise<RangeReply | undefined> {
  // The first page must know the newest revision; the others read a state that does not change, from any member.
  const state = revision === undefined ? {} : { revision, serializable: true };
  const request = { ...planned, ...state, keysOnly: true };
  try {
    return await reader.range(request, signal);
  } catch (error) {
    if (isFault(error, "too_large") && plan.halve()) {
      return undefined;
    }
    if (!isFault(error, "source_timeout")) {
      throw error;
    }
    // Slow is not gone: a member that answers a small question at once gets more time for this one.
    await reader.newestRevision(signal);
    return reader.range(request, signal, slowPatience);
  }
}
