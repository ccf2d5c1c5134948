import { type KeyValue, type SignOfLife, SourceFault } from "@etcdscope/keyspace";
import type { CallLimits, EtcdConnection } from "./connection.ts";
import { databaseBytes } from "./database-size.ts";
import { isFault } from "./fault.ts";
import type { Grants } from "./grants.ts";
import { type KeysReply, keyRange } from "./key-messages.ts";
import type { KeyRange } from "./key-range.ts";
import { type KineDialect, kineKeys } from "./kine.ts";
import type { Members } from "./members.ts";
import { type Method, type RangeReply, type RangeRequest, range } from "./messages.ts";
import { placesOf } from "./places.ts";
import { Precedence } from "./precedence.ts";
import type { PlanOptions } from "./range-plan.ts";
import { recentKeys } from "./recent-keys.ts";
import { compactionOf } from "./watch-stream.ts";

const sizeHolds = 60_000;
const placesHold = 60_000;
/** Parts that a user may read in which recent keys are looked for. */
const mostParts = 8;

/** All keys together are few, or they are likely to be at these places, which are in order. */
export type Outline = Pick<PlanOptions, "isSmall" | "places"> & { readonly isSmall: boolean };

/** What a reader asks with. */
export interface ReaderParts {
  readonly members: Members;
  readonly grants: Grants;
  readonly kine: KineDialect;
}

/** Range requests to a cluster, and what is learned on the way about the revisions it has. */
export class EtcdReader {
  readonly #members: Members;
  readonly #grants: Grants;
  readonly #kine: KineDialect;
  /** The oldest revision known to be readable; compaction only moves it up. */
  #oldest: bigint | undefined;
  /** Levels that people wait for, and listings that stand back for them. */
  readonly precedence = new Precedence();
  #size: { readonly at: number; readonly isSmall: boolean } | undefined;

  #places: { readonly at: number; readonly known: Promise<readonly Uint8Array[]> } | undefined;

  readonly #smallBytes: number;

  /** A database of up to `smallBytes` is small. */
  constructor({ members, grants, kine }: ReaderParts, smallBytes: number) {
    this.#members = members;
    this.#grants = grants;
    this.#kine = kine;
    this.#smallBytes = smallBytes;
  }

  /** Faults about revisions come with the revisions that exist. With `patience`, it may take so many times longer. */
  range(request: RangeRequest, signal?: AbortSignal, patience = 1): Promise<RangeReply> {
    return this.#explaining(() => this.#ask(range, request, signal, patience), signal);
  }

  /** As `range`, without values. */
  keys(request: RangeRequest, signal?: AbortSignal, patience = 1): Promise<KeysReply> {
    return this.#explaining(() => this.#ask(keyRange, request, signal, patience), signal);
  }

  /** One key at a revision, or at the newest. */
  async key(
    key: Uint8Array,
    revision: bigint | undefined,
    signal?: AbortSignal,
  ): Promise<KeyValue | undefined> {
    const reply = await this.range({ key, ...(revision === undefined ? {} : { revision }) }, signal);
    return reply.kvs[0];
  }

  async newestRevision(signal?: AbortSignal): Promise<bigint> {
    const { revision } = await this.#range({ key: await this.#readableKey(signal), countOnly: true }, signal);
    return revision;
  }

  /** The oldest revision that can be read now; `undefined` when etcd does not tell. */
  async oldestRevision(signal?: AbortSignal): Promise<bigint | undefined> {
    const assumed = this.#oldest ?? 1n;
    try {
      await this.#requireRevision(assumed, signal);
      this.#oldest = assumed;
    } catch (error) {
      // Set back to before that revision: what was known of compactions is of another history.
      if (isFault(error, "revision_in_future") && this.#oldest !== undefined) {
        this.#oldest = undefined;
        return await this.oldestRevision(signal);
      }
      if (!isFault(error, "revision_compacted")) {
        throw error;
      }
      this.#oldest = await this.#compactedUpTo(signal);
    }
    return this.#oldest;
  }

  /**
   * Asks one member whether it is alive, lets the user read these parts as before, and still has the oldest revision.
   * None of it makes etcd count keys or write to its log.
   */
  async beat(
    connection: EtcdConnection,
    parts: readonly KeyRange[],
    limits: CallLimits,
  ): Promise<SignOfLife> {
    await this.#grants.check(connection, parts, limits);
    const [part = kineKeys] = parts;
    const request = { key: part.key, countOnly: true, revision: this.#oldest ?? 1n, serializable: true };
    try {
      await this.#kine.ask(request, (understood) => connection.call(range, understood, limits));
    } catch (error) {
      // A member that lags behind has not come to that revision yet.
      if (isFault(error, "revision_in_future")) return {};
      if (!isFault(error, "revision_compacted")) throw error;
      this.#oldest = (await this.#compactedUpTo(limits.signal)) ?? this.#oldest;
    }
    return this.#oldest === undefined ? {} : { oldestRevision: this.#oldest };
  }

  /** What the user may read, in byte order and apart. */
  async readable(signal?: AbortSignal): Promise<readonly KeyRange[]> {
    return (await this.isKine(signal)) ? [kineKeys] : await this.#grants.ranges(signal);
  }

  /** Whether kine answers, and not etcd. */
  isKine(signal?: AbortSignal): Promise<boolean> {
    return this.#kine.isSpoken(signal);
  }

  /** Bytes of the database of the member that is asked; `undefined` when the user may not know. */
  databaseBytes(signal?: AbortSignal): Promise<number | undefined> {
    return databaseBytes(this.#members, signal);
  }

  /** Whether all keys together can be counted at once without holding up writers. Asked anew once a minute. */
  async isSmall(signal?: AbortSignal): Promise<boolean> {
    // What SQL counts holds up nobody, and windows would not be understood.
    if (await this.isKine(signal)) return true;
    const now = performance.now();
    if (this.#size === undefined || now - this.#size.at > sizeHolds) {
      const bytes = (await this.databaseBytes(signal)) ?? Number.POSITIVE_INFINITY;
      this.#size = { at: now, isSmall: bytes <= this.#smallBytes };
    }
    return this.#size.isSmall;
  }

  /** What is known of where keys are, for a plan of requests. */
  async outline(signal?: AbortSignal): Promise<Outline> {
    const isSmall = await this.isSmall(signal);
    return isSmall ? { isSmall } : { isSmall, places: await this.#likelyPlaces(signal) };
  }

  /** Learned from what was written last. Asked anew once a minute. */
  async #likelyPlaces(signal: AbortSignal | undefined): Promise<readonly Uint8Array[]> {
    const now = performance.now();
    if (this.#places === undefined || now - this.#places.at > placesHold) {
      this.#places = { at: now, known: this.#recentPlaces() };
      this.#places.known.catch(() => {
        this.#places = undefined;
      });
    }
    const known = await this.#places.known;
    signal?.throwIfAborted();
    return known;
  }

  async #recentPlaces(): Promise<readonly Uint8Array[]> {
    const revision = await this.newestRevision();
    const parts = (await this.readable()).slice(0, mostParts);
    const keys = await Promise.all(parts.map((part) => recentKeys(this.#members, part, revision)));
    return placesOf(keys.flat());
  }

  /** Rejects when the revision cannot be read. */
  async requireRevision(revision: bigint, signal?: AbortSignal): Promise<void> {
    await this.range({ key: await this.#readableKey(signal), countOnly: true, revision }, signal);
  }

  async #requireRevision(revision: bigint, signal: AbortSignal | undefined): Promise<void> {
    await this.#range({ key: await this.#readableKey(signal), countOnly: true, revision }, signal);
  }

  #range(request: RangeRequest, signal: AbortSignal | undefined): Promise<RangeReply> {
    return this.#ask(range, request, signal, 1);
  }

  async #ask<Reply extends RangeReply | KeysReply>(
    method: Method<RangeRequest, Reply>,
    request: RangeRequest,
    signal: AbortSignal | undefined,
    patience: number,
  ): Promise<Reply> {
    try {
      return await this.#kine.ask(request, (understood) =>
        this.#members.run(
          (connection, limits) => connection.call(method, understood, limits),
          signal,
          patience,
        ),
      );
    } catch (error) {
      if (isFault(error, "permission_denied")) this.#grants.forget();
      throw error;
    }
  }

  async #explaining<Reply>(ask: () => Promise<Reply>, signal: AbortSignal | undefined): Promise<Reply> {
    try {
      return await ask();
    } catch (error) {
      throw await this.#explained(error, signal);
    }
  }

  /** For questions that are not about a key. */
  async #readableKey(signal: AbortSignal | undefined): Promise<Uint8Array> {
    const [first] = await this.readable(signal);
    return first?.key ?? Uint8Array.of(0);
  }

  /** etcd names the revision of a compaction only to a watch that comes too late. */
  async #compactedUpTo(signal: AbortSignal | undefined): Promise<bigint | undefined> {
    const key = await this.#readableKey(signal);
    try {
      return await this.#members.run((connection, limits) => compactionOf(connection, key, limits), signal);
    } catch (error) {
      // Older kines accept such a watch and say nothing.
      if (isFault(error, "source_timeout") && this.#kine.isKnown) return undefined;
      throw error;
    }
  }

  async #explained(error: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    const detail = await this.#revisionDetail(error, signal).catch(() => undefined);
    signal?.throwIfAborted();
    return detail === undefined || !(error instanceof SourceFault)
      ? error
      : new SourceFault(error.code, error.message, { detail, cause: error.cause });
  }

  async #revisionDetail(error: unknown, signal: AbortSignal | undefined) {
    if (isFault(error, "revision_compacted")) {
      const oldestRevision = await this.oldestRevision(signal);
      return oldestRevision === undefined ? undefined : { oldestRevision };
    }
    return isFault(error, "revision_in_future")
      ? { newestRevision: await this.newestRevision(signal) }
      : undefined;
  }
}
