import type { ErrorCode } from "./errors.ts";

/** Revisions, leases and other 64-bit numbers are decimal strings everywhere in the contract. */
export type Int64Text = string;

/** Bytes as base64url without padding. */
export type Base64Url = string;

/** Half-open byte range `[start, end)` over the bytes of one layer. */
export type SpanPair = readonly [start: number, end: number];

/** `ready`: answers are current. `indexing`: counts are not all exact yet. `unindexed`: current, but most counts are not known and an index is built only when asked for. `away`: the source does not answer; what is shown is the last known. `failed`: it will not recover by itself. */
export type SourceState = "ready" | "indexing" | "unindexed" | "away" | "failed";

export interface SourceProblem {
  readonly code: ErrorCode;
  readonly message: string;
  /** ISO time at which it began. */
  readonly since: string;
}

/** A place in a file that could not be read. `reason` is one sentence without the place. */
export interface DamagedPlaceAnswer {
  readonly page: number | null;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly reason: string;
}

/** What of a file could not be read: keys and revisions may be missing, and what is shown older than what was stored. */
export interface DamageAnswer {
  /** Pages that could not be read, or only in part, of `pageCount`; what only these led to is missing too. */
  readonly pages: number;
  readonly pageCount: number;
  /** The first of them, a hundred at most. */
  readonly places: readonly DamagedPlaceAnswer[];
  /** The sha256 at the file's end does not fit, or is cut off; null where it fits or there is none. */
  readonly hash: "mismatch" | "cut" | null;
  /** Pages at which the file's own list of free pages contradicts its trees; nothing is missing because of it. */
  readonly freelist: number;
  /** What is wrong with the packed file that the snapshot was unpacked from, and at which of its bytes. */
  readonly packing: {
    readonly fault: "cut" | "corrupt" | "checksum" | "trailing";
    readonly offset: number;
  } | null;
}

export interface SourceAnswer {
  readonly id: string;
  readonly kind: "etcd" | "snapshot" | "memory";
  readonly name: string;
  readonly state: SourceState;
  /** Newest revision known. */
  readonly revision: Int64Text;
  /** Oldest revision still readable; null when not known. */
  readonly oldestRevision: Int64Text | null;
  /** ISO time at which the source was last found alive: what is shown is of then. Null where it cannot change. */
  readonly heardAt: string | null;
  readonly keyCount: number | null;
  /** Present while indexing: keys so far, of the total when known, and how many a second on the way. */
  readonly progress?: {
    readonly keys: number;
    readonly total: number | null;
    readonly keysPerSecond: number | null;
  };
  /** Present while unindexed, once weighed: an index reads so many keys, and etcd so many bytes for it. */
  readonly indexCost?: {
    readonly keys: number;
    /** When not, there are more: they are still being counted. */
    readonly keysExact: boolean;
    readonly bytes: number | null;
  };
  readonly problem?: SourceProblem;
  /** Present where a part of a snapshot is lost; the rest is shown. */
  readonly damage?: DamageAnswer;
  /** `cluster`: it can tell of the cluster that its keys are of. */
  readonly can: {
    readonly follow: boolean;
    readonly history: boolean;
    readonly cluster: boolean;
    /** Whether an index can be asked for and stopped. */
    readonly index: boolean;
  };
}

export interface SourcesAnswer {
  readonly sources: readonly SourceAnswer[];
  /** The server's version. */
  readonly version: string;
  /** False where the server was started with `--no-mask`: secrets are shown as they are stored. */
  readonly masksSecrets: boolean;
}

/**
 * A key's name for people and its exact bytes. `key` is the text when the bytes are UTF-8 without control
 * characters; otherwise it is an escaped rendering (`\xff`) and `keyb` carries the bytes.
 */
export interface KeyName {
  readonly key: string;
  readonly keyb?: Base64Url;
}

export interface ChildAnswer extends KeyName {
  /** What stands between the prefix and the next slash (the leading slash included at the root). */
  readonly name: string;
  readonly nameb?: Base64Url;
  /** A key of exactly these bytes exists (`key`, without a slash behind). */
  readonly isKey: boolean;
  /** Keys exist under `key` + "/". */
  readonly isPrefix: boolean;
  /** Keys at or under this child; at least so many when not exact. */
  readonly count: number;
  readonly countExact: boolean;
  /**
   * Where this prefix has one child only, and that is a prefix and no key, and so on: the last of these. Absent where
   * there is a choice at once, or where it is not known.
   */
  readonly chain?: KeyName;
}

export interface ChildrenAnswer {
  readonly revision: Int64Text;
  readonly children: readonly ChildAnswer[];
  /** Direct children of the prefix in all; null when not known. */
  readonly total: number | null;
  /** Children that stand before the first of these; there when a part of the level was asked for and is answered. */
  readonly before?: number;
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

export interface SearchMatchAnswer extends KeyName {
  /** Where the pattern was found in `key`, in UTF-16 units; none where the key is very long. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** A prefix that is searched without an index. */
export interface SearchedPrefixAnswer extends KeyName {
  /** Keys under it that were searched, by this answer and those before it. */
  readonly searched: number;
  /** All of its keys were. */
  readonly isWhole: boolean;
}

/** What was searched where there is no index, or none that is finished. */
export interface SearchCoverageAnswer {
  /** Keys that an unfinished index held, which were searched first; null where none is being built. */
  readonly indexed: number | null;
  /** In the order in which they are searched, nested ones before those around them. */
  readonly prefixes: readonly SearchedPrefixAnswer[];
}

/**
 * Keys that a pattern finds, in byte order; without an index in that of the prefixes that are searched. A key that is
 * no text is searched as it is shown, `\xff` for a byte.
 */
export interface SearchAnswer {
  readonly revision: Int64Text;
  readonly matches: readonly SearchMatchAnswer[];
  /** Keys that fit in all, of those searched. */
  readonly total: number;
  /** Keys under the prefix that were searched; without an index by this answer and those before it. */
  readonly searched: number;
  /** Whether these are all keys under the prefix. */
  readonly isWhole: boolean;
  /** Present where there is no index that holds all keys. */
  readonly coverage?: SearchCoverageAnswer;
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

export type KeyChangeKind = "inserted" | "changed" | "removed";

/** What became of a key. A level has changed when a key that starts with its prefix was inserted or removed. */
export interface KeyChangeAnswer extends KeyName {
  readonly change: KeyChangeKind;
}

/** What happened since the event before it, once per key: the last change, or the coming of a key that is new. */
export interface ChangesEvent {
  /** Everything up to and including this revision is told. */
  readonly revision: Int64Text;
  readonly keyCount: number;
  readonly changes: readonly KeyChangeAnswer[];
}

/** Changes were left out: all that was read of the newest state before must be read again. */
export interface ResyncEvent {
  readonly revision: Int64Text;
}

/** Nothing happened for a while; the stream is alive. Revision 0 until the keys are known. */
export interface HeartbeatEvent {
  readonly revision: Int64Text;
}

/** The data of the live stream's events, by the event's name. */
export interface LiveEvents {
  /** How the source is: told at the start and whenever its state changes. */
  readonly state: SourceAnswer;
  readonly changes: ChangesEvent;
  readonly resync: ResyncEvent;
  readonly heartbeat: HeartbeatEvent;
}
