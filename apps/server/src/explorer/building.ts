import { type IndexProgress, KeyIndex, type KeySource } from "@etcdscope/keyspace";
import type { IndexLimits, Weighing } from "./weighing.ts";

export interface BuildProgress extends IndexProgress {
  /** Since the listing began. */
  readonly keysPerSecond?: number;
}

export interface BuildingOptions {
  readonly weighing: Weighing | undefined;
  /** What goes beyond is not built; everything is built when absent. */
  readonly limits: IndexLimits | undefined;
  readonly onProgress: (progress: BuildProgress, soFar: KeyIndex) => void;
}

/** Time that must pass before a rate means something, in milliseconds. */
const firstRate = 500;

/**
 * Lists a source into an index; `undefined` when that turns out to cost more than the limits allow: at once where the
 * database is too large, else as soon as that many keys were counted.
 */
export async function buildIndex(
  source: KeySource,
  signal: AbortSignal,
  { weighing, limits, onProgress }: BuildingOptions,
): Promise<KeyIndex | undefined> {
  const isAbove = (): boolean => limits !== undefined && weighing?.isAbove(limits) === true;
  await weighing?.begun;
  signal.throwIfAborted();
  if (isAbove()) return undefined;
  const tooMuch = new AbortController();
  const started = performance.now();
  const told = ({ keys, total = countedBy(weighing) }: IndexProgress, soFar: KeyIndex): void => {
    if (isAbove()) tooMuch.abort();
    const rate = rateOf(keys, performance.now() - started);
    onProgress({ keys, ...(total === undefined ? {} : { total }), ...rate }, soFar);
  };
  try {
    const pages = source.listKeys({ signal: AbortSignal.any([signal, tooMuch.signal]) });
    return await KeyIndex.build(pages, { onProgress: told });
  } catch (error) {
    signal.throwIfAborted();
    if (tooMuch.signal.aborted) return undefined;
    throw error;
  }
}

function countedBy(weighing: Weighing | undefined): number | undefined {
  return weighing?.cost?.isWhole === true ? weighing.cost.keys : undefined;
}

function rateOf(keys: number, milliseconds: number): { keysPerSecond?: number } {
  return milliseconds < firstRate ? {} : { keysPerSecond: Math.round((keys / milliseconds) * 1000) };
}
