import type { KeyMeta } from "@etcdscope/keyspace";
import { type Method, type RangeRequest, range, revisionIn } from "./messages.ts";
import { WireReader } from "./wire.ts";

export interface KeysReply {
  /** Newest revision of the answering member, also when an older one was asked for. */
  readonly revision: bigint;
  readonly kvs: readonly KeyMeta[];
  readonly more: boolean;
  /** Keys in the whole range, whatever the limit. */
  readonly count: number;
}

const noBytes: Uint8Array = new Uint8Array(0);

/**
 * `KV/Range` for keys without values: as `range`, but no value is looked for and no object made for it. A million keys
 * pass here.
 */
export const keyRange: Method<RangeRequest, KeysReply> = {
  path: range.path,
  encode: (request) => range.encode({ ...request, keysOnly: true }),
  decode: (message) => decodeKeys(new Uint8Array(message.buffer, message.byteOffset, message.length)),
};

function decodeKeys(message: Uint8Array): KeysReply {
  const reader = new WireReader(message);
  const kvs: KeyMeta[] = [];
  const reply = { revision: 0n, more: false, count: 0 };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 2) kvs.push(decodeKey(reader.bytes()));
    else if (field === 1) reply.revision = revisionIn(reader.bytes());
    else if (field === 3) reply.more = reader.boolean();
    else if (field === 4) reply.count = reader.number();
    else reader.skip();
  }
  return { ...reply, kvs };
}

/** mvccpb.KeyValue without its value; the key is a view into the message. */
function decodeKey(message: Uint8Array): KeyMeta {
  const reader = new WireReader(message);
  const meta = { key: noBytes, createRevision: 0n, modRevision: 0n, version: 0n, lease: 0n };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 1) meta.key = reader.bytes();
    else if (field === 2) meta.createRevision = reader.int64();
    else if (field === 3) meta.modRevision = reader.int64();
    else if (field === 4) meta.version = reader.int64();
    else if (field === 6) meta.lease = reader.int64();
    else reader.skip();
  }
  return meta;
}
