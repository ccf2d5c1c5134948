import { type KeyPage, type ListOptions, SourceFault } from "@etcdscope/keyspace";
import { isFault } from "./fault.ts";
import type { KeysReply } from "./key-messages.ts";
import { type KeyRange, under, within } from "./key-range.ts";
import { pause } from "./pause.ts";
import { type PlannedRange, RangePlan } from "./range-plan.ts";
import type { EtcdReader } from "./reader.ts";

/** How many times the usual deadline a page may take that has missed it once. */
const slowPatience = 6;

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
  const isSmall = await reader.isSmall(signal);
  const started = performance.now();
  let revision = wanted;
  let listed = 0;
  for (const part of parts) {
    const plan = new RangePlan(part, { ...pageSizes(pace), isSmall });
    for await (const { keys, remaining, ...page } of listPart(reader, plan, revision, signal)) {
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
  if (parts.length === 0) {
    throw new SourceFault("permission_denied", "The user may not read this part of etcd.");
  }
  return within(parts, { key: from, end: until });
}

interface PartPage extends KeyPage {
  readonly remaining: number | undefined;
}

/** While one page is used, the next is on its way. */
async function* listPart(
  reader: EtcdReader,
  plan: RangePlan,
  wanted: bigint | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<PartPage> {
  let revision = wanted;
  let coming = beginPage(reader, plan, revision, signal);
  while (coming !== undefined) {
    const { reply, milliseconds } = await coming;
    revision ??= reply?.revision;
    if (reply !== undefined) plan.observe({ ...reply, keys: reply.kvs, milliseconds });
    coming = beginPage(reader, plan, revision, signal);
    if (reply !== undefined && revision !== undefined)
      yield { revision, keys: reply.kvs, remaining: plan.remaining };
  }
}

interface TimedReply {
  readonly reply: KeysReply | undefined;
  readonly milliseconds: number;
}

/** Asks for the page that the plan has next, if any. */
function beginPage(
  reader: EtcdReader,
  plan: RangePlan,
  revision: bigint | undefined,
  signal: AbortSignal | undefined,
): Promise<TimedReply> | undefined {
  const planned = plan.next;
  if (planned === undefined) return undefined;
  const coming = timed(reader, () => requestPage(reader, plan, planned, revision, signal), signal);
  // Who stops listing does not wait for it.
  coming.catch(() => undefined);
  return coming;
}

async function timed(
  reader: EtcdReader,
  ask: () => Promise<KeysReply | undefined>,
  signal: AbortSignal | undefined,
): Promise<TimedReply> {
  await reader.precedence.standBack(signal);
  const started = performance.now();
  const reply = await ask();
  return { reply, milliseconds: performance.now() - started };
}

/** `undefined` when the page was too large and a smaller one is to be asked for. */
async function requestPage(
  reader: EtcdReader,
  plan: RangePlan,
  planned: PlannedRange,
  revision: bigint | undefined,
  signal: AbortSignal | undefined,
): Promise<KeysReply | undefined> {
  // The first page must know the newest revision; the others read a state that does not change, from any member.
  const state = revision === undefined ? {} : { revision, serializable: true };
  const request = { ...planned, ...state };
  try {
    return await reader.keys(request, signal);
  } catch (error) {
    if (isFault(error, "too_large") && plan.halve()) {
      return undefined;
    }
    if (!isFault(error, "source_timeout")) {
      throw error;
    }
    // Slow is not gone: a member that answers a small question at once gets more time for this one.
    await reader.newestRevision(signal);
    return reader.keys(request, signal, slowPatience);
  }
}
