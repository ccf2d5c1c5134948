import { setImmediate } from "node:timers/promises";
import {
  type ClusterOptions,
  type ClusterState,
  isBetween,
  type KeyMeta,
  type KeyPage,
  type KeySource,
  type KeyValue,
  type KeyVersion,
  type LeaseList,
  type LeaseOptions,
  type ListOptions,
  type ReadOptions,
  type SourceDamage,
  type SourceFacts,
  SourceFault,
} from "@etcdscope/keyspace";
import { decodeKeyValue, SnapshotDamage } from "@etcdscope/snapshot";
import type { SnapshotCluster } from "./cluster-state.ts";
import { withFaults } from "./fault.ts";
import type { OpenFile } from "./file.ts";
import type { RevisionIndex } from "./revision-index.ts";
import type { Change } from "./revision-table.ts";

const keysInPage = 2048;

/** What a snapshot is served from. */
export interface SourceParts {
  readonly name: string;
  readonly file: OpenFile;
  readonly index: RevisionIndex;
  readonly cluster: SnapshotCluster;
  /** Present where not all of the file could be read. */
  readonly damage: SourceDamage | undefined;
}

/** A snapshot file as a source of keys: changes are known from the index, values are read when asked for. */
export class SnapshotSource implements KeySource {
  readonly #parts: SourceParts;
  #isClosed = false;

  constructor(parts: SourceParts) {
    this.#parts = parts;
  }

  async describe(signal?: AbortSignal): Promise<SourceFacts> {
    this.#check(signal);
    const { name, damage, index } = this.#parts;
    const { revision, oldestRevision, keyCount } = index;
    const facts = { kind: "snapshot", name, revision, oldestRevision, keyCount } as const;
    return damage === undefined ? facts : { ...facts, damage };
  }

  async *listKeys(options: ListOptions = {}): AsyncGenerator<KeyPage, void, void> {
    const { prefix = new Uint8Array(0), signal } = options;
    this.#check(signal);
    const revision = this.#readable(options.revision);
    const isWhole = prefix.length === 0 && revision === this.#parts.index.revision;
    const facts = { revision, ...(isWhole ? { total: this.#parts.index.keyCount } : {}) };
    let keys: KeyMeta[] = [];
    for (const meta of this.#parts.index.list(prefix, revision)) {
      if (!isBetween(meta.key, options)) continue;
      keys.push(meta);
      if (keys.length < keysInPage) continue;
      yield { ...facts, keys };
      keys = [];
      // Nothing here waits for the disk: let others have their turn.
      await setImmediate();
      this.#check(signal);
    }
    yield { ...facts, keys };
  }

  async read(key: Uint8Array, options: ReadOptions = {}): Promise<KeyValue | undefined> {
    this.#check(options.signal);
    const change = this.#parts.index.find(key, this.#readable(options.revision));
    return change === undefined ? undefined : await this.#load(key, change, options.signal);
  }

  async *history(key: Uint8Array, signal?: AbortSignal): AsyncGenerator<KeyVersion, void, void> {
    this.#check(signal);
    for (const change of this.#parts.index.history(key)) {
      const { modRevision } = change;
      if (change.isDeletion) yield { modRevision };
      else yield { modRevision, kv: await this.#load(key, change, signal) };
      this.#check(signal);
    }
  }

  async cluster({ signal }: ClusterOptions): Promise<ClusterState> {
    this.#check(signal);
    const { revision, oldestRevision } = this.#parts.index;
    return withFaults(() => this.#parts.cluster.state(revision, oldestRevision), signal);
  }

  async leases({ limit, only, signal }: LeaseOptions): Promise<LeaseList> {
    this.#check(signal);
    return withFaults(() => this.#parts.cluster.leases(limit, only), signal);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#parts.file.close();
  }

  #check(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.#isClosed) throw new SourceFault("source_unavailable", "The snapshot is closed.");
  }

  /** The revision to answer at, as etcd sees it: the state at the compacted revision itself can still be read. */
  #readable(asked: bigint | undefined): bigint {
    const { revision, oldestRevision } = this.#parts.index;
    if (asked === undefined) return revision;
    if (asked < oldestRevision) {
      const message = `Revision ${asked} is compacted; the oldest that can be read is ${oldestRevision}.`;
      throw new SourceFault("revision_compacted", message, { detail: { oldestRevision } });
    }
    if (asked > revision) {
      const message = `Revision ${asked} is not in the snapshot, which ends at ${revision}.`;
      throw new SourceFault("revision_in_future", message, { detail: { newestRevision: revision } });
    }
    return asked;
  }

  #load(key: Uint8Array, change: Change, signal: AbortSignal | undefined): Promise<KeyValue> {
    return withFaults(async () => {
      const { offset } = change;
      const record = decodeKeyValue(await this.#parts.file.read(offset, change.size), { offset });
      signal?.throwIfAborted();
      if (record.modRevision !== change.modRevision || Buffer.compare(record.key, key) !== 0)
        throw new SnapshotDamage("the file was changed after it was opened", { offset });
      const { createRevision, modRevision, version, lease, value } = record;
      return {
        key: key.slice(),
        createRevision,
        modRevision,
        version,
        lease,
        valueSize: value.length,
        value,
      };
    }, signal);
  }
}
