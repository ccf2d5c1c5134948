import { compareBytes, prefixEnd, SourceFault, startsWith } from "@etcdscope/keyspace";
import type { ClusterIdentity } from "./cluster-identity.ts";
import { memberStatus } from "./cluster-messages.ts";
import { isFault } from "./fault.ts";
import type { KeyRange } from "./key-range.ts";
import type { Members } from "./members.ts";
import type { RangeRequest } from "./messages.ts";

const slash = 0x2f;
const root = Uint8Array.of(slash);

/** All that kine lists: its tables are asked for directories, and Kubernetes writes no key without a slash before it. */
export const kineKeys: KeyRange = { key: root, end: prefixEnd(root) };

/** What a range request is answered with. */
interface RangePage {
  readonly kvs: readonly { readonly key: Uint8Array }[];
  readonly more: boolean;
  readonly count: number;
}

type AskRange<Reply> = (request: RangeRequest) => Promise<Reply>;

/**
 * How kine is asked: the server of k3s and RKE2 that answers etcd's API out of an SQL database. It names no cluster in
 * its answers. A range has to be the rest of a directory: older kines take the end of a range for the name of a
 * directory, and leave out the key that a range begins with. It refuses `serializable` reads.
 */
export class KineDialect {
  readonly #identity: ClusterIdentity;
  readonly #members: Members;
  #refusesSerializable = false;

  constructor(identity: ClusterIdentity, members: Members) {
    this.#identity = identity;
    this.#members = members;
  }

  /** Whether kine answers; asks for its status where nothing is known yet. */
  async isSpoken(signal?: AbortSignal): Promise<boolean> {
    if (this.#identity.id === undefined) await this.#meet(signal);
    return this.isKnown;
  }

  /** As far as anything has answered. */
  get isKnown(): boolean {
    return this.#identity.id === 0n;
  }

  /** Asks for a range in the way that the server understands, and gives what of the answer is in the range. */
  async ask<Reply extends RangePage>(request: RangeRequest, ask: AskRange<Reply>): Promise<Reply> {
    if (!this.isKnown) return await this.#withoutRefusal(request, ask);
    const { serializable, ...plain } = request;
    if (plain.rangeEnd === undefined || plain.rangeEnd.length === 0) return await ask(plain);
    return await askDirectory({ ...plain, rangeEnd: plain.rangeEnd }, ask);
  }

  /** A server that refuses reads of one member alone is asked without that from then on. */
  async #withoutRefusal<Reply>(request: RangeRequest, ask: AskRange<Reply>): Promise<Reply> {
    const { serializable, ...plain } = request;
    if (serializable !== true || this.#refusesSerializable) return await ask(plain);
    try {
      return await ask(request);
    } catch (error) {
      if (!isFault(error, "not_supported")) throw error;
      this.#refusesSerializable = true;
      return await ask(plain);
    }
  }

  async #meet(signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#members.run(
        (connection, limits) => connection.call(memberStatus, undefined, limits),
        signal,
      );
    } catch (error) {
      // kine asks nobody for a password: whoever refuses is etcd.
      const isAnswer = ["permission_denied", "unauthenticated", "not_supported"].some(
        (code) => error instanceof SourceFault && error.code === code,
      );
      if (!isAnswer) throw error;
    }
  }
}

type DirectoryRequest = RangeRequest & { readonly rangeEnd: Uint8Array };

/** Asks for the rest of the directory that a range is in, and drops what is behind the range. */
async function askDirectory<Reply extends RangePage>(
  request: DirectoryRequest,
  ask: AskRange<Reply>,
): Promise<Reply> {
  const { key, rangeEnd, limit = 0, countOnly, ...rest } = request;
  const directory = directoryOf(key, rangeEnd);
  const end = prefixEnd(directory) ?? rangeEnd;
  const isWhole = compareBytes(end, rangeEnd) === 0 && isUnderstood(key, directory);
  if (isWhole) return await ask(request);
  // What is to be counted is looked at: a count would be that of the directory.
  const read = countOnly === true ? { ...rest, keysOnly: true } : rest;
  const wanted = limit === 0 ? {} : { limit };
  const reply = await ask({ ...read, ...wanted, key, rangeEnd: end });
  const first = isUnderstood(key, directory) ? [] : (await ask({ ...read, key })).kvs;
  const inside = reply.kvs.filter(
    (kv) => compareBytes(kv.key, rangeEnd) < 0 && compareBytes(kv.key, key) !== 0,
  );
  const isEnd = inside.length < reply.kvs.length - (isFirst(reply, key) ? 1 : 0) || !reply.more;
  const all = [...first, ...inside];
  const kvs = limit === 0 ? all : all.slice(0, limit);
  const more = !isEnd || kvs.length < all.length;
  return { ...reply, kvs, more, count: more ? Math.max(reply.count, kvs.length + 1) : kvs.length };
}

const isFirst = ({ kvs }: RangePage, key: Uint8Array): boolean =>
  kvs[0] !== undefined && compareBytes(kvs[0].key, key) === 0;

/** A directory itself, or the place right behind a key: every kine begins there. */
function isUnderstood(key: Uint8Array, directory: Uint8Array): boolean {
  return compareBytes(key, directory) === 0 || key.at(-1) === 0;
}

/** The innermost directory around a range, with its slash. */
function directoryOf(key: Uint8Array, rangeEnd: Uint8Array): Uint8Array {
  for (let length = key.length; length > 0; length--) {
    if (key[length - 1] !== slash) continue;
    const directory = key.slice(0, length);
    const end = prefixEnd(directory);
    if (startsWith(key, directory) && end !== undefined && compareBytes(rangeEnd, end) <= 0) return directory;
  }
  return root;
}
