import { KeyIndex, type KeySource, startsWith } from "@etcdscope/keyspace";
import type { Gate } from "./gate.ts";
import { cutAfter } from "./listing.ts";
import { Refusal } from "./refusal.ts";

export interface PastLimits {
  /** Keys that one past index may have. */
  readonly mostKeys: number;
  /** Past indexes kept. */
  readonly mostKept: number;
  /** Milliseconds that one listing may take. */
  readonly deadline: number;
}

const usualLimits: PastLimits = { mostKeys: 250_000, mostKept: 4, deadline: 30_000 };

interface Past {
  readonly revision: bigint;
  readonly prefix: Uint8Array;
  readonly index: Promise<KeyIndex>;
}

/** Indexes of states gone by, listed when asked for and kept while they are among the last used. */
export class PastLevels {
  readonly #source: KeySource;
  readonly #gate: Gate;
  readonly #limits: PastLimits;
  /** The last used one last. */
  #kept: readonly Past[] = [];

  constructor(source: KeySource, gate: Gate, limits: PastLimits = usualLimits) {
    this.#source = source;
    this.#gate = gate;
    this.#limits = limits;
  }

  /** An index that holds every key under `prefix` at `revision`. */
  async indexAt(prefix: Uint8Array, revision: bigint): Promise<KeyIndex> {
    const known = this.#kept.find((past) => past.revision === revision && startsWith(prefix, past.prefix));
    const past = known ?? { revision, prefix, index: this.#listWhenFree(prefix, revision) };
    this.#keep(past);
    try {
      return await past.index;
    } catch (error) {
      this.#kept = this.#kept.filter((other) => other !== past);
      throw error;
    }
  }

  forget(): void {
    this.#kept = [];
  }

  #keep(past: Past): void {
    const others = this.#kept.filter((other) => other !== past);
    this.#kept = [...others, past].slice(-this.#limits.mostKept);
  }

  #listWhenFree(prefix: Uint8Array, revision: bigint): Promise<KeyIndex> {
    const signal = AbortSignal.timeout(this.#limits.deadline);
    return this.#gate.pass(() => this.#list(prefix, revision, signal), signal);
  }

  async #list(prefix: Uint8Array, revision: bigint, signal: AbortSignal): Promise<KeyIndex> {
    const { mostKeys } = this.#limits;
    const listing = cutAfter(this.#source.listKeys({ prefix, revision, signal }), mostKeys);
    const index = await KeyIndex.build(listing.pages);
    if (listing.isCut())
      throw new Refusal(
        "too_large",
        `There are more than ${mostKeys} keys under this prefix at revision ${revision}; open a longer prefix.`,
      );
    return index;
  }
}
