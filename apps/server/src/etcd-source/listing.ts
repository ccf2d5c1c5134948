import { type KeyPage, type ListOptions, SourceFault } from "@etcdscope/keyspace";
import { type KeyRange, under, within } from "./key-range.ts";
import { PartListing } from "./part-listing.ts";
import { pause } from "./pause.ts";
import { RangePlan } from "./range-plan.ts";
import type { EtcdReader } from "./reader.ts";

/** Pages a second at least when listings are slowed down: no long pause, no burst. */
const slowPages = 4;
const largestPage = 5000;

export interface ListingPace {
  /** Keys in the first page. */
  readonly firstPage: number;
  /** At most. */
  readonly keysPerSecond: number;
}

const noBytes = new Uint8Array(0);

/** All keys under a prefix at one revision, in pages that neither stall etcd nor hold more than some megabytes. */
export async function* listPages(
  reader: EtcdReader,
  options: ListOptions,
  pace: ListingPace,
): AsyncGenerator<KeyPage> {
  const { revision: wanted, signal } = options;
  const parts = await readableParts(reader, options);
  const outline = await reader.outline(signal);
  const started = performance.now();
  let revision = wanted;
  let listed = 0;
  for (const part of parts) {
    const plan = new RangePlan(part, { ...pageSizes(pace), ...outline, isMeasured: true });
    const isAhead = pace.keysPerSecond === Number.POSITIVE_INFINITY;
    const listing = new PartListing(reader, plan, { revision, isAhead, signal });
    for await (const { keys, remaining, ...page } of listing.pages()) {
      revision = page.revision;
      listed += keys.length;
      // How many keys the other parts have is not known yet.
      const total = parts.length === 1 && remaining !== undefined ? { total: listed + remaining } : {};
      if (keys.length > 0) yield { revision, keys, ...total };
      await pause(started + (listed / pace.keysPerSecond) * 1000 - performance.now(), signal);
    }
  }
  if (listed === 0) yield { revision: revision ?? (await reader.newestRevision(signal)), keys: [], total: 0 };
}

function pageSizes({ firstPage, keysPerSecond }: ListingPace): { limit: number; largest: number } {
  const largest = Math.max(1, Math.min(largestPage, Math.floor(keysPerSecond / slowPages)));
  return { limit: Math.min(firstPage, largest), largest };
}

/** There may be none of a part of the keys, but under every prefix there must be one. */
async function readableParts(
  reader: EtcdReader,
  { prefix = noBytes, from = noBytes, until, signal }: ListOptions,
): Promise<KeyRange[]> {
  const parts = under(await reader.readable(signal), prefix);
  if (parts.length === 0 && !(await reader.isKine(signal))) {
    throw new SourceFault("permission_denied", "The user may not read this part of etcd.");
  }
  return within(parts, { key: from, end: until });
}
