import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { idHex } from "@etcdscope/contract";
import { SourceFault } from "@etcdscope/keyspace";
import { ClusterIdentity } from "./cluster-identity.ts";
import { memberStatus } from "./cluster-messages.ts";
import { type CallLimits, EtcdConnection, within } from "./connection.ts";
import { type Credentials, tlsConnection } from "./credentials.ts";
import { type Endpoint, parseEndpoint, type SocketPlace } from "./endpoint.ts";
import { isFault, toFault } from "./fault.ts";
import { Grants } from "./grants.ts";
import { KeptCredentials } from "./kept-credentials.ts";
import { type KeyRange, requestOf } from "./key-range.ts";
import { kineKeys } from "./kine.ts";
import { range } from "./messages.ts";
import { wordsOf } from "./server-words.ts";
import { createWatch } from "./watch-stream.ts";

/** What one step towards an endpoint came to; `reason` is a sentence or a figure. */
export interface CheckedStep {
  readonly endpoint: string;
  readonly step: "name" | "tcp" | "tls" | "login" | "cluster" | "range" | "watch";
  readonly outcome: "ok" | "failed" | "skipped";
  readonly reason: string;
}

export interface CheckOptions extends Credentials {
  /** The cluster of the endpoints that were checked before: another one fails. */
  readonly identity?: ClusterIdentity;
  /** Milliseconds that a step may take. */
  readonly stepTimeout: number;
}

/** What there is to try, and what each step needs. */
interface Trial {
  readonly endpoint: Endpoint;
  readonly options: CheckOptions;
  readonly connection: () => EtcdConnection;
}

/** Gives what it found; `undefined` when there is nothing to try. Rejects with why it failed. */
type Try = (trial: Trial, limits: CallLimits) => Promise<string | undefined>;

/** HTTP/2's connection preface with an empty SETTINGS frame: a server answers with its own settings. */
const http2Greeting = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", "latin1");

const everything: KeyRange = { key: Uint8Array.of(0), end: undefined };

const steps: readonly (readonly [CheckedStep["step"], Try, nothingToTry: string])[] = [
  ["name", findName, "the endpoint is a Unix socket"],
  ["tcp", reachPort, ""],
  ["tls", shakeHands, "the endpoint is not encrypted"],
  ["login", logIn, "there is no user"],
  ["cluster", meetCluster, "the user may not know"],
  ["range", readOneKey, ""],
  ["watch", watchAll, ""],
];

/** Goes towards an endpoint step by step; what comes after a failed step is skipped. Throws `RangeError` for no endpoint. */
export async function* checkEndpoint(text: string, options: CheckOptions): AsyncGenerator<CheckedStep> {
  const endpoint = parseEndpoint(text, options.tls !== undefined);
  let opened: EtcdConnection | undefined;
  const connection = () => {
    opened ??= openConnection(endpoint, options);
    return opened;
  };
  let failed: string | undefined;
  try {
    for (const [step, attempt, nothingToTry] of steps) {
      const done =
        failed === undefined
          ? await outcomeOf(attempt, { endpoint, options, connection }, nothingToTry)
          : ({ outcome: "skipped", reason: `${failed} failed` } as const);
      if (done.outcome === "failed") failed = step;
      yield { endpoint: endpoint.url, step, ...done };
    }
  } finally {
    opened?.close();
  }
}

function openConnection(endpoint: Endpoint, options: CheckOptions): EtcdConnection {
  const { stepTimeout } = options;
  const bounds = { callTimeout: stepTimeout, largestAnswer: 64 * 1024 * 1024 };
  return new EtcdConnection(endpoint, { credentials: new KeptCredentials(options) }, bounds);
}

async function outcomeOf(
  attempt: Try,
  trial: Trial,
  nothingToTry: string,
): Promise<Pick<CheckedStep, "outcome" | "reason">> {
  const limits: CallLimits = { deadline: Date.now() + trial.options.stepTimeout };
  try {
    const found = await within(limits, attempt(trial, limits));
    return found === undefined
      ? { outcome: "skipped", reason: nothingToTry }
      : { outcome: "ok", reason: found };
  } catch (error) {
    return {
      outcome: "failed",
      reason: error instanceof RangeError ? error.message : toFault(error).message,
    };
  }
}

async function findName({ endpoint }: Trial): Promise<string | undefined> {
  const { host } = endpoint.place;
  if (host === undefined) return undefined;
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address).join(", ");
  } catch (error) {
    throw new SourceFault("source_unavailable", `No address is known for ${host}: check the name and DNS.`, {
      cause: error,
      said: wordsOf(error),
    });
  }
}

async function reachPort({ endpoint: { place } }: Trial, { deadline }: CallLimits): Promise<string> {
  const started = performance.now();
  const socket = connect({ ...place, timeout: deadline - Date.now() });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(Math.max(1, deadline - Date.now())) });
    return `${Math.ceil(performance.now() - started)} ms`;
  } catch (error) {
    throw new SourceFault("source_unavailable", unreached(error, place), {
      cause: error,
      said: wordsOf(error),
    });
  } finally {
    socket.destroy();
  }
}

function unreached(error: unknown, { path, ...place }: SocketPlace): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (path !== undefined) return unreachedFile(path, code);
  const port = "port" in place ? place.port : 0;
  return code === "ECONNREFUSED"
    ? `Nothing listens on port ${port}: check that etcd runs, and the port.`
    : `Port ${port} does not answer: check the address, the network and firewalls.`;
}

function unreachedFile(path: string, code: unknown): string {
  if (code === "ENOENT") return `There is no ${path}: check that etcd runs, and the path.`;
  if (code === "EACCES") return `${path} may not be opened by this user: its owner or root may.`;
  return `Nothing listens on ${path}: check that etcd runs.`;
}

/** Up to etcd's first words: before them it is not known whether it takes the client's certificate. */
async function shakeHands(
  { endpoint, options }: Trial,
  { deadline }: CallLimits,
): Promise<string | undefined> {
  if (!endpoint.isSecure) return undefined;
  const socket = connectTls({ ...endpoint.place, ALPNProtocols: ["h2"], ...tlsConnection(options.tls) });
  const signal = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
  const closed = once(socket, "close").then(() => {
    throw new SourceFault("source_unavailable", "The endpoint broke off the connection.");
  });
  closed.catch(() => undefined);
  try {
    await Promise.race([once(socket, "secureConnect", { signal }), closed]);
    socket.write(http2Greeting);
    await Promise.race([once(socket, "data", { signal }), closed]);
    return options.tls?.skipVerify === true ? "not verified" : "verified";
  } finally {
    socket.destroy();
  }
}

async function logIn({ options, connection }: Trial, limits: CallLimits): Promise<string | undefined> {
  if (options.user === undefined) return undefined;
  await connection().logIn(limits);
  return `as ${options.user}`;
}

/** Whose member it is: the endpoints of a source have to be of one cluster. */
async function meetCluster(
  { endpoint, options, connection }: Trial,
  limits: CallLimits,
): Promise<string | undefined> {
  try {
    const { header, status } = await connection().call(memberStatus, undefined, limits);
    const { identity = new ClusterIdentity() } = options;
    identity.admit(header.clusterId, endpoint.url);
    return header.clusterId === 0n
      ? `kine (it says ${status.version}): an SQL database behind etcd's API`
      : `${idHex(String(header.clusterId))}, etcd ${status.version}`;
  } catch (error) {
    if (isFault(error, "permission_denied")) return undefined;
    throw error;
  }
}

async function readOneKey(trial: Trial, limits: CallLimits): Promise<string> {
  const [part, ...others] = await readable(trial, limits);
  const { revision, count } = await trial
    .connection()
    .call(range, { ...requestOf(part), limit: 1, keysOnly: true }, limits);
  const found = `revision ${revision}, ${count} keys`;
  return others.length === 0
    ? found
    : `${found} in the first of ${others.length + 1} parts that the user may read`;
}

async function watchAll(trial: Trial, limits: CallLimits): Promise<string> {
  const [part] = await readable(trial, limits);
  const stream = await createWatch(trial.connection(), { ...requestOf(part), fromRevision: 0n }, limits);
  stream.cancel();
  return "accepted";
}

async function isKine(connection: EtcdConnection, limits: CallLimits): Promise<boolean> {
  try {
    const { header } = await connection.call(memberStatus, undefined, limits);
    return header.clusterId === 0n;
  } catch (error) {
    if (isFault(error, "permission_denied")) return false;
    throw error;
  }
}

/** What the user may read. */
async function readable(
  { options, connection }: Trial,
  limits: CallLimits,
): Promise<readonly [KeyRange, ...KeyRange[]]> {
  if (await isKine(connection(), limits)) return [kineKeys];
  const grants = new Grants(options.user, (method, request) => connection().call(method, request, limits));
  const [first = everything, ...others] = await grants.ranges();
  return [first, ...others];
}
