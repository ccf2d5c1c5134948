import type { KeyEvent, KeyMeta, KeyValue } from "@etcdscope/keyspace";
import { grantedRange, type KeyRange } from "./key-range.ts";
import { WireReader, WireWriter, wireType } from "./wire.ts";

/** etcd's RangeRequest (`rpc.proto`): the keys of `[key, rangeEnd)`, or one key. */
export interface RangeRequest {
  readonly key: Uint8Array;
  /** A single zero byte: every key from `key` on. */
  readonly rangeEnd?: Uint8Array;
  readonly limit?: number;
  readonly revision?: bigint;
  /** Answered by the member alone, which may be behind the others. */
  readonly serializable?: boolean;
  readonly keysOnly?: boolean;
  readonly countOnly?: boolean;
}

export interface RangeReply {
  /** Newest revision of the answering member, also when an older one was asked for. */
  readonly revision: bigint;
  /** Without `keysOnly`, values are there. */
  readonly kvs: readonly KeyValue[];
  readonly more: boolean;
  /** Keys in the whole range, whatever the limit. */
  readonly count: number;
}

export interface WatchRequest {
  readonly fromRevision: bigint;
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array;
  /** Replies that are large come in pieces. etcd's time for that grows with the square of the events in a piece. */
  readonly fragments?: boolean;
}

export interface WatchReply {
  /** 0 where it is not told. */
  readonly clusterId: bigint;
  readonly revision: bigint;
  readonly created: boolean;
  readonly canceled: boolean;
  /** Above zero: what was asked for is compacted up to here. */
  readonly compactRevision: bigint;
  readonly cancelReason: string;
  /** More of the same revision is to come. */
  readonly fragment: boolean;
  readonly events: readonly KeyEvent[];
}

/** authpb.Permission.Type. */
const writeOnly = 1;
const noBytes: Uint8Array = new Uint8Array(0);

/** A method of etcd's API with the code of its messages. */
export interface Method<Request, Reply> {
  /** As gRPC names it: `/etcdserverpb.KV/Range`. */
  readonly path: string;
  readonly encode: (request: Request) => Buffer;
  readonly decode: (message: Buffer) => Reply;
}

export const range: Method<RangeRequest, RangeReply> = {
  path: "/etcdserverpb.KV/Range",
  encode: (request) => buffer(encodeRange(request)),
  decode: (message) => decodeRange(plainBytes(message)),
};

export const watch: Method<WatchRequest, WatchReply> = {
  path: "/etcdserverpb.Watch/Watch",
  encode: (request) => buffer(encodeWatch(request)),
  decode: (message) => decodeWatch(plainBytes(message)),
};

/** `Auth/Authenticate`: a token for a user's password. */
export const authenticate: Method<{ readonly name: string; readonly password: string }, string> = {
  path: "/etcdserverpb.Auth/Authenticate",
  encode: ({ name, password }) =>
    buffer(new WireWriter().bytes(1, utf8(name)).bytes(2, utf8(password)).finish()),
  decode: (message) => decodeToken(plainBytes(message)),
};

function encodeRange(request: RangeRequest): Uint8Array {
  return new WireWriter()
    .bytes(1, request.key)
    .bytes(2, request.rangeEnd)
    .int64(3, request.limit)
    .int64(4, request.revision)
    .int64(7, request.serializable)
    .int64(8, request.keysOnly)
    .int64(9, request.countOnly)
    .finish();
}

/** `WatchRequest.create_request`: progress notices asked for, previous values not. */
function encodeWatch(request: WatchRequest): Uint8Array {
  const create = new WireWriter()
    .bytes(1, request.key)
    .bytes(2, request.rangeEnd)
    .int64(3, request.fromRevision)
    .int64(4, true)
    .int64(8, request.fragments);
  return new WireWriter().message(1, create.finish()).finish();
}

/** `Auth/UserGet`: the roles of a user. Users may ask for themselves. */
export const userGet: Method<string, readonly string[]> = {
  path: "/etcdserverpb.Auth/UserGet",
  encode: (name) => buffer(new WireWriter().bytes(1, utf8(name)).finish()),
  decode: (message) => repeated(plainBytes(message), 2).map((role) => new TextDecoder().decode(role)),
};

/** `Auth/RoleGet`: what a role lets its users read. Users may ask for the roles they have. */
export const roleGet: Method<string, readonly KeyRange[]> = {
  path: "/etcdserverpb.Auth/RoleGet",
  encode: (role) => buffer(new WireWriter().bytes(1, utf8(role)).finish()),
  decode: (message) => repeated(plainBytes(message), 2).flatMap(decodePermission),
};

/** authpb.Permission: nothing when it is only for writing. */
function decodePermission(message: Uint8Array): KeyRange[] {
  const reader = new WireReader(message);
  const permission = { type: 0, key: noBytes, rangeEnd: noBytes };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 1) permission.type = reader.number();
    else if (field === 2) permission.key = reader.bytes();
    else if (field === 3) permission.rangeEnd = reader.bytes();
    else reader.skip();
  }
  return permission.type === writeOnly ? [] : [grantedRange(permission.key, permission.rangeEnd)];
}

/** Every value of one field. */
function repeated(message: Uint8Array, wanted: number): Uint8Array[] {
  const reader = new WireReader(message);
  const found: Uint8Array[] = [];
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === wanted) found.push(reader.bytes());
    else reader.skip();
  }
  return found;
}

function decodeToken(message: Uint8Array): string {
  const reader = new WireReader(message);
  let token = "";
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 2) token = new TextDecoder().decode(reader.bytes());
    else reader.skip();
  }
  return token;
}

function decodeRange(message: Uint8Array): RangeReply {
  const reader = new WireReader(message);
  const kvs: KeyValue[] = [];
  const reply = { revision: 0n, more: false, count: 0 };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    switch (field) {
      case 1:
        reply.revision = revisionIn(reader.bytes());
        break;
      case 2:
        kvs.push(decodeKeyValue(reader.bytes()));
        break;
      case 3:
        reply.more = reader.boolean();
        break;
      case 4:
        reply.count = reader.number();
        break;
      default:
        reader.skip();
    }
  }
  return { ...reply, kvs };
}

function decodeWatch(message: Uint8Array): WatchReply {
  const reader = new WireReader(message);
  const events: KeyEvent[] = [];
  const reply = {
    clusterId: 0n,
    revision: 0n,
    created: false,
    canceled: false,
    compactRevision: 0n,
    cancelReason: "",
    fragment: false,
  };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    switch (field) {
      case 1:
        Object.assign(reply, headerIn(reader.bytes()));
        break;
      case 3:
        reply.created = reader.boolean();
        break;
      case 4:
        reply.canceled = reader.boolean();
        break;
      case 5:
        reply.compactRevision = reader.int64();
        break;
      case 6:
        reply.cancelReason = new TextDecoder().decode(reader.bytes());
        break;
      case 7:
        reply.fragment = reader.boolean();
        break;
      case 11:
        events.push(decodeEvent(reader.bytes()));
        break;
      default:
        reader.skip();
    }
  }
  return { ...reply, events };
}

/** mvccpb.Event: a deletion carries the key and its own revision as mod revision. */
function decodeEvent(message: Uint8Array): KeyEvent {
  const reader = new WireReader(message);
  let isDelete = false;
  let kv = decodeKeyValue(noBytes);
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    switch (field) {
      case 1:
        isDelete = reader.number() === 1;
        break;
      case 2:
        kv = decodeKeyValue(reader.bytes());
        break;
      default:
        reader.skip();
    }
  }
  // A copy: an event that someone keeps must not keep the values that came along.
  const key = kv.key.slice();
  return isDelete
    ? { type: "delete", key, modRevision: kv.modRevision }
    : { type: "put", meta: { ...metaOf(kv), key, valueSize: kv.value.length } };
}

/** mvccpb.KeyValue; key and value are views into the message. */
function decodeKeyValue(message: Uint8Array): KeyValue {
  const reader = new WireReader(message);
  const kv = { key: noBytes, createRevision: 0n, modRevision: 0n, version: 0n, lease: 0n, value: noBytes };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    switch (field) {
      case 1:
        kv.key = reader.bytes();
        break;
      case 2:
        kv.createRevision = reader.int64();
        break;
      case 3:
        kv.modRevision = reader.int64();
        break;
      case 4:
        kv.version = reader.int64();
        break;
      case 5:
        kv.value = reader.bytes();
        break;
      case 6:
        kv.lease = reader.int64();
        break;
      default:
        reader.skip();
    }
  }
  return kv;
}

function metaOf({ value, ...meta }: KeyValue): KeyMeta {
  return meta;
}

/** The revision in the header of a reply. */
export function revisionIn(message: Uint8Array): bigint {
  return headerIn(message).revision;
}

/** The cluster that a reply to a single call is of: every one of them begins with a header. 0 where it is not told. */
export function clusterIn(message: Buffer): bigint {
  const reader = new WireReader(plainBytes(message));
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 1 && reader.type === wireType.bytes) return headerIn(reader.bytes()).clusterId;
    reader.skip();
  }
  return 0n;
}

/** etcdserverpb.ResponseHeader: ids are unsigned. */
function headerIn(message: Uint8Array): { clusterId: bigint; revision: bigint } {
  const reader = new WireReader(message);
  const header = { clusterId: 0n, revision: 0n };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 1) header.clusterId = BigInt.asUintN(64, reader.int64());
    else if (field === 3) header.revision = reader.int64();
    else reader.skip();
  }
  return header;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Buffers differ from byte arrays where it hurts: their `slice` shares memory. */
function plainBytes(message: Buffer): Uint8Array {
  return new Uint8Array(message.buffer, message.byteOffset, message.length);
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
