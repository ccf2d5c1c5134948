import type { KeyTable } from "./key-table.ts";

/** Keys are grouped by what stands before this slash, as Kubernetes' are by kind and namespace. */
const slashesInGroup = 4;
/** Keys that are looked at without a pause. */
const largestStep = 50_000;
/** With fewer keys in a group, groups are of no use. */
const leastKeysInGroup = 8;

/** The keys of one group, which have their first `depth` bytes in common, by their places in the order of all keys. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** Keys by what they begin with. */
export interface KeyGroups {
  /** By key: its group. */
  readonly of: Uint32Array;
  /** By group: where its keys belong. */
  readonly runs: readonly Run[];
}

/**
 * Groups keys by their first bytes up to and with a certain slash, or by all of a key that has fewer slashes. None of
 * these begins another with as many slashes, so the groups' order is that of their keys. `sort` puts the groups in
 * order. `undefined` where groups would be small.
 */
export async function groupKeys(
  table: KeyTable,
  sort: (groups: KeyTable) => Promise<Uint32Array>,
  pause: () => Promise<void>,
): Promise<KeyGroups | undefined> {
  const groups = table.emptied();
  const of = new Uint32Array(table.size);
  const sizes: number[] = [];
  const firsts: number[] = [];
  const depths: number[] = [];
  for (let id = 0; id < table.size; id++) {
    const group = table.internPrefix(id, slashesInGroup, groups);
    const size = sizes[group] ?? 0;
    of[id] = group;
    sizes[group] = size + 1;
    if (size === 0) {
      firsts[group] = id;
      depths[group] = table.lengthOf(id);
    } else
      depths[group] = table.sharedEnd(id, firsts[group] ?? 0, groups.lengthOf(group), depths[group] ?? 0);
    if (groups.size * leastKeysInGroup > table.size) return undefined;
    if (id % largestStep === largestStep - 1) await pause();
  }
  return { of, runs: runsOf(await sort(groups), sizes, depths) };
}

function runsOf(order: Uint32Array, sizes: readonly number[], depths: readonly number[]): Run[] {
  const runs = new Array<Run>(order.length);
  let start = 0;
  for (const group of order) {
    const end = start + (sizes[group] ?? 0);
    runs[group] = { start, end, depth: depths[group] ?? 0 };
    start = end;
  }
  return runs;
}
