import type { KeyRange } from "./key-range.ts";

/**
 * Up to where each part of etcd was told when following several of them stopped. A watch tells its own changes in
 * order, but two watches need not keep step: each goes on from its own place, so that nothing is lost between them.
 */
export class PartPlaces {
  #told = 0n;
  #known: ReadonlyMap<string, bigint> = new Map();

  /** The last revision told of each part, for one who knows the whole up to a revision. */
  of(parts: readonly KeyRange[], told: bigint): readonly bigint[] {
    return parts.map((part) => (told === this.#told ? (this.#known.get(idOf(part)) ?? told) : told));
  }

  /** Takes down what was told of parts. */
  keeper(parts: readonly KeyRange[]): (told: bigint, known: readonly bigint[]) => void {
    const ids = parts.map(idOf);
    return (told, known) => {
      this.#told = told;
      this.#known = new Map(ids.map((id, at) => [id, known[at] ?? 0n]));
    };
  }
}

function idOf({ key, end }: KeyRange): string {
  return `${Buffer.from(key).toString("hex")}-${Buffer.from(end ?? []).toString("hex")}`;
}
