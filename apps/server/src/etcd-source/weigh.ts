import type { ListingCost } from "@etcdscope/keyspace";
import { pause } from "./pause.ts";
import { RangePlan } from "./range-plan.ts";
import type { EtcdReader } from "./reader.ts";

/** Keys that one window should hold: counting them takes etcd some ten milliseconds. */
const windowKeys = 20_000;
/** The part of the time that etcd counts in. */
const busyShare = 0.25;

/**
 * Counts what the user may read, window by window, and leaves others three times as long between two as each took.
 * To count everything at once would hold them up for half a second a million keys.
 */
export async function* weigh(
  reader: EtcdReader,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListingCost> {
  const bytes = await reader.databaseBytes(signal);
  const facts = bytes === undefined ? {} : { bytes };
  let keys = 0;
  for (const part of await reader.readable(signal)) {
    const plan = new RangePlan(part, { limit: windowKeys, ...(await reader.outline(signal)) });
    for (let planned = plan.next; planned !== undefined; planned = plan.next) {
      await reader.precedence.standBack(signal);
      const started = performance.now();
      const { count } = await reader.range({ ...planned, countOnly: true, serializable: true }, signal);
      const milliseconds = performance.now() - started;
      plan.pass({ keys: [], more: false, count, milliseconds });
      keys += count;
      yield { keys, ...facts };
      await pause((milliseconds * (1 - busyShare)) / busyShare, signal);
    }
  }
}
