import { type KeyPage, type ListOptions, SourceFault } from "@etcdscope/keyspace";
import { metaOf, type RangeReply } from "./messages.ts";
import { type PlannedRange, RangePlan } from "./range-plan.ts";
import type { EtcdReader } from "./reader.ts";

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
  const request = { ...planned, keysOnly: true };
  try {
    // The first page must know the newest revision; the others read a state that does not change, from any member.
    return revision === undefined
      ? await reader.range(request, signal)
      : await reader.range({ ...request, revision, serializable: true }, signal);
  } catch (error) {
    if (error instanceof SourceFault && error.code === "too_large" && plan.halve()) {
      return undefined;
    }
    throw error;
  }
}
