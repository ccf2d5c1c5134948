import { compareBytes, isBetween, startsWith } from "../bytes/order.ts";
import { KeyIndex } from "../key-index/key-index.ts";
import { SourceFault } from "../source/fault.ts";
import type {
  FindOptions,
  FoundChildren,
  KeyEvents,
  KeyPage,
  KeySource,
  KeyValue,
  KeyVersion,
  ListOptions,
  ReadOptions,
  SourceFacts,
} from "../source/source.ts";
import { Changes } from "./changes.ts";

export interface MemorySourceOptions {
  readonly name?: string;
  /** Keys in a page of a listing at most. */
  readonly pageSize?: number;
}

/** A source that keeps all its revisions in memory and can be written to. */
export interface MemorySource extends Required<Omit<KeySource, "cluster" | "leases" | "weigh">> {
  /** Returns the new revision. */
  put(key: Uint8Array, value: Uint8Array, lease?: bigint): bigint;
  /** Deletes all of the keys that exist, in one revision; returns the revision, a new one if any existed. */
  delete(...keys: readonly Uint8Array[]): bigint;
  /** Forgets what was before `revision`. */
  compact(revision: bigint): void;
  /** Ends every `follow` with `fault`, as a lost connection would. */
  interrupt(fault: SourceFault): void;
}

/** A source in memory with the whole port but a cluster, revisions like etcd's (the first change is revision 2) and no values shared. */
export function memorySource(options: MemorySourceOptions = {}): MemorySource {
  return new Memory(options.name ?? "memory", options.pageSize ?? 1000);
}

class Memory implements MemorySource {
  readonly #name: string;
  readonly #pageSize: number;
  readonly #changes = new Changes();

  constructor(name: string, pageSize: number) {
    this.#name = name;
    this.#pageSize = pageSize;
  }

  put(key: Uint8Array, value: Uint8Array, lease = 0n): bigint {
    return this.#changes.put(key, value, lease);
  }

  delete(...keys: readonly Uint8Array[]): bigint {
    return this.#changes.delete(keys);
  }

  compact(revision: bigint): void {
    this.#changes.compact(revision);
  }

  interrupt(fault: SourceFault): void {
    this.#changes.interrupt(fault);
  }

  async describe(signal?: AbortSignal): Promise<SourceFacts> {
    signal?.throwIfAborted();
    const { revision, oldest } = this.#changes;
    const keyCount = this.#changes.alive(revision).length;
    return { kind: "memory", name: this.#name, revision, oldestRevision: oldest, keyCount };
  }

  async *listKeys(options: ListOptions = {}): AsyncGenerator<KeyPage> {
    options.signal?.throwIfAborted();
    const revision = this.#readable(options.revision);
    const prefix = options.prefix ?? new Uint8Array(0);
    const metas = this.#changes
      .alive(revision)
      .filter(({ key }) => startsWith(key, prefix) && isBetween(key, options))
      .sort((left, right) => compareBytes(left.key, right.key))
      .map(({ value, ...meta }) => ({ ...meta, valueSize: value.length }));
    for (let at = 0; at === 0 || at < metas.length; at += this.#pageSize) {
      options.signal?.throwIfAborted();
      yield { revision, keys: metas.slice(at, at + this.#pageSize), total: metas.length };
    }
  }

  async children(prefix: Uint8Array, { after, limit, ...options }: FindOptions): Promise<FoundChildren> {
    const index = await KeyIndex.build(this.listKeys({ prefix, ...options }));
    const { children, next } = index.children(prefix, { cursor: after, limit });
    return {
      revision: index.revision,
      children: children.map((child) => ({ ...child, countExact: true })),
      ...(next === undefined ? {} : { next }),
    };
  }

  async read(key: Uint8Array, options: ReadOptions = {}): Promise<KeyValue | undefined> {
    options.signal?.throwIfAborted();
    const kv = this.#changes.at(key, this.#readable(options.revision));
    return kv === undefined ? undefined : { ...kv, key: kv.key.slice(), value: kv.value.slice() };
  }

  async *follow(fromRevision: bigint, signal: AbortSignal): AsyncGenerator<KeyEvents> {
    signal.throwIfAborted();
    if (fromRevision > 1n) {
      this.#readable(fromRevision - 1n);
    }
    yield* this.#changes.from(fromRevision, signal);
  }

  async *history(key: Uint8Array, signal?: AbortSignal): AsyncGenerator<KeyVersion> {
    for (const version of this.#changes.versions(key)) {
      signal?.throwIfAborted();
      yield version;
    }
  }

  async close(): Promise<void> {
    this.#changes.interrupt(new SourceFault("source_unavailable", "The source is closed."));
  }

  #readable(revision: bigint | undefined): bigint {
    const newest = this.#changes.revision;
    if (revision === undefined) {
      return newest;
    }
    if (revision > newest) {
      throw new SourceFault("revision_in_future", `Revision ${revision} does not exist yet.`, {
        detail: { newestRevision: newest },
      });
    }
    if (revision < this.#changes.oldest) {
      throw this.#compacted();
    }
    return revision;
  }

  #compacted(): SourceFault {
    const oldestRevision = this.#changes.oldest;
    return new SourceFault("revision_compacted", "The revision is compacted.", {
      detail: { oldestRevision },
    });
  }
}
