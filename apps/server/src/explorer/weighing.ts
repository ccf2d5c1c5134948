import type { KeySource, ListingCost } from "@etcdscope/keyspace";

/** Up to what size a source is indexed without being asked to. */
export interface IndexLimits {
  readonly mostKeys: number;
  /** Bytes of the database: a listing makes etcd read every value. */
  readonly mostBytes: number;
}

export const usualIndexLimits: IndexLimits = { mostKeys: 2_000_000, mostBytes: 4 * 2 ** 30 };

/** What an index costs, as far as it is known. */
export interface IndexCost extends ListingCost {
  /** All keys are counted; when not, there are more. */
  readonly isWhole: boolean;
}

/** Learns what an index costs, beside other work. */
export class Weighing {
  /** When it is known how large the database is, or that nobody tells. */
  readonly begun: Promise<void>;
  readonly #onNews: () => void;
  #cost: IndexCost | undefined;

  /** `undefined` for a source whose listing costs nobody anything. `onNews` hears of each step. */
  static of(source: KeySource, signal: AbortSignal, onNews: () => void): Weighing | undefined {
    const costs = source.weigh?.(signal);
    return costs === undefined ? undefined : new Weighing(costs, onNews);
  }

  private constructor(costs: AsyncIterable<ListingCost>, onNews: () => void) {
    this.#onNews = onNews;
    this.begun = new Promise((resolve) => {
      // What fails here fails the listing too, and is told there.
      this.#weigh(costs, resolve).catch(() => resolve());
    });
  }

  get cost(): IndexCost | undefined {
    return this.#cost;
  }

  isAbove({ mostKeys, mostBytes }: IndexLimits): boolean {
    const { keys = 0, bytes = 0 } = this.#cost ?? {};
    return keys > mostKeys || bytes > mostBytes;
  }

  async #weigh(costs: AsyncIterable<ListingCost>, begun: () => void): Promise<void> {
    for await (const cost of costs) {
      this.#tell({ ...cost, isWhole: false });
      begun();
    }
    if (this.#cost !== undefined) this.#tell({ ...this.#cost, isWhole: true });
    begun();
  }

  #tell(cost: IndexCost): void {
    this.#cost = cost;
    this.#onNews();
  }
}
