import type { DamagedPlace, PackingDamage, SourceDamage } from "@etcdscope/keyspace";
import type { FreelistVerdict, SnapshotDamage, TrailerVerdict } from "@etcdscope/snapshot";
import { shownPackingSentence } from "./packing/sentences.ts";

/** Places that are told one by one; of those behind them only their number. */
const mostPlaces = 100;

/** What of a snapshot could not be read. */
export class DamageLog {
  readonly #places: DamagedPlace[] = [];
  readonly #pages = new Set<number>();
  #first: SnapshotDamage | undefined;
  #freelist = 0;
  #packing: PackingDamage | undefined;

  /** What was found first. */
  get first(): SnapshotDamage | undefined {
    return this.#first;
  }

  add(damage: SnapshotDamage): void {
    this.#first ??= damage;
    this.#pages.add(damage.page ?? -1);
    this.#addPlace(damage);
  }

  addFreelist({ pages, places }: FreelistVerdict): void {
    this.#freelist += pages;
    for (const place of places) this.#addPlace(place);
  }

  addPacking(packing: PackingDamage | undefined): void {
    this.#packing = packing;
  }

  /** What is to be told; `undefined` where all is well. `pageCount`: pages that the file should have. */
  told(pageCount: number, verdict: TrailerVerdict): SourceDamage | undefined {
    const told = {
      ...(verdict === "mismatch" || verdict === "cut" ? { hash: verdict } : {}),
      ...(this.#freelist === 0 ? {} : { freelist: this.#freelist }),
      ...(this.#packing === undefined ? {} : { packing: this.#packing }),
    };
    if (this.#places.length === 0 && Object.keys(told).length === 0) return undefined;
    return { pages: this.#pages.size, pageCount, places: this.#places, ...told };
  }

  #addPlace({ page, offset, reason }: SnapshotDamage): void {
    if (this.#places.length < mostPlaces)
      this.#places.push({ ...(page === undefined ? {} : { page }), offset, reason });
  }
}

/** The damage in a few sentences, for people at a terminal. */
export function damageSentences({ pages, pageCount, places, hash, freelist, packing }: SourceDamage): string {
  const sentences = [];
  if (packing !== undefined) sentences.push(shownPackingSentence(packing));
  if (pages > 0)
    sentences.push(
      `${pages} of ${pageCount} pages could not be read: keys and revisions are missing, and what is shown may be older than what was stored.`,
    );
  if (freelist !== undefined)
    sentences.push(
      `Its list of free pages contradicts its trees at ${freelist} of ${pageCount} pages: nothing is missing because of it, but etcd and “etcdctl snapshot restore” refuse such a file.`,
    );
  sentences.push(...firstPlace(places));
  if (hash !== undefined) sentences.push(hashSentences[hash]);
  return `The snapshot is damaged. ${sentences.join(" ")}`;
}

function firstPlace([first]: SourceDamage["places"]): string[] {
  if (first === undefined) return [];
  const page = first.page === undefined ? "" : `page ${first.page}, `;
  return [`The first damage: ${first.reason} (${page}byte ${first.offset}).`];
}

const hashSentences = {
  mismatch: "Its bytes do not fit the sha256 at its end: keys and values are shown as they are in the file.",
  cut: "It ends neither with a page nor with a whole sha256.",
} as const;

/** What is to be known of a file that is no saved snapshot but a plain database. */
export const withoutHash = "without sha256: restoring needs --skip-hash-check";
