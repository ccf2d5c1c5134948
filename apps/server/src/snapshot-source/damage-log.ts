import type { DamagedPlace, SourceDamage } from "@etcdscope/keyspace";
import type { SnapshotDamage, TrailerVerdict } from "@etcdscope/snapshot";

/** Places that are told one by one; of those behind them only their number. */
const mostPlaces = 100;

/** What of a snapshot could not be read. */
export class DamageLog {
  readonly #places: DamagedPlace[] = [];
  readonly #pages = new Set<number>();
  #first: SnapshotDamage | undefined;

  /** What was found first. */
  get first(): SnapshotDamage | undefined {
    return this.#first;
  }

  add(damage: SnapshotDamage): void {
    const { page, offset, reason } = damage;
    this.#first ??= damage;
    this.#pages.add(page ?? -1);
    if (this.#places.length < mostPlaces)
      this.#places.push({ ...(page === undefined ? {} : { page }), offset, reason });
  }

  /** What is to be told; `undefined` where all is well. `pageCount`: pages that the file should have. */
  told(pageCount: number, verdict: TrailerVerdict): SourceDamage | undefined {
    const hash = verdict === "mismatch" || verdict === "cut" ? { hash: verdict } : {};
    if (this.#places.length === 0 && hash.hash === undefined) return undefined;
    return { pages: this.#pages.size, pageCount, places: this.#places, ...hash };
  }
}

/** The damage in a few sentences, for people at a terminal. */
export function damageSentences({ pages, pageCount, places: [first], hash }: SourceDamage): string {
  const sentences = [];
  if (first !== undefined) {
    const page = first.page === undefined ? "" : `page ${first.page}, `;
    sentences.push(
      `${pages} of ${pageCount} pages could not be read: keys and revisions are missing, and what is shown may be older than what was stored.`,
      `The first is damaged thus: ${first.reason} (${page}byte ${first.offset}).`,
    );
  }
  if (hash !== undefined) sentences.push(hashSentences[hash]);
  return `The snapshot is damaged. ${sentences.join(" ")}`;
}

const hashSentences = {
  mismatch: "Its bytes do not fit the sha256 at its end: keys and values are shown as they are in the file.",
  cut: "It ends neither with a page nor with a whole sha256.",
} as const;
