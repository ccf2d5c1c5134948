import type { KeyChangeKind } from "@etcdscope/contract";
import { type KeyEvent, type KeyEvents, startsWith } from "@etcdscope/keyspace";
import type { Place } from "./place.ts";

export interface KeyChange {
  readonly key: Uint8Array;
  readonly change: KeyChangeKind;
}

interface Entry {
  readonly revision: bigint;
  readonly changes: readonly KeyChange[];
  readonly cost: number;
}

export interface JournalLimits {
  /** Bytes that are kept in all, and that one run of changes may have. */
  readonly kept: number;
  readonly run: number;
}

const usualLimits: JournalLimits = { kept: 8 * 1024 * 1024, run: 256 * 1024 };

/** Bytes that a change takes beside its key when it is told. */
const changeCost = 64;
/** The same while it is kept: a small byte array of its own takes most of it. */
const keptCost = 400;

/** Which keys changed lately, without values: what one who was away for a while has to be told. */
export class Journal {
  readonly #limits: JournalLimits;
  #entries: Entry[] = [];
  /** Entries before this one are forgotten. */
  #first = 0;
  #cost = 0;
  /** Everything after this revision is known. */
  #start = 0n;
  #newest: Place | undefined;

  constructor(limits: JournalLimits = usualLimits) {
    this.#limits = limits;
  }

  /** The last place told; `undefined` until the source was listed. */
  get newest(): Place | undefined {
    return this.#newest;
  }

  /** Forgets everything: the source was listed anew, at this revision. */
  restart(revision: bigint, isForeign: boolean): void {
    this.#entries = [];
    this.#first = 0;
    this.#cost = 0;
    this.#start = revision;
    this.#newest = { history: (this.#newest?.history ?? 0) + (isForeign ? 1 : 0), revision };
  }

  append({ revision, events }: KeyEvents): void {
    const newest = this.#newest;
    if (newest === undefined || revision <= newest.revision) return;
    this.#newest = { ...newest, revision };
    if (events.length === 0) return;
    const changes = events.map(changeOf);
    const cost = changes.reduce((sum, { key }) => sum + key.length + keptCost, 0);
    this.#entries.push({ revision, changes, cost });
    this.#cost += cost;
    while (this.#cost > this.#limits.kept) this.#forgetFirst();
  }

  /**
   * The last change of every key under a prefix from one place (exclusive) to another (inclusive), in the order
   * of these changes; `undefined` when they are no longer known, or too many to tell.
   */
  changes(from: Place, to: Place, prefix: Uint8Array): readonly KeyChange[] | undefined {
    if (!this.#isKnown(from)) return undefined;
    const found = new Map<string, KeyChange>();
    let cost = 0;
    for (const change of this.#changesBetween(from.revision, to.revision)) {
      if (!startsWith(change.key, prefix)) continue;
      cost += merge(found, change);
      if (cost > this.#limits.run) return undefined;
    }
    return [...found.values()];
  }

  #isKnown({ history, revision }: Place): boolean {
    const newest = this.#newest;
    return history === newest?.history && revision >= this.#start && revision <= newest.revision;
  }

  *#changesBetween(from: bigint, to: bigint): Generator<KeyChange> {
    for (let at = this.#indexAfter(from); at < this.#entries.length; at++) {
      const entry = this.#entries[at];
      if (entry === undefined || entry.revision > to) return;
      yield* entry.changes;
    }
  }

  #forgetFirst(): void {
    const entry = this.#entries[this.#first++];
    this.#cost -= entry?.cost ?? 0;
    this.#start = entry?.revision ?? this.#start;
    if (this.#first * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#first);
    this.#first = 0;
  }

  #indexAfter(revision: bigint): number {
    let low = this.#first;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.revision ?? 0n) > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function changeOf(event: KeyEvent): KeyChange {
  if (event.type === "delete") return { key: event.key, change: "removed" };
  const { key, createRevision, modRevision } = event.meta;
  return { key, change: createRevision === modRevision ? "inserted" : "changed" };
}

/** Returns what the run costs more. A key that came and then changed has come, for who knew nothing of it. */
function merge(found: Map<string, KeyChange>, change: KeyChange): number {
  const id = Buffer.from(change.key.buffer, change.key.byteOffset, change.key.length).toString("latin1");
  const known = found.get(id);
  found.delete(id);
  const isStillNew = known?.change === "inserted" && change.change === "changed";
  found.set(id, isStillNew ? known : change);
  return known === undefined ? change.key.length + changeCost : 0;
}
