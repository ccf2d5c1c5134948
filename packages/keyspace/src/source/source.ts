import type { ClusterOptions, ClusterState, LeaseList, LeaseOptions } from "./cluster.ts";
import type { SourceFault } from "./fault.ts";

/** What is known of a key without its value. All numbers are etcd's own 64-bit ones. */
export interface KeyMeta {
  readonly key: Uint8Array;
  readonly createRevision: bigint;
  readonly modRevision: bigint;
  /** Changes since the key was created; 1 for a key that was put once. */
  readonly version: bigint;
  /** Lease id, 0 when the key has none. */
  readonly lease: bigint;
  /** Bytes of the value, where the source learns them without reading values. */
  readonly valueSize?: number;
}

export interface KeyValue extends KeyMeta {
  readonly value: Uint8Array;
}

/** A run of keys in byte order. Every page of one listing carries the same revision. */
export interface KeyPage {
  readonly revision: bigint;
  readonly keys: readonly KeyMeta[];
  /** Keys in the whole listing, where the source knows it: for progress, not for truth. */
  readonly total?: number;
}

export type KeyEvent =
  | { readonly type: "put"; readonly meta: KeyMeta }
  | { readonly type: "delete"; readonly key: Uint8Array; readonly modRevision: bigint };

/** Everything that happened up to and including `revision` since the batch before it. */
export interface KeyEvents {
  readonly revision: bigint;
  readonly events: readonly KeyEvent[];
}

/** A sign of life of a source that is followed. */
export interface SignOfLife {
  /** The oldest revision that can still be read, where known. */
  readonly oldestRevision?: bigint;
}

export interface KeyVersion {
  readonly modRevision: bigint;
  /** Absent for a deletion. */
  readonly kv?: KeyValue;
}

/** A place in a file that could not be read, and why: one sentence without the place. */
export interface DamagedPlace {
  readonly page?: number;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly reason: string;
}

/**
 * What of a file could not be read, where the rest is shown all the same: keys and revisions may be missing, so that a
 * key may be shown older than it was, or though it was deleted.
 */
export interface SourceDamage {
  /** Pages that could not be read, or only in part, of all that the file should have. What only these led to is missing too. */
  readonly pages: number;
  readonly pageCount: number;
  /** The first of them. */
  readonly places: readonly DamagedPlace[];
  /** The sha256 at the file's end: it does not fit what precedes it, or is cut off. Absent where it fits or was not asked for. */
  readonly hash?: "mismatch" | "cut";
  /**
   * Pages at which the file's own list of free pages contradicts its trees: nothing is missing because of it, but etcd
   * refuses such a file. Absent where there is no such page.
   */
  readonly freelist?: number;
  /** What is wrong with the packed file that this one was unpacked from. */
  readonly packing?: PackingDamage;
}

/**
 * `cut`: it ends too early. `corrupt`: what follows cannot be unpacked. `checksum`: its unpacked bytes do not fit the
 * checksum or the size that it gives. `trailing`: bytes that do not belong to it follow. What could be unpacked is shown.
 */
export interface PackingDamage {
  readonly fault: "cut" | "corrupt" | "checksum" | "trailing";
  /** Where in the packed file, as far as it is known. */
  readonly offset: number;
}

export interface SourceFacts {
  readonly kind: "etcd" | "snapshot" | "memory";
  readonly name: string;
  /** The newest revision. */
  readonly revision: bigint;
  /** The oldest revision that can still be read, where known. */
  readonly oldestRevision?: bigint;
  /** Live keys, where known without listing them. */
  readonly keyCount?: number;
  /** Present where a part of the source is lost. */
  readonly damage?: SourceDamage;
}

export interface ListOptions {
  /** Only keys that start with these bytes; every key when absent or empty. */
  readonly prefix?: Uint8Array;
  /** Only this key and those behind it. */
  readonly from?: Uint8Array;
  /** Only keys before this one. */
  readonly until?: Uint8Array;
  /** The state to list; the newest when absent. */
  readonly revision?: bigint;
  readonly signal?: AbortSignal;
}

export interface ReadOptions {
  /** The state to read; the newest when absent. */
  readonly revision?: bigint;
  readonly signal?: AbortSignal;
}

/** A direct child of a prefix: what stands between the prefix and the next slash. */
export interface KeyChild {
  /** The child's own segment, which may be empty. At the root a leading slash belongs to it. */
  readonly name: Uint8Array;
  /** The prefix and the name: the key when `isKey`; with a slash behind, the prefix when `isPrefix`. */
  readonly key: Uint8Array;
  readonly isKey: boolean;
  readonly isPrefix: boolean;
  /** Keys at or under this child. */
  readonly count: number;
}

/** A child that was found without reading all of its keys. */
export interface FoundChild extends KeyChild {
  /** When not, `count` is how many were seen: there are at least so many. */
  readonly countExact: boolean;
}

export interface FoundChildren {
  readonly revision: bigint;
  readonly children: readonly FoundChild[];
  /** The name to go on behind; absent at the end. */
  readonly next?: Uint8Array;
}

export interface FindOptions {
  /** The name of the last child already seen. */
  readonly after?: Uint8Array;
  /** Children at most. */
  readonly limit: number;
  /** The state to look at; the newest when absent. */
  readonly revision?: bigint;
  readonly signal?: AbortSignal;
}

/** What reading all keys of a source would take. */
export interface ListingCost {
  readonly keys: number;
  /** Bytes of the database that holds them, values included, where known. */
  readonly bytes?: number;
}

/**
 * Where keys come from. A source that cannot do something lacks the method.
 *
 * Every method rejects with {@link SourceFault} and nothing else; an aborted signal rejects with the signal's reason.
 */
export interface KeySource {
  describe(signal?: AbortSignal): Promise<SourceFacts>;
  /** All keys in byte order at one revision, in bounded pages. At least one page, which may be empty. */
  listKeys(options?: ListOptions): AsyncIterable<KeyPage>;
  /**
   * Direct children of a prefix in byte order of their names, found by skipping over what stands under each: quick and
   * light where a listing is not. Absent where a listing is as light.
   */
  children?(prefix: Uint8Array, options: FindOptions): Promise<FoundChildren>;
  /**
   * What a listing of everything would take, learned without one and bit by bit; `keys` rises from answer to answer
   * and is exact in the last. Absent where a listing costs nobody anything.
   */
  weigh?(signal?: AbortSignal): AsyncIterable<ListingCost>;
  /** The key at a revision; `undefined` when it does not exist there. */
  read(key: Uint8Array, options?: ReadOptions): Promise<KeyValue | undefined>;
  /**
   * What changes from `fromRevision` on (inclusive), until the signal aborts; batches hold whole revisions, each event
   * once and in order. Ends only by abort or a fault: `source_unavailable` when the connection is lost (follow on from
   * the last batch's revision + 1, nothing is lost), `revision_compacted` when the state just before `fromRevision`
   * can no longer be read, so that a change since may be forgotten, and `revision_in_future` when that state does not
   * exist, because the source was set back: list again after both. `permission_denied` says that what may be read is
   * not what it was: what is known is to be forgotten and listed again. `onSign` is called whenever the source was found
   * alive, also while nothing changes.
   */
  follow?(
    fromRevision: bigint,
    signal: AbortSignal,
    onSign?: (sign: SignOfLife) => void,
  ): AsyncIterable<KeyEvents>;
  /** Every version still readable, oldest first, deletions included. */
  history?(key: Uint8Array, signal?: AbortSignal): AsyncIterable<KeyVersion>;
  /** The cluster that the keys are of. What fails is told in its part; it rejects only when closed or aborted. */
  cluster?(options: ClusterOptions): Promise<ClusterState>;
  /** The leases there are, without their keys: these are known from the keys. */
  leases?(options: LeaseOptions): Promise<LeaseList>;
  close(): Promise<void>;
}
