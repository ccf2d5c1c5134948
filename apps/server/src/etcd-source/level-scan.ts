import { type FindOptions, type FoundChildren, joinBytes, prefixEnd, startsWith } from "@etcdscope/keyspace";
import { type KeyRange, rangeOf, within } from "./key-range.ts";
import { LevelNames, underName } from "./level-names.ts";
import { type PlannedRange, RangePlan } from "./range-plan.ts";

/** What a request for keys is answered with. */
interface AskedPage {
  readonly kvs: readonly { readonly key: Uint8Array }[];
  readonly more: boolean;
  readonly count: number;
}

/** Asks for keys at the revision of the scan; that of the first answer where none was wanted. */
export interface LevelPort {
  ask(range: PlannedRange): Promise<AskedPage>;
  readonly revision: bigint;
  /** What may be read, in byte order and apart. */
  readonly readable: readonly KeyRange[];
  /** Where keys are likely to be, in order. */
  readonly places?: readonly Uint8Array[];
  /** All keys together are few. */
  readonly isSmall: boolean;
}

const slash = 0x2f;
const zeroByte = Uint8Array.of(0);
/** Keys in the first page: it tells whether children are keys or have many keys under them. */
const firstPage = 200;
const largestPage = 1000;
const smallestPage = 16;
/** To count so many takes etcd less time than it takes to ask it again and again. */
const few = 20_000;

/** Direct children of a prefix, found by asking for the first keys and skipping over what stands under each child. */
export async function scanLevel(
  port: LevelPort,
  prefix: Uint8Array,
  { after, limit }: FindOptions,
): Promise<FoundChildren> {
  const names = new LevelNames(prefix, after);
  const behind = await scanParts(port, { prefix, after }, names, limit);
  if (behind !== undefined) await settle(port, prefix, names, names.openAt(behind, limit));
  return { revision: port.revision, ...names.first(limit, behind === undefined) };
}

/** A stretch of a level; a gap is what stands between a name and the keys under it: mostly nothing. */
interface Part extends KeyRange {
  readonly isGap: boolean;
}

/**
 * Where the keys of names behind `after` stand: everywhere behind it, but not under it nor under its beginnings, which
 * are names before it.
 */
function partsBehind(prefix: Uint8Array, after: Uint8Array | undefined): Part[] {
  const { key, end } = rangeOf(prefix);
  if (after === undefined) return [{ key, end, isGap: false }];
  const parts: Part[] = [];
  let from = joinBytes(joinBytes(prefix, after), zeroByte);
  for (let length = after.length; length >= (prefix.length === 0 ? 1 : 0); length--) {
    if ((after[length] ?? 0) >= 0x2f) continue;
    const hole = underName(prefix, after.subarray(0, length));
    parts.push({ key: from, end: hole, isGap: true });
    from = prefixEnd(hole) ?? hole;
  }
  return [...parts, { key: from, end, isGap: false }];
}

/** Until more names than the limit are known. Returns the place that was reached, or nothing at the end. */
async function scanParts(
  port: LevelPort,
  { prefix, after }: { prefix: Uint8Array; after: Uint8Array | undefined },
  names: LevelNames,
  limit: number,
): Promise<Uint8Array | undefined> {
  const places = port.places?.filter((place) => !isInsideChild(place, prefix));
  for (const part of partsBehind(prefix, after))
    for (const readable of within(port.readable, part)) {
      if (names.size > limit) return readable.key;
      const isSmall = port.isSmall || part.isGap;
      const sizes = { limit: firstPage, largest: largestPage, few };
      const plan = new RangePlan(readable, {
        ...sizes,
        isSmall,
        ...(places && { places }),
      });
      await scanPart(port, plan, names, limit);
      if (plan.next !== undefined) return plan.from;
    }
  return undefined;
}

/** A window that ends there would tell a part of a child only. */
function isInsideChild(place: Uint8Array, prefix: Uint8Array): boolean {
  if (!startsWith(place, prefix)) return false;
  const at = place.indexOf(slash, Math.max(prefix.length, 1));
  return at !== -1 && at < place.length - 1;
}

async function scanPart(port: LevelPort, plan: RangePlan, names: LevelNames, limit: number): Promise<void> {
  for (let planned = plan.next; planned !== undefined && names.size <= limit; planned = plan.next) {
    const known = names.size;
    const { kvs, more, count } = await port.ask(planned);
    const behind = names.take(kvs, more);
    plan.observe({ keys: kvs, more, count, milliseconds: 0 });
    plan.limit = pageAfter(planned.limit, kvs.length, names.size - known);
    if (behind !== undefined) plan.skipTo(behind);
  }
}

/** Many keys a child: a few of each are enough. A key a child: a page brings as many children as it has keys. */
function pageAfter(limit: number, keys: number, fresh: number): number {
  if (keys === limit && fresh <= 2) return Math.max(smallestPage, limit >> 1);
  return fresh * 2 > keys && keys === limit ? Math.min(largestPage, limit * 2) : limit;
}

/** Looks whether keys stand under each of the names. */
async function settle(
  port: LevelPort,
  prefix: Uint8Array,
  names: LevelNames,
  open: readonly Uint8Array[],
): Promise<void> {
  for (const name of open) {
    let count = 0;
    for (const { key, end } of within(port.readable, rangeOf(underName(prefix, name))))
      count += (await port.ask({ key, rangeEnd: end ?? zeroByte, limit: 1 })).count;
    if (count > 0) names.addUnder(name, count);
  }
}
