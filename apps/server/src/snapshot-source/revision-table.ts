import type { KeyMeta } from "@etcdscope/keyspace";
import type { Revision } from "@etcdscope/snapshot";
import { float64Column, int64Column, uint32Column } from "./column.ts";

/** Where one change of a key is stored. */
export interface Change {
  readonly modRevision: bigint;
  readonly isDeletion: boolean;
  /** Where the stored record begins in the file, and its bytes. */
  readonly offset: number;
  readonly size: number;
}

/** Every change in the order of history, some 50 bytes each, chained per key from the newest back. */
export class RevisionTable {
  readonly #main = int64Column();
  readonly #create = int64Column();
  readonly #version = int64Column();
  readonly #lease = int64Column();
  readonly #valueSize = uint32Column();
  readonly #offset = float64Column();
  readonly #size = uint32Column();
  /** Row of the change of the same key before, plus one; 0 for the first. */
  readonly #previous = uint32Column();
  /** By key: row of its newest change, plus one. */
  readonly #newest = uint32Column();
  #rows = 0;

  get size(): number {
    return this.#rows;
  }

  append(key: number, { main, isDeletion, kv, offset, size }: Revision): void {
    const row = this.#rows++;
    this.#main.set(row, main);
    this.#create.set(row, isDeletion ? 0n : kv.createRevision);
    this.#version.set(row, isDeletion ? 0n : kv.version);
    this.#lease.set(row, isDeletion ? 0n : kv.lease);
    this.#valueSize.set(row, isDeletion ? 0 : kv.value.length);
    this.#offset.set(row, offset);
    this.#size.set(row, size);
    this.#previous.set(row, this.#newest.at(key));
    this.#newest.set(key, row + 1);
  }

  /** Rows of a key's changes, newest first. */
  *rowsOf(key: number): Generator<number, void, void> {
    for (let next = this.#newest.at(key); next !== 0; next = this.#previous.at(next - 1)) yield next - 1;
  }

  /** The key's newest change at or before `revision`, `undefined` where there is none or it is a deletion. */
  liveRow(key: number, revision: bigint): number | undefined {
    let next = this.#newest.at(key);
    while (next !== 0 && this.#main.at(next - 1) > revision) next = this.#previous.at(next - 1);
    return next === 0 || this.isDeletion(next - 1) ? undefined : next - 1;
  }

  isDeletion(row: number): boolean {
    return this.#version.at(row) === 0n;
  }

  revision(row: number): bigint {
    return this.#main.at(row);
  }

  change(row: number): Change {
    return {
      modRevision: this.#main.at(row),
      isDeletion: this.isDeletion(row),
      offset: this.#offset.at(row),
      size: this.#size.at(row),
    };
  }

  /** What a put has set, without its value. */
  meta(key: Uint8Array, row: number): KeyMeta {
    return {
      key,
      createRevision: this.#create.at(row),
      modRevision: this.#main.at(row),
      version: this.#version.at(row),
      lease: this.#lease.at(row),
      valueSize: this.#valueSize.at(row),
    };
  }
}
