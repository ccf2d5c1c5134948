import type { KeyMeta, KeyVersion } from "@etcdscope/keyspace";
import { isFault } from "./fault.ts";
import type { EtcdReader } from "./reader.ts";

/** Versions of one key that a history tells at most: the newest ones. */
const mostVersions = 1000;
/** Revisions looked at one by one before a life of the key; farther back the steps grow by a quarter. */
const nearRevisions = 32n;
const parallelReads = 16;

/** Where the key had a version; a deletion has no meta. */
interface Mark {
  readonly modRevision: bigint;
  readonly isDeletion: boolean;
}

/**
 * The versions of a key that etcd still has, oldest first. etcd keeps no list of them: each is found by reading just
 * before the next, back to the key's creation. What was before the creation is found by looking at earlier revisions,
 * all of the nearest and fewer of the older ones, so that an earlier life that was short and long ago can be missed;
 * a life that is told is complete, with the revision of its deletion.
 */
export async function* keyHistory(
  reader: EtcdReader,
  key: Uint8Array,
  signal?: AbortSignal,
): AsyncGenerator<KeyVersion> {
  signal?.throwIfAborted();
  const oldest = (await reader.oldestRevision(signal)) ?? 1n;
  const past = new KeyPast(reader, key, oldest, signal);
  const marks: Mark[] = [];
  for await (const mark of past.marks()) {
    marks.push(mark);
    if (marks.length === mostVersions) {
      break;
    }
  }
  for (const mark of marks.reverse()) {
    const version = mark.isDeletion
      ? { modRevision: mark.modRevision }
      : await past.versionAt(mark.modRevision);
    if (version !== undefined) {
      yield version;
    }
  }
}

/** One key, looked at backwards in time. */
class KeyPast {
  readonly #reader: EtcdReader;
  readonly #key: Uint8Array;
  readonly #oldest: bigint;
  readonly #signal: AbortSignal | undefined;

  constructor(reader: EtcdReader, key: Uint8Array, oldest: bigint, signal: AbortSignal | undefined) {
    this.#reader = reader;
    this.#key = key;
    this.#oldest = oldest;
    this.#signal = signal;
  }

  /** The version with its value; `undefined` when a compaction took it meanwhile. */
  async versionAt(modRevision: bigint): Promise<KeyVersion | undefined> {
    // A version made before the last compaction can be read at the revision of the compaction.
    const readableAt = modRevision > this.#oldest ? modRevision : this.#oldest;
    try {
      const kv = await this.#reader.key(this.#key, readableAt, this.#signal);
      return kv?.modRevision === modRevision ? { modRevision, kv } : undefined;
    } catch (error) {
      return this.#whereCompacted(error);
    }
  }

  /** Newest first. */
  async *marks(): AsyncGenerator<Mark> {
    let absentAt = (await this.#reader.newestRevision(this.#signal)) + 1n;
    let alive = await this.#metaAt(absentAt - 1n);
    for (;;) {
      if (alive === undefined) {
        const death = await this.#deathBefore(absentAt);
        if (death === undefined) {
          return;
        }
        yield { modRevision: death.revision, isDeletion: true };
        alive = death.last;
      }
      yield { modRevision: alive.modRevision, isDeletion: false };
      absentAt = alive.modRevision;
      alive =
        alive.modRevision > alive.createRevision ? await this.#metaAt(alive.modRevision - 1n) : undefined;
    }
  }

  /** A deletion before a revision at which the key is not there: its revision, and the last version of that life. */
  async #deathBefore(absentAt: bigint): Promise<{ revision: bigint; last: KeyMeta } | undefined> {
    let absent = absentAt;
    for (const revisions of inGroups(revisionsBefore(absentAt, this.#oldest), parallelReads)) {
      const metas = await Promise.all(revisions.map((revision) => this.#metaAt(revision)));
      const found = metas.findIndex((meta) => meta !== undefined);
      const last = metas[found];
      if (last !== undefined) {
        return this.#death(revisions[found] ?? 0n, last, revisions[found - 1] ?? absent);
      }
      absent = revisions.at(-1) ?? absent;
    }
    return undefined;
  }

  /** Narrows a span at whose begin the key is there, and at whose end it is not, to the revision of a deletion. */
  async #death(
    aliveAt: bigint,
    meta: KeyMeta,
    absentAt: bigint,
  ): Promise<{ revision: bigint; last: KeyMeta }> {
    let [alive, absent, last] = [aliveAt, absentAt, meta];
    while (absent - alive > 1n) {
      const middle = (alive + absent) / 2n;
      const there = await this.#metaAt(middle);
      if (there === undefined) {
        absent = middle;
      } else {
        [alive, last] = [middle, there];
      }
    }
    return { revision: absent, last };
  }

  async #metaAt(revision: bigint): Promise<KeyMeta | undefined> {
    try {
      const reply = await this.#reader.range({ key: this.#key, revision, keysOnly: true }, this.#signal);
      return reply.kvs[0];
    } catch (error) {
      return this.#whereCompacted(error);
    }
  }

  #whereCompacted(error: unknown): undefined {
    if (!isFault(error, "revision_compacted")) {
      throw error;
    }
    return undefined;
  }
}

/** Revisions below `before` down to `oldest`, the nearest first: all of the near ones, then fewer and fewer. */
function* revisionsBefore(before: bigint, oldest: bigint): Generator<bigint> {
  let back = 1n;
  while (before - back > oldest) {
    yield before - back;
    back += back < nearRevisions ? 1n : back / 4n;
  }
  if (before > oldest) {
    yield oldest;
  }
}

function* inGroups<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let group: Item[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) {
    yield group;
  }
}
