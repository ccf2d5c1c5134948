import { type ContractStep, compareBytes, joinBytes, startsWith } from "@etcdscope/keyspace";
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceDefinition,
  status,
} from "@grpc/grpc-js";
import { bytesOf } from "./etcd.testing.ts";
import { WireReader, WireWriter } from "./wire.ts";

/** `old`: kines that take the end of a range for a directory; `new`: those that compare with it. */
export type KineAge = "old" | "new";

interface Row {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly revision: bigint;
  readonly createRevision: bigint;
  readonly isDeletion: boolean;
}

interface Asked {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  readonly limit: number;
  readonly revision: bigint;
  readonly keysOnly: boolean;
  readonly countOnly: boolean;
  /** An option that kine refuses. */
  readonly refused: string | undefined;
}

class Failure extends Error {
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}

const noBytes: Uint8Array = new Uint8Array(0);
const slash = 0x2f;

/** Calls that a client of etcd makes and kine does not know. */
const unknownCalls = [
  "Lease/LeaseLeases",
  "Lease/LeaseTimeToLive",
  "Auth/Authenticate",
  "Auth/UserGet",
  "Auth/RoleGet",
  "Maintenance/Alarm",
];

/**
 * A server that answers as kine does: rows of an SQL table behind etcd's API. It names no cluster and no member in its
 * headers, tells no version of a key, refuses options with INVALID_ARGUMENT and unknown calls with UNKNOWN.
 */
export class KineServer {
  readonly endpoint: string;
  /** Range requests so far, with what was asked. */
  readonly asked: Asked[] = [];
  readonly #age: KineAge;
  readonly #server: Server;
  readonly #rows: Row[] = [];
  readonly #watches = new Set<Watching>();
  #revision = 1n;
  #compacted = 0n;

  private constructor(age: KineAge, server: Server, endpoint: string) {
    this.#age = age;
    this.#server = server;
    this.endpoint = endpoint;
  }

  /** Listens on a free port, or on a Unix socket. */
  static async start(age: KineAge, socket?: string): Promise<KineServer> {
    const server = new Server();
    let kine: KineServer | undefined;
    const self = () => kine!;
    server.addService(serviceOf(), handlersOf(self));
    const at = socket === undefined ? "127.0.0.1:0" : `unix:${socket}`;
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(at, ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    kine = new KineServer(
      age,
      server,
      socket === undefined ? `http://127.0.0.1:${port}` : `unix://${socket}`,
    );
    return kine;
  }

  get revision(): bigint {
    return this.#revision;
  }

  put(key: Uint8Array, value: Uint8Array): bigint {
    const before = this.#at(key, this.#revision);
    const revision = ++this.#revision;
    this.#write({
      key,
      value,
      revision,
      createRevision: before?.createRevision ?? revision,
      isDeletion: false,
    });
    return revision;
  }

  delete(key: Uint8Array): bigint {
    const before = this.#at(key, this.#revision);
    if (before === undefined) return this.#revision;
    this.#write({ ...before, revision: ++this.#revision, isDeletion: true });
    return this.#revision;
  }

  compact(revision: bigint): void {
    this.#compacted = revision;
    const kept = this.#keysAt(revision);
    this.#rows.splice(
      0,
      this.#rows.length,
      ...this.#rows.filter((row) => row.revision > revision || kept.includes(row)),
    );
  }

  /** What a contract script does, with the newest revision after each step. */
  perform(script: readonly ContractStep[]): bigint[] {
    const revisions: bigint[] = [];
    for (const step of script) {
      if (step.type === "put") this.put(step.key, step.value);
      else if (step.type === "delete") this.delete(step.key);
      else this.compact(revisions[step.toStep] ?? 0n);
      revisions.push(this.#revision);
    }
    return revisions;
  }

  close(): void {
    this.#server.forceShutdown();
  }

  range(message: Buffer): Uint8Array {
    const asked = readRange(message);
    this.asked.push(asked);
    if (asked.refused !== undefined)
      throw new Failure(status.INVALID_ARGUMENT, `${asked.refused} is unsupported`);
    const revision = asked.revision === 0n ? this.#revision : asked.revision;
    if (revision > this.#revision)
      throw new Failure(status.OUT_OF_RANGE, "etcdserver: mvcc: required revision is a future revision");
    if (revision < this.#compacted)
      throw new Failure(status.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted");
    const rows =
      asked.rangeEnd.length === 0
        ? [this.#at(asked.key, revision)].filter((row) => row !== undefined)
        : this.#found(asked, revision);
    const first = asked.limit > 0 ? rows.slice(0, asked.limit) : rows;
    const reply = new WireWriter().message(1, this.#header());
    if (!asked.countOnly) for (const row of first) reply.message(2, keyValue(row, asked.keysOnly));
    return reply
      .int64(3, !asked.countOnly && first.length < rows.length)
      .int64(4, rows.length)
      .finish();
  }

  status(): Uint8Array {
    return new WireWriter().message(1, noBytes).bytes(2, bytesOf("3.5.13")).int64(3, 123_456).finish();
  }

  members(): Uint8Array {
    const urls = bytesOf(this.endpoint);
    const member = new WireWriter().bytes(2, bytesOf("kine")).bytes(3, urls).bytes(4, urls).finish();
    return new WireWriter().message(1, noBytes).message(2, member).finish();
  }

  watch(stream: ServerDuplexStream<Buffer, Uint8Array>): void {
    stream.on("error", () => undefined);
    stream.on("end", () => stream.end());
    stream.on("data", (message: Buffer) => this.#watched(message, stream));
  }

  #watched(message: Buffer, stream: ServerDuplexStream<Buffer, Uint8Array>): void {
    const asked = readWatch(message);
    if (asked === undefined) return;
    const created = new WireWriter().message(1, noBytes).int64(2, 1).int64(3, true);
    stream.write(created.finish());
    if (asked.from > 0n && asked.from < this.#compacted) {
      stream.write(
        new WireWriter().message(1, noBytes).int64(2, 1).int64(4, true).int64(5, this.#compacted).finish(),
      );
      return;
    }
    const watching = { ...asked, tell: (rows: readonly Row[]) => stream.write(this.#events(rows)) };
    const past =
      asked.from === 0n ? [] : this.#rows.filter((row) => row.revision >= asked.from && concerns(asked, row));
    if (past.length > 0) watching.tell(past);
    this.#watches.add(watching);
    stream.on("close", () => this.#watches.delete(watching));
  }

  #write(row: Row): void {
    this.#rows.push(row);
    for (const watching of this.#watches) if (concerns(watching, row)) watching.tell([row]);
  }

  #events(rows: readonly Row[]): Uint8Array {
    const reply = new WireWriter().message(1, this.#header()).int64(2, 1);
    for (const row of rows)
      reply.message(
        11,
        new WireWriter().int64(1, row.isDeletion).message(2, keyValue(row, row.isDeletion)).finish(),
      );
    return reply.finish();
  }

  /** No id of a cluster, none of a member. */
  #header(): Uint8Array {
    return new WireWriter().int64(3, this.#revision).finish();
  }

  #at(key: Uint8Array, revision: bigint): Row | undefined {
    const last = this.#rows.findLast((row) => row.revision <= revision && compareBytes(row.key, key) === 0);
    return last?.isDeletion === true ? undefined : last;
  }

  #keysAt(revision: bigint): Row[] {
    const last = new Map<string, Row>();
    for (const row of this.#rows) if (row.revision <= revision) last.set(row.key.join(), row);
    return [...last.values()]
      .filter((row) => !row.isDeletion)
      .sort((one, other) => compareBytes(one.key, other.key));
  }

  #found(asked: Asked, revision: bigint): Row[] {
    const rows = this.#keysAt(revision);
    if (this.#age === "new")
      return rows.filter(
        ({ key }) => compareBytes(key, asked.key) >= 0 && compareBytes(key, asked.rangeEnd) < 0,
      );
    const directory = oldDirectory(asked.rangeEnd);
    const start = withoutZeros(asked.key);
    const isAll = compareBytes(directory, start) === 0;
    return rows.filter(({ key }) => startsWith(key, directory) && (isAll || compareBytes(key, start) > 0));
  }
}

interface Watching {
  readonly key: Uint8Array;
  readonly from: bigint;
  readonly tell: (rows: readonly Row[]) => void;
}

/** A directory is watched with all in it, anything else as one key: the end of the range is not looked at. */
function concerns({ key }: Pick<Watching, "key">, row: Row): boolean {
  return key.at(-1) === slash ? startsWith(row.key, key) : compareBytes(row.key, key) === 0;
}

/** The end of a range less one at its last byte, with a slash behind. */
function oldDirectory(rangeEnd: Uint8Array): Uint8Array {
  const directory = rangeEnd.slice();
  directory[directory.length - 1] = ((directory.at(-1) ?? 0) - 1) & 0xff;
  return directory.at(-1) === slash ? directory : joinBytes(directory, Uint8Array.of(slash));
}

function withoutZeros(key: Uint8Array): Uint8Array {
  let length = key.length;
  while (length > 0 && key[length - 1] === 0) length--;
  return key.subarray(0, length);
}

/** mvccpb.KeyValue without a version. */
function keyValue({ key, value, revision, createRevision }: Row, isBare: boolean): Uint8Array {
  return new WireWriter()
    .bytes(1, key)
    .int64(2, createRevision)
    .int64(3, revision)
    .bytes(5, isBare ? noBytes : value)
    .finish();
}

/** Options that kine refuses, by their field. */
const refusedOptions: Readonly<Record<number, string>> = {
  5: "sortOrder",
  6: "sortTarget",
  7: "serializable",
  10: "minModRevision",
  11: "maxModRevision",
  12: "minCreateRevision",
  13: "maxCreateRevision",
};

function readRange(message: Buffer): Asked {
  const reader = new WireReader(new Uint8Array(message));
  const asked = {
    key: noBytes,
    rangeEnd: noBytes,
    limit: 0,
    revision: 0n,
    keysOnly: false,
    countOnly: false,
  };
  const readers: Readonly<Record<number, () => void>> = {
    1: () => (asked.key = reader.bytes().slice()),
    2: () => (asked.rangeEnd = reader.bytes().slice()),
    3: () => (asked.limit = reader.number()),
    4: () => (asked.revision = reader.int64()),
    8: () => (asked.keysOnly = reader.boolean()),
    9: () => (asked.countOnly = reader.boolean()),
  };
  let refused: string | undefined;
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    refused ??= refusedOptions[field];
    (readers[field] ?? (() => reader.skip()))();
  }
  return { ...asked, refused };
}

/** WatchRequest.create_request; `undefined` for other requests. */
function readWatch(message: Buffer): { key: Uint8Array; from: bigint } | undefined {
  const outer = new WireReader(new Uint8Array(message));
  if (outer.field() !== 1) return undefined;
  const reader = new WireReader(outer.bytes());
  const asked = { key: noBytes, from: 0n };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 1) asked.key = reader.bytes().slice();
    else if (field === 3) asked.from = reader.int64();
    else reader.skip();
  }
  return asked;
}

const plain = {
  requestSerialize: (bytes: Uint8Array) => Buffer.from(bytes),
  requestDeserialize: (bytes: Buffer) => bytes,
  responseSerialize: (bytes: Uint8Array) => Buffer.from(bytes),
  responseDeserialize: (bytes: Buffer) => bytes,
};

const single = (call: string) => ({
  path: `/etcdserverpb.${call}`,
  requestStream: false,
  responseStream: false,
  ...plain,
});

function serviceOf(): ServiceDefinition {
  return {
    range: single("KV/Range"),
    status: single("Maintenance/Status"),
    members: single("Cluster/MemberList"),
    watch: { path: "/etcdserverpb.Watch/Watch", requestStream: true, responseStream: true, ...plain },
    ...Object.fromEntries(unknownCalls.map((call) => [call, single(call)])),
  };
}

type Answer = (message: Buffer) => Uint8Array;
type Reply = (error: Partial<Failure> | null, reply?: Uint8Array) => void;

function handlersOf(kine: () => KineServer) {
  const answering = (answer: Answer) => (call: { request: Buffer }, reply: Reply) => {
    try {
      reply(null, answer(call.request));
    } catch (error) {
      reply(error instanceof Failure ? error : new Failure(status.INTERNAL, String(error)));
    }
  };
  const unknown = (call: string): [string, ReturnType<typeof answering>] => [
    call,
    answering(() => {
      throw new Failure(status.UNKNOWN, `${call.split("/")[1]} is not supported`);
    }),
  ];
  return {
    range: answering((message) => kine().range(message)),
    status: answering(() => kine().status()),
    members: answering(() => kine().members()),
    watch: (stream: ServerDuplexStream<Buffer, Uint8Array>) => kine().watch(stream),
    ...Object.fromEntries(unknownCalls.map(unknown)),
  };
}
