import type { KeyMeta } from "@etcdscope/keyspace";
import { numberField, type StoredChange } from "@etcdscope/snapshot";
import { Rows } from "./rows.ts";

/** Where one change of a key is stored. */
export interface Change {
  readonly modRevision: bigint;
  readonly isDeletion: boolean;
  /** Where the stored record begins in the file, and its bytes. */
  readonly offset: number;
  readonly size: number;
}

/** Fields of a change, in words. */
const field = {
  main: 0,
  create: 2,
  version: 4,
  lease: 6,
  offset: 8,
  size: 10,
  valueSize: 11,
  /** Row of the change of the same key before, plus one; 0 for the first. */
  previous: 12,
} as const;
const wordsInChange = 13;

/** Every change in the order of history, 52 bytes each, chained per key from the newest back. */
export class RevisionTable {
  readonly #changes = new Rows(wordsInChange);
  /** By key: row of its newest change, plus one. */
  readonly #newest = new Rows(1);
  #size = 0;
  #alive = 0;

  /** Keys of which the newest change is no deletion. */
  get alive(): number {
    return this.#alive;
  }

  get size(): number {
    return this.#size;
  }

  append(key: number, { name, record, offset, size }: StoredChange): void {
    const row = this.#size++;
    const previous = this.#newest.uint32(key, 0);
    if (previous !== 0 && !this.#isDeletion(previous - 1)) this.#alive--;
    this.#newest.setUint32(key, 0, row + 1);
    const words = this.#changes.chunkOf(row);
    const at = this.#changes.placeOf(row);
    copyPair(name.words, 0, words, at + field.main);
    words[at + field.offset] = offset % 2 ** 32;
    words[at + field.offset + 1] = Math.floor(offset / 2 ** 32);
    words[at + field.size] = size;
    words[at + field.previous] = previous;
    if (name.isDeletion) return;
    this.#alive++;
    copyPair(record.words, numberField.createRevision, words, at + field.create);
    copyPair(record.words, numberField.version, words, at + field.version);
    copyPair(record.words, numberField.lease, words, at + field.lease);
    words[at + field.valueSize] = record.valueEnd - record.valueStart;
  }

  /** Rows of a key's changes, newest first. */
  *rowsOf(key: number): Generator<number, void, void> {
    for (let next = this.#newest.uint32(key, 0); next !== 0; next = this.#previous(next - 1)) yield next - 1;
  }

  /** The key's newest change at or before `revision`, `undefined` where there is none or it is a deletion. */
  liveRow(key: number, revision: bigint): number | undefined {
    let next = this.#newest.uint32(key, 0);
    while (next !== 0 && this.revision(next - 1) > revision) next = this.#previous(next - 1);
    return next === 0 || this.#isDeletion(next - 1) ? undefined : next - 1;
  }

  revision(row: number): bigint {
    return this.#changes.int64(row, field.main);
  }

  change(row: number): Change {
    return {
      modRevision: this.revision(row),
      isDeletion: this.#isDeletion(row),
      offset: this.#changes.uint53(row, field.offset),
      size: this.#changes.uint32(row, field.size),
    };
  }

  /** What a put has set, without its value. */
  meta(key: Uint8Array, row: number): KeyMeta {
    return {
      key,
      createRevision: this.#changes.int64(row, field.create),
      modRevision: this.revision(row),
      version: this.#changes.int64(row, field.version),
      lease: this.#changes.int64(row, field.lease),
      valueSize: this.#changes.uint32(row, field.valueSize),
    };
  }

  #previous(row: number): number {
    return this.#changes.uint32(row, field.previous);
  }

  /** A put has a version of at least 1. */
  #isDeletion(row: number): boolean {
    const version = field.version;
    return this.#changes.uint32(row, version) === 0 && this.#changes.uint32(row, version + 1) === 0;
  }
}

function copyPair(from: Uint32Array, at: number, into: Uint32Array, to: number): void {
  into[to] = from[at] ?? 0;
  into[to + 1] = from[at + 1] ?? 0;
}
