import { bytesId } from "../bytes/order.ts";
import { SourceFault } from "../source/fault.ts";
import type { KeyEvent, KeyEvents, KeyValue, KeyVersion } from "../source/source.ts";

/** Everything ever done to a keyspace in memory, by revision, until it is compacted. */
export class Changes {
  revision = 1n;
  /** The oldest revision that can still be read. */
  oldest = 1n;
  #log: KeyEvents[] = [];
  readonly #versions = new Map<string, KeyVersion[]>();
  readonly #waiting = new Set<(fault?: SourceFault) => void>();

  put(key: Uint8Array, value: Uint8Array, lease: bigint): bigint {
    const before = this.at(key, this.revision);
    const modRevision = this.revision + 1n;
    const meta = {
      key: key.slice(),
      createRevision: before?.createRevision ?? modRevision,
      modRevision,
      version: (before?.version ?? 0n) + 1n,
      lease,
    };
    this.#remember(key, { modRevision, kv: { ...meta, value: value.slice() } });
    return this.#commit([{ type: "put", meta: { ...meta, valueSize: value.length } }]);
  }

  delete(keys: readonly Uint8Array[]): bigint {
    const modRevision = this.revision + 1n;
    const present = keys.filter((key) => this.at(key, this.revision) !== undefined);
    for (const key of present) {
      this.#remember(key, { modRevision });
    }
    const events = present.map((key): KeyEvent => ({ type: "delete", key: key.slice(), modRevision }));
    return events.length === 0 ? this.revision : this.#commit(events);
  }

  compact(revision: bigint): void {
    if (revision <= this.oldest || revision > this.revision) {
      throw new RangeError(`revision ${revision} is not between ${this.oldest} and ${this.revision}`);
    }
    this.oldest = revision;
    this.#log = this.#log.filter((batch) => batch.revision > revision);
    for (const [id, versions] of this.#versions) {
      const kept = versions.filter((version, at) => isKept(version, versions[at + 1], revision));
      this.#versions.set(id, kept);
    }
  }

  /** The key as it was at a revision. */
  at(key: Uint8Array, revision: bigint): KeyValue | undefined {
    return this.versions(key).findLast((version) => version.modRevision <= revision)?.kv;
  }

  versions(key: Uint8Array): readonly KeyVersion[] {
    return this.#versions.get(bytesId(key)) ?? [];
  }

  /** The keys that existed at a revision, in no order. */
  alive(revision: bigint): KeyValue[] {
    return [...this.#versions.values()].flatMap((versions) => {
      const kv = versions.findLast((version) => version.modRevision <= revision)?.kv;
      return kv === undefined ? [] : [kv];
    });
  }

  /** Batches from a revision on, waiting for more until the signal aborts. */
  async *from(revision: bigint, signal: AbortSignal): AsyncGenerator<KeyEvents> {
    let next = revision;
    for (;;) {
      signal.throwIfAborted();
      const batch = this.#log.find((logged) => logged.revision >= next);
      if (batch === undefined) {
        await this.#more(signal);
      } else {
        this.#refuseGap(next);
        next = batch.revision + 1n;
        yield batch;
      }
    }
  }

  /** Ends every wait of `from` with a fault. */
  interrupt(fault: SourceFault): void {
    this.#wake(fault);
  }

  /** Compaction may overtake a reader that is slow to take its batches. */
  #refuseGap(next: bigint): void {
    if (next <= this.oldest && this.oldest > 1n) {
      throw new SourceFault("revision_compacted", "The revision is compacted.", {
        detail: { oldestRevision: this.oldest },
      });
    }
  }

  #remember(key: Uint8Array, version: KeyVersion): void {
    const id = bytesId(key);
    this.#versions.set(id, [...(this.#versions.get(id) ?? []), version]);
  }

  #commit(events: readonly KeyEvent[]): bigint {
    this.revision++;
    this.#log.push({ revision: this.revision, events });
    this.#wake();
    return this.revision;
  }

  #wake(fault?: SourceFault): void {
    for (const wake of [...this.#waiting]) {
      wake(fault);
    }
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => settle(() => reject(signal.reason));
      const onChange = (fault?: SourceFault) =>
        settle(() => (fault === undefined ? resolve() : reject(fault)));
      const settle = (outcome: () => void) => {
        this.#waiting.delete(onChange);
        signal.removeEventListener("abort", onAbort);
        outcome();
      };
      this.#waiting.add(onChange);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
}

/** Compaction keeps what came later, and the newest version at that revision unless it is a deletion. */
function isKept(version: KeyVersion, following: KeyVersion | undefined, revision: bigint): boolean {
  if (version.modRevision > revision) {
    return true;
  }
  const isNewest = following === undefined || following.modRevision > revision;
  return isNewest && version.kv !== undefined;
}
